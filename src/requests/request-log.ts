/**
 * The request log: what was asked of us and what we answered, kept for so many days. It promises that no call waits for
 * it: rows wait in memory, bounded in number and bytes, and one writer takes them to the database in batches, beside
 * the lanes. When they come faster than they can be written, or the database is away for long, what is too much is
 * dropped, counted and told; the books miss nothing by it, for the orders stand there.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { createAllowances } from '../kernel/allowances.ts';
import { errorFacts, type Log } from '../kernel/log.ts';
import type { Sql } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { DAY, MINUTE, SECOND } from '../kernel/time.ts';
import type { Exchanged } from '../wire/exchange.ts';
import type { Explain } from './explain.ts';
import { bodyDigest, type RequestRow, rowOf } from './row.ts';
import { RequestStore, type SealedRow } from './requests.store.ts';

export interface RequestLogLimits {
  /** Rows, and bytes of forms and answers, that wait to be written. */
  readonly rows: number;
  readonly bytes: number;
  /** Rows of one statement. */
  readonly batch: number;
  /** Real milliseconds that the first row of a batch waits for others, and after an error. */
  readonly delay: number;
  readonly rest: number;
}

/** A row costs some 0.05 core-milliseconds here (bench/README.md), half of it the seal; less in the database. */
const LIMITS: RequestLogLimits = { rows: 10_000, bytes: 32 * 1024 * 1024, batch: 200, delay: 250, rest: SECOND };
/** Rows sealed in one go: well under a millisecond. */
const SEALED_AT_ONCE = 20;
/** Callers whom no right signature vouches for: so many rows a second, all of them together. */
const STRANGERS = { perSecond: 10, burst: 1_000 };
/** Wrong signatures that are looked into: each costs some milliseconds. */
const EXPLAINED = { perSecond: 2, burst: 20 };
/** Rows forgotten in one statement, and how often it is looked whether there are any. */
const FORGOTTEN_AT_ONCE = 2_000;
const LOOK = MINUTE;
/** What is dropped is told at most so often. */
const TELLING = MINUTE;

export interface RequestLogOptions {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly log: Log;
  /** Real days that rows are kept; 0: none are. */
  readonly days: number;
  /** Why a signature was wrong, in a sandbox; null: nobody looks. */
  readonly explain: Explain | null;
  readonly limits?: Partial<RequestLogLimits>;
  /** Real time, an argument for tests. */
  readonly now?: () => number;
}

/** What became of rows since the start. */
export interface RequestLogFigures {
  readonly waiting: number;
  readonly written: number;
  readonly dropped: number;
}

export interface RequestLog {
  /** Takes a call that was answered; never throws, never waits. */
  keep(exchanged: Exchanged): void;
  /** Forgets what is old, in real time, though a sandbox's clock may have been moved: it is about disk. */
  readonly sweep: Sweep;
  figures(): RequestLogFigures;
  /** Writes what waits, and takes no more. */
  stop(): Promise<void>;
}

export function createRequestLog(options: RequestLogOptions): RequestLog {
  const writer = new Writer(options);
  return {
    keep: (exchanged) => writer.keep(exchanged),
    sweep: retention(options),
    figures: () => writer.figures(),
    stop: () => writer.stop(),
  };
}

/** A row, and the call itself where its signature is to be looked into. */
interface Waiting {
  readonly row: RequestRow;
  readonly digest: Promise<string | null>;
  readonly faulty: Exchanged | null;
  /** Bytes that it keeps in memory. */
  readonly size: number;
}

class Writer {
  private readonly options: RequestLogOptions;
  private readonly store: RequestStore;
  private readonly limits: RequestLogLimits;
  private readonly now: () => number;
  private readonly strangers = createAllowances(STRANGERS);
  private readonly explained = createAllowances(EXPLAINED);
  private waiting: Waiting[] = [];
  private bytes = 0;
  private written = 0;
  private dropped = 0;
  private told = { dropped: 0, at: Number.NEGATIVE_INFINITY };
  private timer: NodeJS.Timeout | null = null;
  private turn: Promise<void> | null = null;
  private stopped = false;

  constructor(options: RequestLogOptions) {
    this.options = options;
    this.store = new RequestStore(options.sql, options.sealer);
    this.limits = { ...LIMITS, ...options.limits };
    this.now = options.now ?? Date.now;
  }

