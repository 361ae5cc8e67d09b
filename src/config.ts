/**
 * The environment, read once. Every variable is declared in one table with its default and its reader; a bad value is
 * told in one sentence that names the variable. Only `main.ts` reads this; everyone else is handed what he needs.
 */
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { OperatorError } from './kernel/operator-error.ts';

export interface Config {
  readonly mode: 'sandbox' | 'production';
  /** The address all listeners but the one of `opsPort` bind to. */
  readonly host: string;
  readonly port: number;
  readonly bankPort: number;
  readonly demoPort: number;
  /** Where machines that watch us ask: a port of their own; null: health and figures are served on `port`. */
  readonly opsHost: string;
  readonly opsPort: number | null;
  /** Absolute path of the data folder. */
  readonly data: string;
  /** Absolute path of the folder of the custodian's keys; null: `keys` in the data folder. */
  readonly keys: string | null;
  /** The key that wraps those keys, from one of three places: a file, hexadecimal digits, what a command prints. */
  readonly masterKeyFile: string | null;
  readonly masterKey: string | null;
  readonly masterKeyCommand: string | null;
  /** An external PostgreSQL, or null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Address under which browsers and platforms reach us, without a slash at the end; null: http://127.0.0.1:port. */
  readonly publicUrl: string | null;
  /** The same for the sandbox bank's pages and the demo. */
  readonly bankUrl: string | null;
  readonly demoUrl: string | null;
  /** Seconds that we serve on after being asked to stop, so that callers can look elsewhere first. */
  readonly drain: number;
  /** Connections of the custodian's pool. */
  readonly poolSize: number;
  /** Calls a second of one platform on one node. */
  readonly platformRate: number;
  /** Requests a second of one address by callers that no signature vouches for. */
  readonly addressRate: number;
  /** Connections open at once. */
  readonly connections: number;
  /** Mebibytes of bodies under way, all together. */
  readonly bodies: number;
  /** Addresses and networks of the proxies in front of us: whom they speak for is believed, they are no strangers. */
  readonly proxies: readonly string[];
  /** Megabytes after which a log file is put aside. */
  readonly logSize: number;
  /** Days that the request log is kept in the database; 0: there is none. */
  readonly requestLogDays: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Variable<T> {
  readonly name: string;
  readonly fallback: T;
  /** Instead of `fallback`, in production. */
  readonly inProduction?: T;
  /** The value, or what was expected instead, in words. */
  readonly read: (text: string) => { readonly value: T } | { readonly expected: string };
  /** A secret, and how it is shown. */
  readonly mask?: (text: string) => string;
}

const port = (name: string, fallback: number): Variable<number> => ({
  name,
  fallback,
  read: (text) => whole(text, 0, 65_535),
});

const count = (name: string, fallback: number, most: number): Variable<number> => ({
  name,
  fallback,
  read: (text) => whole(text, 1, most),
});

const address = (name: string): Variable<string | null> => ({
  name,
  fallback: null,
  read: webAddress,
});

/** Where a proxy of one's own stands. */
const OWN_NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7'];

/** Every variable there is. */
const VARIABLES: { readonly [K in keyof Config]: Variable<Config[K]> } = {
  mode: { name: 'CUNGUAN_MODE', fallback: 'sandbox', read: (text) => oneOf(text, ['sandbox', 'production']) },
  host: { name: 'CUNGUAN_HOST', fallback: '127.0.0.1', read: hostName },
  port: port('CUNGUAN_PORT', 8080),
  bankPort: port('CUNGUAN_BANK_PORT', 8081),
  demoPort: port('CUNGUAN_DEMO_PORT', 8082),
  opsHost: { name: 'CUNGUAN_OPS_HOST', fallback: '127.0.0.1', read: hostName },
  opsPort: { name: 'CUNGUAN_OPS_PORT', fallback: null, read: (text) => whole(text, 0, 65_535) },
  data: { name: 'CUNGUAN_DATA', fallback: resolve('data'), read: (text) => ({ value: resolve(text) }) },
  keys: { name: 'CUNGUAN_KEYS', fallback: null, read: (text) => ({ value: resolve(text) }) },
  masterKeyFile: { name: 'CUNGUAN_MASTER_KEY_FILE', fallback: null, read: (text) => ({ value: resolve(text) }) },
  masterKey: { name: 'CUNGUAN_MASTER_KEY', fallback: null, read: keyOf32Bytes, mask: () => '***' },
  // A command may carry a token of its own.
  masterKeyCommand: {
    name: 'CUNGUAN_MASTER_KEY_COMMAND',
    fallback: null,
    read: (text) => ({ value: text }),
    mask: () => '***',
  },
  databaseUrl: { name: 'DATABASE_URL', fallback: null, read: databaseAddress, mask: maskUrl },
  publicUrl: address('CUNGUAN_PUBLIC_URL'),
  bankUrl: address('CUNGUAN_BANK_URL'),
  demoUrl: address('CUNGUAN_DEMO_URL'),
  drain: { name: 'CUNGUAN_DRAIN', fallback: 0, inProduction: 5, read: (text) => whole(text, 0, 600) },
  poolSize: {
    name: 'CUNGUAN_POOL',
    fallback: Math.max(10, availableParallelism() * 4),
    read: (text) => whole(text, 8, 500),
  },
  platformRate: count('CUNGUAN_PLATFORM_RATE', 5_000, 1_000_000),
  addressRate: count('CUNGUAN_ADDRESS_RATE', 200, 1_000_000),
  connections: count('CUNGUAN_CONNECTIONS', 8_192, 1_000_000),
  bodies: count('CUNGUAN_BODIES', 128, 65_536),
  proxies: { name: 'CUNGUAN_PROXIES', fallback: OWN_NETWORKS, read: networks },
  logSize: count('CUNGUAN_LOG_SIZE', 50, 10_000),
  requestLogDays: { name: 'CUNGUAN_REQUEST_LOG_DAYS', fallback: 30, read: (text) => whole(text, 0, 3_650) },
  logLevel: {
    name: 'CUNGUAN_LOG',
    fallback: 'info',
    read: (text) => oneOf(text, ['debug', 'info', 'warn', 'error', 'silent']),
  },
};

const KEYS = Object.keys(VARIABLES) as (keyof Config)[];

/** Reads the environment. Throws a `OperatorError` that names the first variable whose value cannot be used. */
export function readConfig(environment: Environment): Config {
  const mode = readVariable(VARIABLES.mode, environment, 'sandbox');
  const entries = KEYS.map((key) => [key, readVariable<unknown>(VARIABLES[key], environment, mode)]);
  return Object.fromEntries(entries) as unknown as Config;
}

/** The configuration for people, one line per variable; secrets are masked. */
export function describeConfig(config: Config): readonly string[] {
  return KEYS.map((key) => {
    const { name, mask } = VARIABLES[key];
    const value = config[key];
    return `${name}=${value === null ? '' : mask ? mask(String(value)) : value}`;
  });
}

/** Where the custodian's keys lie. */
export function keysFolder({ keys, data }: Pick<Config, 'keys' | 'data'>): string {
  return keys ?? join(data, 'keys');
}

/** A file named on the command line: npm changes the folder it runs scripts in, and remembers the caller's. */
export function callersPath(path: string, environment: Environment): string {
  return isAbsolute(path) ? path : join(environment.INIT_CWD ?? process.cwd(), path);
}

function readVariable<T>(variable: Variable<T>, environment: Environment, mode: Config['mode']): T {
  const text = environment[variable.name]?.trim();
  if (!text) return mode === 'production' ? (variable.inProduction ?? variable.fallback) : variable.fallback;
  const result = variable.read(text);
  if ('value' in result) return result.value;
  const shown = variable.mask ? '' : ` "${text}"`;
  throw new OperatorError(`${variable.name}${shown} cannot be used: it must be ${result.expected}.`, 2);
}

function whole(text: string, least: number, most: number): { value: number } | { expected: string } {
  const value = Number(text);
  const fits = /^\d+$/.test(text) && value >= least && value <= most;
  return fits ? { value } : { expected: `a whole number from ${least} to ${most}` };
}

function oneOf<T extends string>(text: string, values: readonly T[]): { value: T } | { expected: string } {
  const value = values.find((one) => one === text);
  return value ? { value } : { expected: `one of ${values.join(', ')}` };
}

function hostName(text: string): { value: string } | { expected: string } {
  return /^[A-Za-z0-9.:-]+$/.test(text) ? { value: text } : { expected: 'a host name or an IP address' };
}

function networks(text: string): { value: readonly string[] } | { expected: string } {
  if (text === 'none') return { value: [] };
  const value = text.split(',').map((part) => part.trim());
  const fits = value.every((part) => {
    const [host = '', bits, more] = part.split('/');
    const most = isIP(host) === 4 ? 32 : 128;
    return isIP(host) !== 0 && more === undefined && (bits === undefined || 'value' in whole(bits, 0, most));
  });
  return fits
    ? { value }
    : { expected: 'IP addresses or networks, like 10.0.0.5 or 10.0.0.0/8, joined by commas, or none' };
}

function webAddress(text: string): { value: string } | { expected: string } {
  const url = URL.parse(text);
  const fits = url !== null && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  return fits ? { value: text.replace(/\/+$/, '') } : { expected: 'an http or https address' };
}

function keyOf32Bytes(text: string): { value: string } | { expected: string } {
  return /^[0-9a-fA-F]{64}$/.test(text) ? { value: text } : { expected: '32 bytes in hexadecimal' };
}

/** What the driver knows of libpq's modes; any other word it would take for none. */
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

function databaseAddress(text: string): { value: string } | { expected: string } {
  const hosts = /^postgres(?:ql)?:\/\/(?:[^/?]*@)?([^/?]*)/.exec(text)?.[1];
  const url = URL.parse(text);
  if (hosts?.includes(',') || url?.searchParams.get('host')?.includes(',')) {
    return { expected: 'the address of one host: a name or proxy that leads to the primary stands for several' };
  }
  if (!/^postgres(ql)?:$/.test(url?.protocol ?? '')) return { expected: 'postgres://user:password@host:port/database' };
  const mode = url?.searchParams.get('sslmode') ?? 'disable';
  return SSL_MODES.includes(mode)
    ? { value: text }
    : { expected: `an address whose sslmode is one of ${SSL_MODES.join(', ')}` };
}

function maskUrl(text: string): string {
  const url = new URL(text);
  if (url.password) url.password = '***';
  // A password may also ride in the query.
  for (const name of [...url.searchParams.keys()]) if (/pass/i.test(name)) url.searchParams.set(name, '***');
  return url.href;
}
