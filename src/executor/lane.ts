/**
 * The lane: all commands of one platform, one after another, many in one transaction (ADR 1). It takes what is
 * waiting, carries it as one batch (`batch.ts`), then wakes the callers. It promises: a caller that gets an answer
 * has it on disk; a failure harms only the command that caused it; a lone caller waits for nobody.
 */

import type { Reserved, Sql } from '../db/pool.ts';
import type { Clock } from '../kernel/time.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Semaphore } from './semaphore.ts';
import { carry, isTransient, type Remembered, type Settled, type Task } from './batch.ts';
import type { World } from './world.ts';

export type { Task } from './batch.ts';

export interface LaneOptions {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Shared by all lanes of the process. */
  readonly gate: Semaphore;
  /** Called after a commit for every world that was written. */
  readonly onCommit: (world: World) => void;
}

/** The lane is full: the caller is told to come back, nothing was begun. */
export class LaneFull extends Error {
  override readonly name = 'LaneFull';
}

/** Limits of a batch and of the queue; measured in bench/, see ADR 1. */
const BATCH_TASKS = 256;
const BATCH_WEIGHT = 20_000;
const QUEUE_LIMIT = 10_000;
/** Rows remembered from batch to batch; above this all are forgotten. Some 300 bytes each. */
const KEPT_ROWS = 100_000;
/** A lost connection is tried again this often; each try finds what an earlier one has committed. */
const ATTEMPTS = 5;
const ATTEMPT_PAUSE = 200;

interface Waiting {
  readonly task: Task<unknown>;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

export class Lane {
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  /** What the last batch knew, and the lane's version after it: true as long as nobody else has written (ADR 4). */
  private remembered: Remembered | null = null;
  private readonly platformId: number;
  private readonly options: LaneOptions;

  constructor(platformId: number, options: LaneOptions) {
    this.platformId = platformId;
    this.options = options;
  }

  /** Queues a command; answers after its transaction has been committed. */
  submit<A>(task: Task<A>): Promise<A> {
    if (this.queue.length >= QUEUE_LIMIT) return Promise.reject(new LaneFull('too many requests are waiting'));
    return new Promise<A>((resolve, reject) => {
      this.queue.push({ task, resolve: resolve as never, reject });
      this.running ??= this.drain();
    });
  }

  /** Settles when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const turn = this.options.gate.enter();
      if (turn !== null) await turn;
      const batch = this.takeBatch();
      try {
        const failed = await this.tryOnce(batch);
        if (failed) await this.again(batch, failed.error);
      } finally {
        this.options.gate.leave();
      }
    }
    this.running = null;
  }

  private takeBatch(): Waiting[] {
    let count = 0;
    let weight = 0;
    while (count < this.queue.length && count < BATCH_TASKS) {
      weight += (this.queue[count] as Waiting).task.weight;
      if (count > 0 && weight > BATCH_WEIGHT) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /**
   * A batch that failed. A lost connection is waited out and the batch tried again as it is, which finds what an
   * earlier try has committed; after any other failure each command runs alone, so that one poisonous command harms
   * nobody else.
   */
  private async again(batch: readonly Waiting[], cause: unknown): Promise<void> {
    let why = cause;
    for (let attempt = 1; isTransient(why) && attempt < ATTEMPTS; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_PAUSE * attempt));
      const failed = await this.tryOnce(batch);
      if (!failed) return;
      why = failed.error;
    }
    if (batch.length === 1 || isTransient(why)) {
      for (const waiting of batch) waiting.reject(why);
      return;
    }
    for (const waiting of batch) {
      const failed = await this.tryOnce([waiting]);
      if (failed) await this.again([waiting], failed.error);
    }
  }

  /** The batch over a connection of its own; what went wrong, or null. */
  private async tryOnce(batch: readonly Waiting[]): Promise<{ readonly error: unknown } | null> {
    let connection: Reserved | null = null;
    try {
      connection = await this.options.sql.reserve();
      await this.settle(connection, batch);
      return null;
    } catch (error) {
      return { error };
    } finally {
      connection?.release();
    }
  }

  /** Carries a batch and wakes its callers. Throws when nothing was committed for sure. */
  private async settle(connection: Reserved, batch: readonly Waiting[]): Promise<void> {
    const known = this.remembered;
    this.remembered = null;
    const tasks = batch.map(({ task }) => task);
    const { settled, world, version } = await carry(
      { ...this.options, connection, platformId: this.platformId },
      tasks,
      known,
    );
    this.options.onCommit(world);
    if (world.settle() <= KEPT_ROWS) this.remembered = { world, version };
    for (const [i, waiting] of batch.entries()) {
      const result = settled[i] as Settled;
      if ('error' in result) waiting.reject(result.error);
      else waiting.resolve(result.answer as never);
    }
  }
}
