/**
 * One batch of commands in one transaction, by one of two roads (ADR 4).
 *
 * The short one: when everything the commands look at is remembered and only their request numbers are new, the batch
 * is decided at once and written by one statement, which holds only if the lane's stamp is still the remembered one:
 * one round trip, no lock held while we think. The long one: lock the lane row, load in waves, decide, write, commit.
 * What another node has written since is read again there, but only what this batch asks for, and in the first wave.
 *
 * Promises: decided on what was true, or not written; what was answered is on disk.
 */
import { randomBytes } from 'node:crypto';
import { breachOf, isConnectionLost, isPlanStale } from '../db/breach.ts';
import type { Reserved } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
import { highestStatement, type Numbered, type Stamp, type Statement } from './statements.ts';
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

/** What a batch knew, and the lane's stamp after it: true as long as nobody else has written. */
export interface Remembered {
  readonly world: World;
  readonly stamp: Stamp;
  /** Another node has written before this batch: it may well have again, and the short road be in vain. */
  readonly shared: boolean;
}

export interface Carried extends Remembered {
  readonly settled: readonly Settled[];
}

/** What a lane is given, and every batch of it. */
export interface Surroundings {
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Tables whose rows are numbered by the lane's counters. */
  readonly numbered: readonly Numbered[];
  /** Called when a decision looked at a row that no `needs` had asked for: a further round trip, under the lock. */
  readonly onLateWave?: (tasks: number, what: string) => void;
  /** Called when the lane's numbers were found behind the highest one used, and put right. */
  readonly onHealed?: (platformId: number) => void;
}

/** Where one batch stands. */
export interface Ground extends Surroundings {
  readonly connection: Reserved;
  readonly platformId: number;
}

/** Waves of loading before the decisions, and while they still find something missing. */
const WAVES = 12;
const LATE_WAVES = 48;

/**
 * Carries a batch; `locked` when the connection's transaction has the lane row already. Throws when nothing was
 * committed for sure.
 */
export async function carry(
  ground: Ground,
  tasks: readonly Task<unknown>[],
  known: Remembered | null,
  locked: boolean,
): Promise<Carried> {
  if (known && !known.shared && !locked) {
    const short = await carryRemembered(ground, tasks, known);
    if (short !== 'UNFIT' && short !== 'STALE') return short;
    if (short === 'STALE') known.world.doubt();
  } else known?.world.doubt();
  return carryLocked(ground, tasks, known);
}

/** The short road. UNFIT: something has to be loaded. STALE: what is remembered is not true any more. */
async function carryRemembered(
  { connection, clock }: Ground,
  tasks: readonly Task<unknown>[],
  { world, stamp }: Remembered,
): Promise<Carried | 'UNFIT' | 'STALE'> {
  const mark = world.mark();
  for (const task of tasks) task.needs(world);
  if (!world.presumeNew()) return 'UNFIT';
  setTime(world, clock);
  const settled = decideEach(world, tasks);
  const ready = settled.every((each) => each !== null) && world.presumptionsProved;
  const after = next(stamp);
  const write = ready ? world.writes(stamp, after, tasks.length === 1) : null;
  if (write && (await written(connection, write)))
    return { settled: settled as Settled[], world, stamp: after, shared: false };
  world.undo(mark);
  world.presumeNothing();
  return write ? 'STALE' : 'UNFIT';
}

/** Whether the statement has written, over the stamp it was decided on and with numbers that were new indeed. */
async function written(connection: Reserved, write: Statement): Promise<boolean> {
  try {
    return ((await send(connection, write)) as readonly unknown[]).length > 0;
  } catch (error) {
    // A number that was not new after all breaks the primary key; the long road finds out which, and why.
    if (breachOf(error)?.kind === 'UNIQUE') return false;
    throw error;
  }
}

/** The stamp of the next commit. */
function next({ version }: Stamp): Stamp {
  return { version: version + 1n, token: randomBytes(8).readBigInt64LE() };
}

