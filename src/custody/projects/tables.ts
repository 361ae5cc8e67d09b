/** Projects (标的) as the lane sees them, with the counters that spare every decision a sum over many rows. */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../executor/table.ts';
import type { ProjectStatus, RepaymentWay } from '../vocabulary.ts';

export interface ProjectRow {
  projectNo: string;
  /** The borrower. */
  memberNo: bigint;
  borrowerNo: string;
  amount: Fen;
  name: string;
  description: string | null;
  periodDays: number | null;
  rate: string;
  repaymentWay: RepaymentWay;
  status: ProjectStatus;
  /** Σ remaining of open TENDER holds and their red packets (G-22). */
  tendered: Fen;
  /** Σ confirmed to the borrower, red packets included. */
  loaned: Fen;
  /** Σ remaining of claims. */
  outstanding: Fen;
  repaidPrincipal: Fen;
  repaidInterest: Fen;
  openHolds: number;
  openTenders: number;
  createdAt: number;
}

export const projects = defineTable<ProjectRow>('projects', {
  kept: true,
  key: ['projectNo'],
  types: {
    projectNo: 'text',
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
    outstanding: 'bigint',
    repaidPrincipal: 'bigint',
    repaidInterest: 'bigint',
    openHolds: 'int',
    openTenders: 'int',
    createdAt: 'instant',
  },
  mutable: [
    'amount',
    'status',
    'tendered',
    'loaned',
    'outstanding',
    'repaidPrincipal',
    'repaidInterest',
    'openHolds',
    'openTenders',
  ],
});

interface OverCapRow {
  recordNo: bigint;
  requestNo: string;
  memberNo: bigint;
  projectNo: string;
  amount: Fen;
  total: Fen;
  cap: Fen;
  at: number;
}

/** Requests over the regulatory caps: refused and recorded, visible to the operator (D-PRJ-1). */
export const overCapRequests = defineTable<OverCapRow>('over_cap_requests', {
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
