/** Holds (预处理) as the lane sees them. remaining = amount - confirmed - cancelled. */
import { type Fen, sum } from '../../kernel/money.ts';
import { line, post } from '../../ledger/journal.ts';
import { defineTable } from '../../executor/table.ts';
import type { Want, World } from '../../executor/world.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import type { HoldKind } from './words.ts';

export interface HoldRow {
  /** The request number that made it. */
  readonly holdNo: string;
  readonly kind: HoldKind;
  /** Whose money: a member's, or a platform account's. */
  readonly holderNo: bigint;
  /** What it is held for, where its kind needs a project. */
  readonly projectNo: string | null;
  readonly amount: Fen;
  readonly confirmed: Fen;
  readonly cancelled: Fen;
  /** What the marketing account adds when the hold is confirmed; zero once voided or paid. */
  readonly redPacket: Fen;
  /** The authorisation that it was made on; null where its holder confirmed it. */
  readonly authorizationNo: bigint | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

export const holds = defineTable<HoldRow>()('holds', {
  key: ['holdNo'],
  types: {
    holdNo: 'text',
    kind: 'text',
    holderNo: 'bigint',
    projectNo: 'text',
    amount: 'bigint',
    confirmed: 'bigint',
    cancelled: 'bigint',
    redPacket: 'bigint',
    authorizationNo: 'bigint',
    createdAt: 'instant',
    finishedAt: 'instant',
  },
  mutable: ['confirmed', 'cancelled', 'redPacket', 'finishedAt'],
});

export function remainingOf(hold: HoldRow): Fen {
  return hold.amount - hold.confirmed - hold.cancelled;
}

/** What a change takes out of a hold. */
interface Taken {
  readonly confirmed?: Fen;
  readonly cancelled?: Fen;
  /** The red packet leaves the hold: paid, or voided. */
  readonly redPacket?: Fen;
}

/** Takes money out of a hold and keeps its project's counters in step; the postings are the caller's. */
export function takeFromHold(world: World, hold: HoldRow, taken: Taken): void {
  const { confirmed = 0n, cancelled = 0n, redPacket = 0n } = taken;
  world.change(holds, hold, {
    confirmed: hold.confirmed + confirmed,
    cancelled: hold.cancelled + cancelled,
    redPacket: hold.redPacket - redPacket,
  });
  const finished = remainingOf(hold) === 0n;
  if (finished) world.change(holds, hold, { finishedAt: world.at });
  const project = projectOf(world, hold);
  if (!project) return;
  const tender = hold.kind === 'TENDER';
  world.change(projects, project, {
    tendered: tender ? project.tendered - sum([confirmed, cancelled, redPacket]) : project.tendered,
    openHolds: project.openHolds - (finished ? 1 : 0),
    openTenders: project.openTenders - (finished && tender ? 1 : 0),
  });
}

/** The project that a hold is for, or null where its kind needs none. */
function projectOf(world: World, { holdNo, projectNo }: HoldRow): ProjectRow | null {
  if (projectNo === null) return null;
  const project = world.get(projects, projectNo);
  if (!project) throw new Error(`the hold ${holdNo} is for a project that is not there`);
  return project;
}

/** Asks for what taking from a hold touches beside accounts. */
export function wantHold(want: Want, holdNo: string): HoldRow | undefined {
  const hold = want.row(holds, holdNo);
  if (hold && hold.projectNo !== null) want.row(projects, hold.projectNo);
  return hold;
}

/** What a new hold is told of itself. */
type NewHold = Omit<HoldRow, 'confirmed' | 'cancelled' | 'createdAt' | 'finishedAt'>;

/** Makes a hold: available to frozen, the row, and its project's counters in step. */
export function makeHold(world: World, orderNo: bigint, of: NewHold): void {
  const { holderNo, amount, redPacket } = of;
  post(world, 'hold', orderNo, [
    line(holderNo, 'AVAILABLE', 'hold', -amount),
    line(holderNo, 'FROZEN', 'hold', amount),
  ]);
  const hold = { ...of, confirmed: 0n, cancelled: 0n, createdAt: world.at, finishedAt: null };
  world.insert(holds, hold);
  const project = projectOf(world, hold);
  if (!project) return;
  const tender = hold.kind === 'TENDER';
  world.change(projects, project, {
    tendered: tender ? project.tendered + amount + redPacket : project.tendered,
    openHolds: project.openHolds + 1,
    openTenders: project.openTenders + (tender ? 1 : 0),
  });
}

/** Frozen to available, when a part of a hold is cancelled. */
export function outOfHold(world: World, orderNo: bigint, holderNo: bigint, amount: Fen): void {
  post(world, 'cancel-hold', orderNo, [
    line(holderNo, 'FROZEN', 'hold', -amount),
    line(holderNo, 'AVAILABLE', 'hold', amount),
  ]);
}
