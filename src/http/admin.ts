/**
 * The door for the person at the machine: a listener of its own on the loopback address, any free port, opened only by
 * the secret in `admin.json` of the data folder (mode 0600). Commands are a registry that `main` fills; each takes and
 * answers JSON. A `OperatorError` it throws is told to the caller, anything else is logged and told as a fault.
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
export type AdminCommand = (args: AdminArguments) => Promise<unknown>;
/** By name: `platform.create`, `clock.advance`, `ledger.verify` … */
export type AdminCommands = Readonly<Record<string, AdminCommand>>;

/** What `admin.json` holds. */
export interface AdminAddress {
  readonly port: number;
  readonly secret: string;
}

/** Name of the file in the data folder. */
export const ADMIN_FILE = 'admin.json';

/** A command may carry a file or two of text. */
const BODY_LIMIT = 1024 * 1024;

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
    return json(200, { value: await command(argumentsOf(call.body)) });
  } catch (error) {
    if (error instanceof OperatorError) return json(422, { error: error.message });
    log.error({ err: error, command: name }, 'a command failed');
    return json(500, { error: `The command failed (${call.requestId} in the log).` });
  }
}

function argumentsOf(body: Buffer): AdminArguments {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}', withoutNul);
    if (typeof value === 'object' && value !== null) return value as AdminArguments;
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    // Told below, together with JSON that is no object.
  }
  throw new OperatorError('The arguments of a command are one JSON object.');
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
