/**
 * The log of a running custodian: JSON lines in a file of the data folder. It never holds a secret or a person: rooms
 * mask what they write, and names that carry such things are struck out here as the last guard (rule G-19).
 */
import { renameSync, statSync } from 'node:fs';
import pino, { type Logger } from 'pino';
import { isDatabaseError } from '../db/breach.ts';
import { errorFacts } from '../kernel/log.ts';

const STRUCK: ReadonlySet<string> = new Set([
  ...['password', 'passwordAgain', 'oldPassword', 'smsCode', 'realName', 'idNumber', 'idCardNo', 'mobile'],
  ...['cardNumber', 'bankcardNo', 'bankCardNo', 'reqData', 'respData', 'sign', 'signature'],
  ...['secret', 'token', 'authorization', 'cookie', 'databaseUrl'],
]);
/** At a start a log larger than this is put aside as `.1`. */
const LIMIT = 50_000_000;

/** Opens the log, for its owner alone to read. */
export function openLog(path: string, level: string): Logger {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LIMIT) renameSync(path, `${path}.1`);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (facts) => strike(facts, 2) },
      serializers: { err: describeError, error: describeError },
    },
    pino.destination({ dest: path, mkdir: true, mode: 0o600, sync: false }),
  );
}

/**
 * Strikes out what goes by a name of the list, as deep as `depth` objects. By hand: pino's own redaction took 6 % of
 * a busy custodian, this copies only what it must.
 */
function strike(facts: Record<string, unknown>, depth: number): Record<string, unknown> {
  let struck = facts;
  for (const name in facts) {
    const value = facts[name];
    const said = STRUCK.has(name) ? '***' : isPlain(value) && depth > 1 ? strike(value, depth - 1) : value;
    if (said === value) continue;
    if (struck === facts) struck = { ...facts };
    struck[name] = said;
  }
  return struck;
}

/** Errors and the like have serializers of their own. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * An error as the log tells it. Messages may quote what could not be digested and are left out, save those that only
 * name code of ours and the head of what the database says, which names a table or a constraint.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isOurs = error instanceof TypeError || error instanceof ReferenceError;
  const told = isOurs ? error.message : isDatabaseError(error) ? error.message.split(':')[0] : undefined;
  return { ...errorFacts(error), ...(told === undefined ? {} : { message: told }) };
}