  keep(exchanged: Exchanged): void {
    if (this.options.days === 0 || this.stopped) return;
    const welcome = exchanged.seen.platform !== null || this.strangers.take('');
    const row = rowOf(exchanged, this.now());
    const faulty = this.looksInto(exchanged) ? exchanged : null;
    const size = sizeOf(row) + (faulty ? row.bodySize : 0);
    const { rows, bytes, batch, delay } = this.limits;
    if (!welcome || this.waiting.length >= rows || this.bytes + size > bytes) {
      this.drop(1);
      return;
    }
    this.waiting.push({ row, digest: bodyDigest(exchanged.call, row), faulty, size });
    this.bytes += size;
    this.plan(this.waiting.length >= batch ? 0 : delay);
  }

  figures(): RequestLogFigures {
    return { waiting: this.waiting.length, written: this.written, dropped: this.dropped };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.turn;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.waiting.length > 0 && (await this.writeBatch()));
    if (this.waiting.length > 0) this.drop(this.waiting.length);
  }

  /** One turn is planned, or under way, at a time; a full batch need not wait for its time. */
  private plan(wait: number): void {
    if (this.turn || (this.timer && wait > 0)) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.begin(), wait).unref();
  }

  private begin(): void {
    this.timer = null;
    this.turn = this.writeBatch().then((wrote) => {
      this.turn = null;
      const { batch, delay, rest } = this.limits;
      if (this.waiting.length === 0 || this.stopped) return;
      this.plan(!wrote ? rest : this.waiting.length >= batch ? 0 : delay);
    });
  }

  /** Answers whether the database took it; otherwise it waits on, unless it would be refused again. */
  private async writeBatch(): Promise<boolean> {
    const batch = this.waiting.slice(0, this.limits.batch);
    try {
      await this.store.write(await this.sealed(batch));
      this.written += batch.length;
    } catch (error) {
      const facts = { rows: batch.length, ...errorFacts(error) };
      this.options.log.error(facts, 'rows of the request log were not written');
      // A value that the database refuses is refused for ever, and must not keep all others from being written.
      if (!/^2[23]/.test(facts.code ?? '')) return false;
      this.drop(batch.length);
    }
    this.waiting = this.waiting.slice(batch.length);
    this.bytes -= batch.reduce((sum, { size }) => sum + size, 0);
    return true;
  }

  private looksInto({ line: { result } }: Exchanged): boolean {
    if (!this.options.explain || (result !== 'SIGNATURE_WRONG' && result !== 'KEY_UNKNOWN')) return false;
    return this.explained.take('');
  }

  private async sealed(batch: readonly Waiting[]): Promise<readonly SealedRow[]> {
    const sealed: SealedRow[] = [];
    for (const [index, { row, digest, faulty }] of batch.entries()) {
      if (index > 0 && index % SEALED_AT_ONCE === 0) await turn();
      const fault = faulty && this.options.explain ? await this.options.explain(faulty) : null;
      sealed.push(this.store.seal(row, { fault: fault && JSON.stringify(fault), bodyDigest: await digest }));
    }
    return sealed;
  }

  private drop(rows: number): void {
    this.dropped += rows;
    const now = this.now();
    if (now - this.told.at < TELLING) return;
    const facts = { dropped: this.dropped - this.told.dropped, inAll: this.dropped };
    this.told = { dropped: this.dropped, at: now };
    this.options.log.warn(facts, 'rows of the request log were dropped: too many came, or the database was away');
  }
}

function sizeOf({ body, answer }: RequestRow): number {
  return body.length + (answer?.length ?? 0);
}

/** Rows older than what is kept, a bounded number at a time. */
function retention({ sql, sealer, days, now = Date.now }: RequestLogOptions): Sweep {
  const store = new RequestStore(sql, sealer);
  let next = 0;
  return {
    name: 'request-log',
    nextDue: async () => (now() >= next ? 0 : null),
    async run() {
      const forgotten = await store.forget(now() - days * DAY, FORGOTTEN_AT_ONCE);
      if (forgotten < FORGOTTEN_AT_ONCE) next = now() + LOOK;
      return forgotten;
    },
  };
}
