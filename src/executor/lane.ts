/**
 * The lane: all commands of one platform, one after another, many in one transaction (ADR 1). It takes what is
 * waiting, carries it as one batch (`batch.ts`), then wakes the callers. It promises: a caller that gets an answer
 * has it on disk; a failure harms only the command that caused it; a lone caller waits for nobody; and while it waits
 * for its row, which another node or a person at a terminal may hold, it holds nothing that other lanes need.
 */

import { breachOf } from '../db/breach.ts';
import { KEYED_PLANS, type Reserved, type Sql } from '../db/pool.ts';
import {
  carry,
  isRowHeld,
  isTimedOut,
  isTransient,
  type Remembered,
  type Settled,
  type Surroundings,
  type Task,
} from './batch.ts';
import type { KeptRows } from './kept-rows.ts';
import type { Semaphore } from './semaphore.ts';
import type { World } from './world.ts';

export type { Task } from './batch.ts';

export interface LaneOptions extends Surroundings {
  readonly sql: Sql;
  /** Batches under way at once, of all lanes of the process. */
  readonly batches: Semaphore;
  /** Lanes that wait for their row at once, each with a connection of its own. */
  readonly rowWaits: Semaphore;
  /** Connections that the lanes of the process have opened so far. */
  readonly opened: { count: number };
  /** What the lanes of the process may remember together. */
  readonly kept: KeptRows;
  readonly limits?: Partial<LaneLimits>;
  /** Called after a commit for every world that was written. */
  readonly onCommit: (world: World) => void;
}

/** The lane is full: the caller is told to come back, nothing was begun. */
export class LaneFull extends Error {
  override readonly name: string = 'LaneFull';
}

/** The lane's row stayed locked by others: nothing was begun, the caller is told to come back. */
export class LaneHeld extends LaneFull {
  override readonly name = 'LaneHeld';
}

/** Limits of a batch, of the queue and of patience; measured in bench/, see ADR 1. Times are real milliseconds. */
export interface LaneLimits {
  readonly batchTasks: number;
  readonly batchWeight: number;
  readonly queue: number;
  /** Rows remembered from batch to batch by all lanes of a process together. Some 300 bytes each. */
  readonly keptRows: number;
  /** A lost connection is tried again this often; each try finds what an earlier one has committed. */
  readonly attempts: number;
  /** Grows with each attempt. */
  readonly attemptPause: number;
  /** How long a lane waits for its row at a time, and in all. */
  readonly rowWait: number;
  readonly rowPatience: number;
}

export const LIMITS: LaneLimits = {
  ...{ batchTasks: 256, batchWeight: 20_000, queue: 10_000, keptRows: 400_000 },
  ...{ attempts: 5, attemptPause: 200, rowWait: 1_000, rowPatience: 15_000 },
};

/**
 * What the pool of the lanes is opened with: a batch that finds its row locked gives its place up after a moment, since
 * a place is shared with lanes that have nothing to do with it.
 */
export const LANE_SETTINGS = { ...KEYED_PLANS, lock_timeout: '50ms' } as const;

interface Failure {
  readonly error: unknown;
  /** Something was remembered, which may have been to blame. */
  readonly believed: boolean;
}

interface Waiting {
  readonly task: Task<unknown>;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
  /** When it came; real milliseconds that never go back. */
  readonly since: number;
}

export class Lane {
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  /** What the last batch knew, and the lane's stamp after it: true as long as nobody else has written (ADR 4). */
  private remembered: Remembered | null = null;
  /** Connections that lanes had opened then. */
  private rememberedAt = 0;
  private readonly platformId: number;
  private readonly options: LaneOptions;
  private readonly limits: LaneLimits;

  constructor(platformId: number, options: LaneOptions) {
    this.platformId = platformId;
    this.options = options;
    this.limits = { ...LIMITS, ...options.limits };
  }

  /** Queues a command; answers after its transaction has been committed. */
  submit<A>(task: Task<A>): Promise<A> {
    if (this.queue.length >= this.limits.queue) return Promise.reject(new LaneFull('too many requests are waiting'));
    return new Promise<A>((resolve, reject) => {
      this.queue.push({ task, resolve: resolve as never, reject, since: performance.now() });
      this.running ??= this.drain();
    });
  }

  /** How many commands wait, and for how long the first of them has; those of the batch under way do not. */
  load(): { readonly waiting: number; readonly longest: number } {
    const [first] = this.queue;
    return { waiting: this.queue.length, longest: first ? performance.now() - first.since : 0 };
  }

  /** Gives its memory back; what it needs is read again. */
  forget(): void {
    this.remembered = null;
  }

  /** Settles when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      let batch: readonly Waiting[] = [];
      const failed = await this.inPlace(() => {
        batch = this.takeBatch();
        return this.tryOnce(batch);
      });
      if (failed) await this.again(batch, failed);
    }
    this.running = null;
  }

  /** Works while it has one of the places that all lanes share; nobody waits for anything else in it. */
  private async inPlace<T>(work: () => Promise<T>): Promise<T> {
    const { batches } = this.options;
    const turn = batches.enter();
    if (turn !== null) await turn;
    try {
      return await work();
    } finally {
      batches.leave();
    }
  }