/** The long road. */
async function carryLocked(
  ground: Ground,
  tasks: readonly Task<unknown>[],
  known: Remembered | null,
): Promise<Carried> {
  const { connection } = ground;
  try {
    const world = known?.world ?? new World(ground.platformId, ground.sealer);
    const stamp = await begin(ground, world, tasks, known);
    const shared = known !== null && !same(known.stamp, stamp);
    const settled = await decideAll(ground, world, tasks);
    const after = next(stamp);
    const wrote = await commit(connection, world.writes(stamp, after, tasks.length === 1));
    return { settled, world, stamp: wrote ? after : stamp, shared };
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

function same(a: Stamp, b: Stamp): boolean {
  return a.version === b.version && a.token === b.token;
}

/** Begins, locks the lane and loads the first wave, in one round trip. Answers the lane's stamp. */
async function begin(
  ground: Ground,
  world: World,
  tasks: readonly Task<unknown>[],
  known: Remembered | null,
): Promise<Stamp> {
  const { connection, platformId, clock } = ground;
  // The short road may have asked already.
  if (!world.wants) for (const task of tasks) task.needs(world);
  const wave = world.takeWants();
  const [, lane, ...rows] = await Promise.all([
    send(connection, BEGIN),
    send(connection, {
      text: 'select last_entry_no, last_no, last_at, version, token from lanes where platform_id = $1 for update',
      parameters: [platformId],
    }),
    ...wave.map((part) => send(connection, part.statement)),
  ]);
  const [counters] = lane as unknown as [bigint, bigint, Date, bigint, bigint][];
  if (!counters) throw new Error(`platform ${platformId} has no lane`);
  const [lastEntryNo, lastNo, lastAt, version, token] = counters;
  const stamp = { version, token };
  if (known && !same(known.stamp, stamp)) world.doubt();
  // Under our own stamp nobody has given numbers out, and what was put right on entering may not have been written yet.
  if (!known || !same(known.stamp, stamp)) world.lane = { lastEntryNo, lastNo, lastAt: lastAt.getTime() };
  if (known === null) await heal(ground, world);
  setTime(world, clock);
  for (const [i, part] of wave.entries()) part.take(rows[i] as never);
  await loadNeeds(connection, world, tasks);
  return stamp;
}

/** The moment of the batch: never before the lane's last entry. */
function setTime(world: World, clock: Clock): void {
  world.at = Math.max(clock.now(), world.lane.lastAt);
  world.lane.lastAt = world.at;
}

/**
 * Whoever enters a lane believes its counters no further than the rows: a number given out behind the highest one used
 * would break the same key again and again.
 */
async function heal({ connection, platformId, numbered, onHealed }: Ground, { lane }: World): Promise<void> {
  const statement = highestStatement(platformId, numbered);
  const [[lastNo, lastEntryNo] = [0n, 0n]] = (await send(connection, statement)) as [bigint, bigint][];
  if (lastNo <= lane.lastNo && lastEntryNo <= lane.lastEntryNo) return;
  lane.lastNo = lastNo > lane.lastNo ? lastNo : lane.lastNo;
  lane.lastEntryNo = lastEntryNo > lane.lastEntryNo ? lastEntryNo : lane.lastEntryNo;
  onHealed?.(platformId);
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
  { connection, onLateWave }: Ground,
  world: World,
  tasks: readonly Task<unknown>[],
): Promise<readonly Settled[]> {
  const settled: (Settled | null)[] = tasks.map(() => null);
  for (let i = 0; i < LATE_WAVES; i += 1) {
    for (const [place, each] of decideEach(world, tasks, settled).entries()) settled[place] = each;
    if (settled.every((each) => each !== null)) return settled as Settled[];
    onLateWave?.(tasks.length, world.wanted.join(', '));
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

/** Writes and commits, in one round trip. False: nothing was changed, and only the transaction ended. */
async function commit(connection: Reserved, writes: Statement | null): Promise<boolean> {
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
 * serialization.
 */
export function isTransient(error: unknown): boolean {
  return isConnectionLost(error) || isPlanStale(error) || /^(40|53)/.test(codeOf(error));
}

/** The lane row, or a row of a notice, stayed locked by somebody else for longer than a batch may hold its place. */
export function isRowHeld(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

/** The batch as a whole took too long: no command of it is to blame, and each alone would only take as long again. */
export function isTimedOut(error: unknown): boolean {
  return codeOf(error) === '57014';
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
