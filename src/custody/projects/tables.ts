/** Projects (标的) as the lane sees them, with the counters that spare every decision a sum over many rows. */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import { balanceOf } from '../../ledger/journal.ts';
import type { ProjectStatus, RepaymentWay } from './words.ts';

export interface ProjectRow {
  readonly projectNo: string;
  /** Our number for it, and of its debt in the second book. */
  readonly projectId: bigint;
  /** The borrower. */
  readonly memberNo: bigint;
  readonly borrowerNo: string;
  readonly amount: Fen;
  readonly name: string;
  readonly description: string | null;
  readonly periodDays: number | null;
  readonly rate: string;
  readonly repaymentWay: RepaymentWay;
  readonly status: ProjectStatus;
  /** Σ remaining of open TENDER holds and their red packets (G-22). */
  readonly tendered: Fen;
  /** Σ confirmed to the borrower, red packets included. */
  readonly loaned: Fen;
  /** Σ paid to the holders of claims, by the borrower or in his place. */
  readonly repaidPrincipal: Fen;
  readonly repaidInterest: Fen;
  /** The number of the debt that is owed to compensators in the second book; null while nobody has compensated. */
  readonly recourseId: bigint | null;
  /** What compensators got back, apart from what was repaid: of their recourse, and beside it. */
  readonly recoveredPrincipal: Fen;
  readonly recoveredInterest: Fen;
  readonly openHolds: number;
  readonly openTenders: number;
  readonly createdAt: number;
}

export const projects = defineTable<ProjectRow>()('projects', {
  kept: true,
  key: ['projectNo'],
  numbered: { by: 'lastNo', column: 'projectId' },
  types: {
    projectNo: 'text',
    projectId: 'bigint',
    memberNo: 'bigint',
    borrowerNo: 'text',
    amount: 'bigint',
    name: 'text',
    description: 'text',
    periodDays: 'int',
    rate: 'text',
    repaymentWay: 'text',
    status: 'text',
    tendered: 'bigint',
    loaned: 'bigint',
    repaidPrincipal: 'bigint',
    repaidInterest: 'bigint',
    recourseId: 'bigint',
    recoveredPrincipal: 'bigint',
    recoveredInterest: 'bigint',
    openHolds: 'int',
    openTenders: 'int',
    createdAt: 'instant',
  },
  mutable: [
    ...(['amount', 'status', 'tendered', 'loaned', 'repaidPrincipal', 'repaidInterest'] as const),
    ...(['recourseId', 'recoveredPrincipal', 'recoveredInterest', 'openHolds', 'openTenders'] as const),
  ],
});

/** What a project still owes on its claims: the balance of their debt. */
export function outstandingOf(world: World, project: ProjectRow): Fen {
  return -balanceOf(world, project.projectId, 'DEBT');
}

/** What a project still owes to compensators. */
export function recourseOf(world: World, { recourseId }: ProjectRow): Fen {
  return recourseId === null ? 0n : -balanceOf(world, recourseId, 'DEBT');
}

interface OverCapRow {
  readonly recordNo: bigint;
  readonly requestNo: string;
  readonly memberNo: bigint;
  readonly projectNo: string;
  readonly amount: Fen;
  readonly total: Fen;
  readonly cap: Fen;
  readonly at: number;
}

/** Requests over the regulatory caps: refused and recorded, visible to the operator (D-PRJ-1). */
export const overCapRequests = defineTable<OverCapRow>()('over_cap_requests', {
  numbered: { by: 'lastNo', column: 'recordNo' },
  key: ['recordNo'],
  types: {
    recordNo: 'bigint',
    requestNo: 'text',
    memberNo: 'bigint',
    projectNo: 'text',
    amount: 'bigint',
    total: 'bigint',
    cap: 'bigint',
    at: 'instant',
  },
});
