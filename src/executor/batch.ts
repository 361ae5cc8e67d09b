/**
 * One batch of commands in one transaction, by one of two roads (ADR 4).
 *
 * The short one: when everything the commands look at is remembered and only their request numbers are new, the batch
 * is decided at once and written by one statement, which holds only if the lane's version is still the remembered
 * one: one round trip, no lock held while we think. The long one: lock the lane row, load in waves, decide, write,
 * commit.
 *
 * Promises: decided on what was true, or not written; what was answered is on disk.
 */
import { isConnectionLost, isPlanStale } from '../db/breach.ts';
import type { Reserved } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
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

/** What became of a command: its answer, or what it threw. */
export type Settled = { readonly answer: unknown } | { readonly error: unknown };

/** What a batch knew, and the lane's version after it: true as long as nobody else has written. */
export interface Remembered {
  readonly world: World;
  readonly version: bigint;
}

export interface Carried extends Remembered {
  readonly settled: readonly Settled[];
}

export interface Ground {
  readonly connection: Reserved;
  readonly platformId: number;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** Waves of loading before the decisions, and while they still find something missing. */
const WAVES = 12;
const LATE_WAVES = 48;

/** Carries a batch. Throws when nothing was committed for sure. */
export async function carry(
  ground: Ground,
  tasks: readonly Task<unknown>[],
  known: Remembered | null,
): Promise<Carried> {
  const short = known ? await carryRemembered(ground, tasks, known) : 'STALE';
  if (typeof short !== 'string') return short;
  return carryLocked(ground, tasks, short === 'UNFIT' ? known : null);
}

/**
 * The short road. UNFIT: something has to be loaded, nothing was tried. STALE: what was remembered is not true any
 * more.
 */
async function carryRemembered(
  { connection, clock }: Ground,
  tasks: readonly Task<unknown>[],
  { world, version }: Remembered,
): Promise<Carried | 'UNFIT' | 'STALE'> {
  const mark = world.mark();
  for (const task of tasks) task.needs(world);
  if (!world.presumeNew()) return 'UNFIT';
  setTime(world, clock);
  const settled = decideEach(world, tasks);
  const ready = settled.every((each) => each !== null) && world.presumptionsProved;
  const write = ready ? world.writes(version) : null;
  if (!write) {
    world.undo(mark);
    world.presumeNothing();
    return 'UNFIT';
  }
  try {
    const rows = (await send(connection, write)) as readonly unknown[];
    return rows.length > 0 ? { settled: settled as Settled[], world, version: version + 1n } : 'STALE';
  } catch (error) {
    // A number that was not new after all breaks the primary key; the long road finds out which, and why.
    if (isTransient(error)) throw error;
    return 'STALE';
  }
}

/** The long road. */
async function carryLocked(
  ground: Ground,
  tasks: readonly Task<unknown>[],
  known: Remembered | null,
): Promise<Carried> {
  const { connection } = ground;
  try {
    let world = known?.world ?? new World(ground.platformId, ground.sealer);
    let version = await begin(ground, world, tasks);
    if (known && known.version !== version) world = await startAfresh(ground, tasks, world);
    const settled = await decideAll(connection, world, tasks);
    if (await commit(connection, world, version)) version += 1n;
    return { settled, world, version };
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

/** Begins, locks the lane and loads the first wave, in one round trip. Answers the lane's version. */
async function begin(ground: Ground, world: World, tasks: readonly Task<unknown>[]): Promise<bigint> {
  const { connection, platformId, clock } = ground;
  // The short road may have asked already.
  if (!world.wants) for (const task of tasks) task.needs(world);
  const wave = world.takeWants();
  const [, lane, ...rows] = await Promise.all([
    send(connection, BEGIN),
    send(connection, {
      text: 'select last_entry_no, last_no, last_at, version from lanes where platform_id = $1 for update',
      parameters: [platformId],
    }),
    ...wave.map((part) => send(connection, part.statement)),
  ]);
  const [counters] = lane as unknown as [bigint, bigint, Date, bigint][];
  if (!counters) throw new Error(`platform ${platformId} has no lane`);
  world.lane = { lastEntryNo: counters[0], lastNo: counters[1], lastAt: counters[2].getTime() };
  setTime(world, clock);
  for (const [i, part] of wave.entries()) part.take(rows[i] as never);
  await loadNeeds(connection, world, tasks);
  return counters[3];
}

/** The moment of the batch: never before the lane's last entry. */
function setTime(world: World, clock: Clock): void {
  world.at = Math.max(clock.now(), world.lane.lastAt);
  world.lane.lastAt = world.at;
}

/** Another node has written since: what was remembered is forgotten. The lane stays locked. */
async function startAfresh(ground: Ground, tasks: readonly Task<unknown>[], stale: World): Promise<World> {
  const world = new World(ground.platformId, ground.sealer);
  world.lane = stale.lane;
  world.at = stale.at;
  await loadNeeds(ground.connection, world, tasks);
  return world;
}

/** Loads what the commands ask for, wave after wave, until they ask for nothing more. */
async function loadNeeds(connection: Reserved, world: World, tasks: readonly Task<unknown>[]): Promise<void> {
  for (let i = 0; i < WAVES; i += 1) {
    for (const task of tasks) task.needs(world);
    if (!world.wants) return;
    await load(connection, world);
  }
}

async function decideAll(
  connection: Reserved,
  world: World,
  tasks: readonly Task<unknown>[],
): Promise<readonly Settled[]> {
  const settled: (Settled | null)[] = tasks.map(() => null);
  for (let i = 0; i < LATE_WAVES; i += 1) {
    for (const [place, each] of decideEach(world, tasks, settled).entries()) settled[place] = each;
    if (settled.every((each) => each !== null)) return settled as Settled[];
    await load(connection, world);
  }
  throw new Error('a command asks for ever more rows');
}

/**
 * Decides what is not settled yet, in turn; null stays where rows are missing. What a command threw is its own
 * failure.
 */
function decideEach(
  world: World,
  tasks: readonly Task<unknown>[],
  settled: readonly (Settled | null)[] = [],
): (Settled | null)[] {
  return tasks.map((task, place) => settled[place] ?? decide(world, task));
}

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

/** Writes everything and commits, in one round trip. False: nothing was changed, and only the transaction ended. */
async function commit(connection: Reserved, world: World, version: bigint): Promise<boolean> {
  const writes = world.writes(version);
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

/**
 * Connection failures, plans that a migration made stale, and the server's own "try again" states: out of resources,
 * lock time-outs, serialization.
 */
export function isTransient(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code ?? '');
  return isConnectionLost(error) || isPlanStale(error) || /^(40|53|55P03)/.test(code);
}
