/**
 * Claims (债权): how principal came to a holder, and out of which hold (G-23). Rows are made and never change. What is
 * left of a holder's claims on a project together is the balance of one account of the second book (`dues`): a
 * decision reads that one, however many of his claims have ended. Repaid principal reduces the oldest claim first, so
 * what is left of each follows from the balance (`CLAIMS_LEFT` in reads.store.ts).
 */
import { defineTable } from '../../executor/table.ts';
import type { Fen } from '../../kernel/money.ts';

export interface ClaimRow {
  readonly claimNo: bigint;
  readonly projectNo: string;
  readonly holderNo: bigint;
  /** The hold it came from. */
  readonly originNo: string;
  /** The confirmation that made it. */
  readonly confirmNo: string;
  readonly principal: Fen;
  readonly createdAt: number;
}

export const claims = defineTable<ClaimRow>()('claims', {
  key: ['claimNo'],
  numbered: { by: 'lastNo', column: 'claimNo' },
  types: {
    claimNo: 'bigint',
    projectNo: 'text',
    holderNo: 'bigint',
    originNo: 'text',
    confirmNo: 'text',
    principal: 'bigint',
    createdAt: 'instant',
  },
});
