/**
 * The door for the person at the machine: a listener of its own on the loopback address, any free port, opened only by
 * the secret in `admin.json` of the data folder (mode 0600). Commands are a registry that `main` fills; each takes and
 * answers JSON, and is told who says to be asking, and why. A `OperatorError` it throws is told to the caller, anything
 * else is logged and told as a fault.
 */
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { safeEqual } from '../kernel/safe-equal.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { type Answer, type HttpCall, type HttpServer, startServer } from './server.ts';

/** Arguments as the CLI read them; each command checks what it is given. */
export type AdminArguments = Readonly<Record<string, unknown>>;
export type AdminCommand = (args: AdminArguments, by: AdminCaller) => Promise<unknown>;
/** By name: `platform.create`, `clock.advance`, `ledger.verify` … */
export type AdminCommands = Readonly<Record<string, AdminCommand>>;

/**
 * Who asks. That he may is vouched for by the secret; what he is called, and where, is what his client says.
 */
export interface AdminCaller {
  readonly who: string;
  readonly reason: string | null;
}

/** What the door is sent. */
export interface AdminBody {
  readonly arguments: AdminArguments;
  readonly by: { readonly account: string; readonly host: string };
  readonly reason: string | null;
}

/** What `admin.json` holds. */
export interface AdminAddress {
  readonly port: number;
  readonly secret: string;
}

/** Name of the file in the data folder. */
export const ADMIN_FILE = 'admin.json';

/** A command may carry papers, written as text. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** Characters of an account's or a machine's name that are kept, and of a reason that are taken. */
const NAME_LIMIT = 100;
const REASON_LIMIT = 500;

/** Opens the door and writes `admin.json`; closing removes it. */
export async function startAdmin(
  folder: string,
  commands: AdminCommands,
  log: Logger,
): Promise<Pick<HttpServer, 'port' | 'close'>> {
  const secret = randomBytes(32).toString('hex');
  const handle = (call: HttpCall): Promise<Answer> => answer(call, secret, commands, log);
  const route = { method: 'POST', path: '/admin/:command', bodyLimit: BODY_LIMIT, handle } as const;
  const server = await startServer({ host: '127.0.0.1', port: 0, routes: [route], log, portName: 'CUNGUAN_ADMIN' });
  const path = join(folder, ADMIN_FILE);
  const address: AdminAddress = { port: server.port, secret };
  await writeFile(`${path}.new`, JSON.stringify(address), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return {
    port: server.port,
    close: async () => {
      await rm(path, { force: true });
      await server.close();
    },
  };
}

async function answer(call: HttpCall, secret: string, commands: AdminCommands, log: Logger): Promise<Answer> {
  if (!safeEqual(call.headers.authorization ?? '', `Bearer ${secret}`)) return json(401, { error: 'Not allowed.' });
  const name = call.parameters.command ?? '';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return json(404, { error: `The running cunguan does not know the command "${name}".` });
  try {
    const asked = askedOf(call.body);
    return json(200, { value: await command(asked.args, asked.by) });
  } catch (error) {
    if (error instanceof OperatorError) return json(422, { error: error.message });
    log.error({ err: error, command: name }, 'a command failed');
    return json(500, { error: `The command failed (${call.requestId} in the log).` });
  }
}

function askedOf(body: Buffer): { readonly args: AdminArguments; readonly by: AdminCaller } {
  const said = objectOr(null, read(body));
  const args = objectOr(null, said?.arguments ?? {});
  if (!said || !args) throw new OperatorError('The arguments of a command are one JSON object.');
  const by = objectOr(null, said.by);
  return { args, by: { who: `${nameOf(by?.account)} on ${nameOf(by?.host)}`, reason: readReason(said.reason) } };
}

function read(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}', withoutNul);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    return null;
  }
}

function objectOr<T>(other: T, value: unknown): Readonly<Record<string, unknown>> | T {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : other;
}

function nameOf(value: unknown): string {
  const text = typeof value === 'string' ? value.replace(/\p{C}/gu, '').trim() : '';
  return [...text].slice(0, NAME_LIMIT).join('') || 'somebody';
}

/** A reason as it is kept; null for none. Throws a `OperatorError` for a text that is too long or is not one line. */
export function readReason(value: unknown): string | null {
  const reason = typeof value === 'string' ? value.trim() : '';
  if ([...reason].length <= REASON_LIMIT && !/\p{Cc}/u.test(reason)) return reason || null;
  throw new OperatorError(`A reason has at most ${REASON_LIMIT} characters, and no control characters.`, 2);
}

/** The database takes no NUL in any text. */
function withoutNul(key: string, value: unknown): unknown {
  if (!key.includes('\0') && !(typeof value === 'string' && value.includes('\0'))) return value;
  throw new OperatorError('An argument holds a NUL character, which no text may.');
}

/** Amounts and numbers of 64 bits are written as text. */
function json(status: number, value: unknown): Answer {
  const body = JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}
