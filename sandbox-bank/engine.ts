/**
 * What the bank does by itself: ends payouts, closes expired orders, sends reports, forgets messages. One round at a
 * time, in the order of what is due; woken by whatever makes something due, and driven by the custodian when it moves
 * the clock.
 * Promise: when `follow` answers, everything due until then has been done and told, on the way and in its order.
 */
import type { Logger } from 'pino';
import type { Sql, Transaction } from '../src/db/pool.ts';
import type { Sealer } from '../src/kernel/seal.ts';
import type { Instant } from '../src/kernel/time.ts';
import { addMovements, addReports, type Movement, nextDue } from './books.store.ts';
import { payoutFate } from './cards.ts';
import type { BankClock } from './clock.ts';
import { forgetMessages } from './messages.store.ts';
import { newBankRef, type Payin, type Payout, reportJson } from './orders.ts';
import { closeExpired } from './payins.store.ts';
import { endPayouts, lockDuePayouts } from './payouts.store.ts';
import { type ReporterOptions, sendDueReports } from './reporter.ts';
import { REASONS } from './texts.ts';

export interface Engine {
  /** Something may be due: look, soon. */
  wake(): void;
  /** Moves the clock to `target` (never back) and does what is due until then. */
  follow(target: Instant): Promise<Followed>;
  /** Stops looking and waits for the round under way. */
  stop(): Promise<void>;
}

/** What following came to: how many orders were decided and reports sent, and when the next thing is due. */
export interface Followed {
  readonly done: number;
  readonly nextDue: Instant | null;
}

const BATCH = 200;
/** Real time: how long to wait before looking again, at least, at most, and after a failure. */
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 30_000;
const AFTER_FAILURE_MS = 1_000;

export interface EngineOptions {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly clock: BankClock;
  readonly reporter: ReporterOptions;
  readonly log: Logger;
}

export function createEngine(options: EngineOptions): Engine {
  const { sql, clock, log } = options;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let queued = false;
  let stopped = false;

  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, Math.max(SHORTEST_WAIT_MS, Math.min(ms, LONGEST_WAIT_MS)));
  };
  const look = async (): Promise<void> => {
    queued = false;
    if (stopped) return;
    try {
      await settle(options, () => stopped);
      const next = await nextDue(sql);
      later(next === null ? LONGEST_WAIT_MS : next - clock.now());
    } catch (error) {
      log.error({ err: error }, 'a round failed and is tried again');
      later(AFTER_FAILURE_MS);
    }
  };
  function wake(): void {
    if (queued || stopped) return;
    queued = true;
    void exclusive(look);
  }

  return {
    wake,
    follow: (target) => exclusive(() => walk(options, target)).finally(() => wake()),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

/** Walks the clock from one due instant to the next. It ends: orders are decided once, reports sent seven times. */
async function walk(options: EngineOptions, target: Instant): Promise<Followed> {
  const { clock, sql } = options;
  let done = 0;
  for (;;) {
    done += await settle(options, () => false);
    const next = await nextDue(sql);
    if (next !== null && next <= Math.max(target, clock.now())) {
      await clock.moveTo(next);
      continue;
    }
    if (clock.now() >= target) return { done, nextDue: next };
    await clock.moveTo(target);
  }
}

/** Rounds until nothing is due any more; answers how much was done. */
async function settle(options: EngineOptions, stopped: () => boolean): Promise<number> {
  const { sql, sealer, clock } = options;
  // Nothing waits for it: what is too old is not shown either, so that it is no stop on the clock's way.
  await forgetMessages(sql, clock.now());
  let done = 0;
  for (;;) {
    const now = clock.now();
    const decided = await sql.begin(async (tx) => {
      const closed = await closeExpired(tx, sealer, now, REASONS.expired, BATCH);
      await record(tx, closed, now);
      return closed.length + (await decidePayouts(tx, sealer, now));
    });
    const sent = await sendDueReports(options.reporter, now);
    done += decided + sent;
    if (decided + sent === 0 || stopped()) return done;
  }
}

async function decidePayouts(tx: Transaction, sealer: Sealer, now: Instant): Promise<number> {
  const due = await lockDuePayouts(tx, sealer, now, BATCH);
  if (due.length === 0) return 0;
  const ends = due.map((payout) => {
    const { state, reason } = payoutFate(payout.cardNumber);
    const bankRef = state === 'CLOSED' ? null : newBankRef(now);
    return { bankOrderNo: payout.bankOrderNo, state, reason, bankRef };
  });
  const ended = await endPayouts(tx, sealer, ends, now);
  await record(tx, ended, now);
  return ended.length;
}

/** What follows from a decision, in the same transaction: lines in the book and a report owed. */
export async function record(tx: Transaction, orders: readonly (Payin | Payout)[], now: Instant): Promise<void> {
  await addMovements(tx, orders.flatMap(movementsFor));
  const reports = orders.map((order) => ({
    ...reportJson(order),
    bankOrderNo: order.bankOrderNo,
    owed: order.kind === 'PAYOUT' ? payoutFate(order.cardNumber).tellings : 1,
  }));
  await addReports(tx, reports, now);
}

/** A payout that came back left the account first: both lines stand in the book. */
function movementsFor(order: Payin | Payout): readonly Movement[] {
  const { bankOrderNo, amount, bankRef, decidedAt } = order;
  if (bankRef === null || decidedAt === null) return [];
  const line: Movement = { kind: order.kind, bankOrderNo, amount, at: decidedAt, bankRef };
  return order.state === 'RETURNED' ? [line, { ...line, kind: 'PAYOUT_RETURN' }] : [line];
}
