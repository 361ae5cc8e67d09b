/**
 * The log of a running custodian: JSON lines in a file of the data folder. It never holds a secret or a person: rooms
 * mask what they write, and names that carry such things are struck out here as the last guard (rule G-19).
 */
import type { EventEmitter } from 'node:events';
import { copyFileSync, existsSync, renameSync, statSync, truncateSync } from 'node:fs';
import { basename } from 'node:path';
import pino, { type DestinationStream, type Logger } from 'pino';
import { isDatabaseError } from '../db/breach.ts';
import { errorFacts } from '../kernel/log.ts';

const STRUCK: ReadonlySet<string> = new Set([
  ...['password', 'passwordAgain', 'oldPassword', 'smsCode', 'realName', 'idNumber', 'idCardNo', 'mobile'],
  ...['cardNumber', 'bankcardNo', 'bankCardNo', 'reqData', 'respData', 'sign', 'signature'],
  ...['secret', 'token', 'authorization', 'cookie', 'databaseUrl'],
]);
/** Bytes after which a log is put aside, and how many of those are kept. */
const LIMIT = 50_000_000;
const KEPT = 5;
/** How often the logs of others are looked at. */
const LOOK = 10_000;

/** Opens the log, for its owner alone to read. Larger than `limit` bytes it is put aside as `.1`, that as `.2` … */
export function openLog(path: string, level: string, limit = LIMIT): Logger {
  let size = sizeOf(path);
  if (size > limit) {
    makeRoom(path);
    renameSync(path, `${path}.1`);
    size = 0;
  }
  const file = pino.destination({ dest: path, mkdir: true, mode: 0o600, sync: false });
  const log = build(file, level);
  // Emitted by sonic-boom, whose types do not tell.
  (file as unknown as EventEmitter).on('write', (bytes: number) => {
    size += bytes;
    if (size <= limit) return;
    size = 0;
    try {
      makeRoom(path);
      renameSync(path, `${path}.1`);
      file.reopen();
    } catch (error) {
      log.warn({ err: error }, 'the log could not be put aside and grows on');
    }
  });
  return log;
}

/**
 * Looks after logs that others write, by a handle that they keep: such a log is copied and emptied. Answers what ends
 * the looking.
 */
export function keepLogs(paths: readonly string[], limit: number, log: Logger): () => void {
  const timer = setInterval(() => trimLogs(paths, limit, log), LOOK).unref();
  return () => clearInterval(timer);
}

/** One look. */
export function trimLogs(paths: readonly string[], limit: number, log: Logger): void {
  for (const path of paths) {
    if (sizeOf(path) <= limit) continue;
    try {
      makeRoom(path);
      copyFileSync(path, `${path}.1`);
      truncateSync(path);
    } catch (error) {
      log.warn({ err: error, file: basename(path) }, 'a log could not be put aside and grows on');
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Moves the logs that were put aside by one; the oldest is gone. */
function makeRoom(path: string): void {
  for (let number = KEPT - 1; number > 0; number -= 1) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
}

function build(file: DestinationStream, level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (facts) => strike(facts, 2) },
      serializers: { err: describeError, error: describeError },
    },
    file,
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
