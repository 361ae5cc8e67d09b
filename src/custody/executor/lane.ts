/**
 * The lane: all commands of one platform, one after another, many in one transaction (ADR 1). It takes what is
 * waiting, locks the platform's lane row, loads, decides in memory, writes sets and commits, then wakes the
 * callers. It promises: a caller that gets an answer has it on disk; a failure harms only the command that caused
 * it; a lone caller waits for nobody (two round trips and a commit).
 */

import { isConnectionLost } from '../../db/breach.ts';
import type { Reserved, Sql } from '../../db/pool.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Statement } from './statements.ts';
import { Missing, type Want, World } from './world.ts';

/** One command on its way through the lane. */
export interface Task<A> {
  /** How many rows it may touch, roughly: keeps a batch within bounds. */
  readonly weight: number;
  /** Asks for the rows it will look at; called again after each wave, so that it can follow what came. */
  needs(want: Want): void;
  /** Decides. Pure over the world; may throw `Missing`. Its answer counts only after the commit. */
  run(world: World): A;
}

export interface LaneOptions {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly clock: Clock;
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
const WAVES = 12;
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

type Settled = { readonly answer: unknown } | { readonly error: unknown };

export class Lane {
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  /** What the last batch knew, and the lane's version after it: true as long as nobody else has written (ADR 1). */
  private remembered: { readonly world: World; readonly version: bigint } | null = null;
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
    let connection: Reserved | null = null;
    try {
      while (this.queue.length > 0) {
        const batch = this.takeBatch();
        try {
          connection ??= await this.options.sql.reserve();
          await this.settle(connection, batch);
        } catch (error) {
          connection?.release();
          connection = null;
          await this.again(batch, error);
        }
      }
    } finally {
      connection?.release();
      this.running = null;
      if (this.queue.length > 0) this.running = this.drain();
    }
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
   * A batch that failed. A lost connection is waited out and the batch tried again as it is, which finds what an earlier try has
   * committed; after any other failure each command runs alone, so that one poisonous command harms nobody else.
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

  /** One transaction for the batch; callers are woken after the commit. Throws when nothing was committed for sure. */
  private async settle(connection: Reserved, batch: readonly Waiting[]): Promise<void> {
    const known = this.remembered;
    this.remembered = null;
    let world = known?.world ?? this.emptyWorld();
    let settled: readonly Settled[];
    let version: bigint;
    try {
      version = await this.begin(connection, world, batch);
      if (known && known.version !== version) {
        world = await this.startAfresh(connection, batch, world);
      }
      settled = await this.decideAll(connection, world, batch);
      if (await commit(connection, world)) version += 1n;
    } catch (error) {
      await rollback(connection);
      throw error;
    }
    this.options.onCommit(world);
    if (world.settle() <= KEPT_ROWS) this.remembered = { world, version };
    for (const [i, waiting] of batch.entries()) {
      const result = settled[i] as Settled;
      if ('error' in result) waiting.reject(result.error);
      else waiting.resolve(result.answer as never);
    }
  }

  private emptyWorld(): World {
    return new World(this.platformId, this.options.sealer);
  }

  /** Another node has written since: what was remembered is forgotten. The lane stays locked. */
  private async startAfresh(connection: Reserved, batch: readonly Waiting[], stale: World): Promise<World> {
    const world = this.emptyWorld();
    world.lane = stale.lane;
    world.at = stale.at;
    await this.loadNeeds(connection, world, batch);
    return world;
  }

  /** Begins, locks the lane and loads the first wave, in one round trip. Answers the lane's version. */
  private async begin(connection: Reserved, world: World, batch: readonly Waiting[]): Promise<bigint> {
    for (const { task } of batch) task.needs(world);
    const wave = world.takeWants();
    const [, lane, ...rows] = await Promise.all([
      send(connection, BEGIN),
      send(connection, {
        text: 'select last_entry_no, last_no, last_at, version from lanes where platform_id = $1 for update',
        parameters: [this.platformId],
      }),
      ...wave.map((part) => send(connection, part.statement)),
    ]);
    const [counters] = lane as unknown as [bigint, bigint, Date, bigint][];
    if (!counters) throw new Error(`platform ${this.platformId} has no lane`);
    world.lane = { lastEntryNo: counters[0], lastNo: counters[1], lastAt: counters[2].getTime() };
    world.at = Math.max(this.options.clock.now(), world.lane.lastAt);
    world.lane.lastAt = world.at;
    for (const [i, part] of wave.entries()) part.take(rows[i] as never);
    await this.loadNeeds(connection, world, batch);
    return counters[3];
  }

  /** Loads what the commands ask for, wave after wave, until they ask for nothing more. */
  private async loadNeeds(connection: Reserved, world: World, batch: readonly Waiting[]): Promise<void> {
    for (let i = 0; i < WAVES; i += 1) {
      for (const { task } of batch) task.needs(world);
      if (!world.wants) return;
      await load(connection, world);
    }
  }

  private async decideAll(connection: Reserved, world: World, batch: readonly Waiting[]): Promise<readonly Settled[]> {
    const settled: (Settled | null)[] = batch.map(() => null);
    for (let i = 0; i < WAVES * 4; i += 1) {
      let open = 0;
      for (const [place, { task }] of batch.entries()) {
        if (settled[place]) continue;
        settled[place] = decide(world, task);
        if (!settled[place]) open += 1;
      }
      if (open === 0) return settled as Settled[];
      await load(connection, world);
    }
    throw new Error('a command asks for ever more rows');
  }
}

/** Runs one command; null when it needs rows that are not there yet. What it threw otherwise is its own failure. */
function decide(world: World, task: Task<unknown>): Settled | null {
  const mark = world.mark();
  try {
    return { answer: task.run(world) };
  } catch (error) {
    world.undo(mark);
    return error instanceof Missing ? null : { error };
  }
}

async function load(connection: Reserved, world: World): Promise<void> {
  const wave = world.takeWants();
  const rows = await Promise.all(wave.map((part) => send(connection, part.statement)));
  for (const [i, part] of wave.entries()) part.take(rows[i] as never);
}

/**
 * Writes everything and commits, in one round trip. False: the batch changed nothing and only ended its transaction.
 */
async function commit(connection: Reserved, world: World): Promise<boolean> {
  const writes = world.writes();
  await Promise.all([...(writes ? [send(connection, writes)] : []), send(connection, COMMIT)]);
  return writes !== null;
}

async function rollback(connection: Reserved): Promise<void> {
  try {
    await send(connection, ROLLBACK);
  } catch {
    // The connection is gone, and the transaction with it; the error that led here is the one that is reported.
  }
}

const BEGIN: Statement = { text: 'begin', parameters: [] };
const COMMIT: Statement = { text: 'commit', parameters: [] };
const ROLLBACK: Statement = { text: 'rollback', parameters: [] };

/** Sends at once; what is sent before an answer came travels in the same round trip. */
function send(connection: Reserved, { text, parameters }: Statement): Promise<unknown> {
  return connection.unsafe(text, parameters).values();
}

/** The connection is gone, or the server says itself to try again: rollbacks, exhausted resources, lock time-outs. */
function isTransient(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code ?? '');
  return isConnectionLost(error) || /^(40|53|55P03)/.test(code);
}
