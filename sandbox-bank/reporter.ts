/**
 * Tells the custodian what became of its orders, again and again until it acknowledges or the schedule is used up; a
 * query answers after that. Waiting is on the bank's clock, the time-out of a sending is real time.
 */
import type { Logger } from 'pino';
import type { Sql } from '../src/db/pool.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../src/kernel/time.ts';
import { type DueReport, dueReports, saveSending } from './books.store.ts';
import { type BankKeys, purposeBytes } from './signing.ts';

/** Waits after the first, second … sending that was not acknowledged. Then the report is given up. */
export const REPORT_WAITS: readonly number[] = [15 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];

/** The body, with status 200, that stops the repeating. */
const ACKNOWLEDGEMENT = 'RECEIVED';

const AT_A_TIME = 8;
const BATCH = 64;
/** An acknowledgement is a word; whoever answers with more is not read to the end. */
const ANSWER_LIMIT = 256;

export interface ReporterOptions {
  readonly sql: Sql;
  readonly keys: BankKeys;
  readonly notifyUrl: string;
  /** Real milliseconds given to one sending. */
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** When a report is sent again after `attempts` sendings without acknowledgement; null: never. Pure. */
export function nextSending(attempts: number, now: Instant): Instant | null {
  const wait = REPORT_WAITS[attempts - 1];
  return wait === undefined ? null : now + wait;
}

/** Sends what is due by `now`, some at a time, and answers how many were sent. */
export async function sendDueReports(options: ReporterOptions, now: Instant): Promise<number> {
  const due = await dueReports(options.sql, now, BATCH);
  const waiting = [...due];
  const worker = async (): Promise<void> => {
    for (let report = waiting.shift(); report; report = waiting.shift()) await tell(options, report, now);
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, due.length) }, worker));
  return due.length;
}

async function tell(options: ReporterOptions, report: DueReport, now: Instant): Promise<void> {
  const attempts = report.attempts + 1;
  const taken = await post(options, report);
  const owed = taken ? report.owed - 1 : report.owed;
  const nextAt = taken ? (owed > 0 ? now : null) : nextSending(attempts, now);
  await saveSending(options.sql, { messageId: report.messageId, owed, attempts, nextAt });
  options.log.info({ messageId: report.messageId, attempts, taken, nextAt }, 'report sent');
}

/** Sends a report once, signed; whether it was acknowledged. */
export async function post(options: ReporterOptions, report: Pick<DueReport, 'messageId' | 'body'>): Promise<boolean> {
  const signature = await options.keys.sign(purposeBytes('bank-report', report.body));
  try {
    const response = await fetch(options.notifyUrl, {
      method: 'POST',
      body: new URLSearchParams({ report: report.body, signature }),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const text = await readStart(response);
    return response.status === 200 && text.trim() === ACKNOWLEDGEMENT;
  } catch (error) {
    options.log.warn({ messageId: report.messageId, why: String(error) }, 'report not delivered');
    return false;
  }
}

async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > ANSWER_LIMIT) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