  private takeBatch(): Waiting[] {
    const { batchTasks, batchWeight } = this.limits;
    let count = 0;
    let weight = 0;
    while (count < this.queue.length && count < batchTasks) {
      weight += (this.queue[count] as Waiting).task.weight;
      if (count > 0 && weight > batchWeight) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /**
   * A batch that failed. A row that is held, or a lost connection, is waited out and the batch tried again as it is,
   * which finds what an earlier try has committed; a number that was not new after all is tried once with nothing
   * believed. A time-out is the batch's. After any other failure each command runs alone, so that one poisonous command
   * harms nobody else.
   */
  private async again(batch: readonly Waiting[], cause: Failure): Promise<void> {
    const { attempts, attemptPause } = this.limits;
    let { error: why } = cause;
    // Once a connection was lost nobody knows whether the batch was committed: it is not said to be refused (G-11).
    let unknown = isTransient(why) ? why : null;
    for (let attempt = 1, last = cause; attempt < attempts && mayPass(last); attempt += 1) {
      if (isTransient(why)) await new Promise((resolve) => setTimeout(resolve, attemptPause * attempt));
      const failed = isRowHeld(why) ? await this.tryHeld(batch) : await this.inPlace(() => this.tryOnce(batch));
      if (!failed) return;
      last = failed;
      why = failed.error;
      if (isTransient(why)) unknown ??= why;
    }
    // Who has queued up behind a row that is held would only wait as long again, each batch anew.
    const behind = why instanceof LaneHeld ? this.queue.splice(0) : [];
    if (batch.length === 1 || isTransient(why) || isRowHeld(why) || isTimedOut(why) || why instanceof LaneHeld) {
      for (const waiting of batch) waiting.reject(unknown ?? why);
      for (const waiting of behind) waiting.reject(why);
      return;
    }
    for (const waiting of batch) {
      const failed = await this.inPlace(() => this.tryOnce([waiting]));
      if (failed) await this.again([waiting], failed);
    }
  }

  /** The batch over a connection of its own; what went wrong, or null. */
  private async tryOnce(batch: readonly Waiting[]): Promise<Failure | null> {
    let connection: Reserved | null = null;
    const believed = this.remembered !== null;
    try {
      connection = await this.options.sql.reserve();
      await this.settle(connection, batch, false);
      return null;
    } catch (error) {
      return { error, believed };
    } finally {
      connection?.release();
    }
  }

  /** The same when the row is held: waited for without a place, and kept once it is had, so that nodes take turns. */
  private async tryHeld(batch: readonly Waiting[]): Promise<Failure | null> {
    const { rowWaits } = this.options;
    const believed = this.remembered !== null;
    const { rowPatience } = this.limits;
    for (const since = performance.now(); performance.now() - since < rowPatience; ) {
      // Kept until the batch has settled: so many connections at most are in the hands of lanes that wait for a place.
      const turn = rowWaits.enter();
      if (turn !== null) await turn;
      let connection: Reserved | null = null;
      try {
        connection = await this.options.sql.reserve();
        if (!(await this.lockRow(connection))) continue;
        const locked = connection;
        await this.inPlace(() => this.settle(locked, batch, true));
        return null;
      } catch (error) {
        return { error, believed };
      } finally {
        connection?.release();
        rowWaits.leave();
      }
    }
    return { error: new LaneHeld(`the lane of platform ${this.platformId} is held by others`), believed };
  }

  /** Begins a transaction that has the lane's row; false, and none, when it stayed locked for a while. */
  private async lockRow(connection: Reserved): Promise<boolean> {
    try {
      await connection.unsafe(`begin; set local lock_timeout = ${this.limits.rowWait}`);
      await connection.unsafe('select 1 from lanes where platform_id = $1 for update', [this.platformId]);
      return true;
    } catch (error) {
      if (!isRowHeld(error)) throw error;
      await connection.unsafe('rollback');
      return false;
    }
  }

  /** Carries a batch and wakes its callers. Throws when nothing was committed for sure. */
  private async settle(connection: Reserved, batch: readonly Waiting[], locked: boolean): Promise<void> {
    // After a new connection nothing is believed: the database behind it may be another one, or the same put back.
    const { opened } = this.options;
    if (connection.fresh) opened.count += 1;
    const known = this.rememberedAt === opened.count ? this.remembered : null;
    this.remembered = null;
    const tasks = batch.map(({ task }) => task);
    const ground = { ...this.options, connection, platformId: this.platformId };
    const { settled, world, stamp, shared } = await carry(ground, tasks, known, locked);
    this.options.onCommit(world);
    this.remembered = { world, stamp, shared };
    this.rememberedAt = opened.count;
    this.options.kept.holds(this, world.settle());
    for (const [i, waiting] of batch.entries()) {
      const result = settled[i] as Settled;
      if ('error' in result) waiting.reject(result.error);
      else waiting.resolve(result.answer as never);
    }
  }
}

/** Whether the same batch may pass when it is tried again. */
function mayPass({ error, believed }: Failure): boolean {
  return isTransient(error) || isRowHeld(error) || (believed && breachOf(error)?.kind === 'UNIQUE');
}
