/**
 * The log of a running custodian: JSON lines in a file of the data folder. It never holds a secret or a person: rooms
 * mask what they write, and names that carry such things are struck out here as the last guard (rule G-19).
 */
import { renameSync, statSync } from 'node:fs';
import pino, { type Logger } from 'pino';

const STRUCK = [
  'password',
  'passwordAgain',
  'oldPassword',
  'smsCode',
  'realName',
  'idNumber',
  'idCardNo',
  'cardNumber',
  'bankcardNo',
  'bankCardNo',
  'mobile',
  'reqData',
  'respData',
  'secret',
  'token',
  'authorization',
  'cookie',
  'databaseUrl',
];
/** At a start a log larger than this is put aside as `.1`. */
const LIMIT = 50_000_000;

/** Opens the log. Errors of the database are written without the statement and its parameters. */
export function openLog(path: string, level: string): Logger {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LIMIT) renameSync(path, `${path}.1`);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: STRUCK.flatMap((name) => [name, `*.${name}`]), censor: '***' },
      serializers: { err: describeError },
    },
    pino.destination({ dest: path, mkdir: true, mode: 0o600, sync: false }),
  );
}

/** Name, message, code and place. What the database says after a colon, its `detail`,
 * `query` and `parameters` carry people's data and stay out; so does the stack, whose first lines repeat the message. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  const constraint = 'constraint_name' in error ? { constraint: error.constraint_name } : {};
  const message = error.name === 'PostgresError' ? (error.message.split(':')[0] ?? '') : error.message;
  return { type: error.name, message, ...code, ...constraint, stack: stackOf(error) };
}

function stackOf(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
