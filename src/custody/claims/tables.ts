/**
 * Claims (债权): how principal came to a holder, and out of which hold (G-23). Rows are made and never change. What is
 * left of a holder's claims on a project together is the balance of one account of the second book (`dues`): a
 * repayment reads that one, however many of his claims have ended. A transfer makes of each claim that it takes from a
 * new one, the buyer's, which names it: so what has gone out of a claim is said by those that came of it. Repaid
 * principal reduces the oldest claim first, over what was not transferred, so what is left of each follows from the
 * balance (`restsOf`, and `CLAIMS_LEFT` in reads.store.ts); a transfer takes no more than is left, which keeps it so.
 */
import { defineTable } from '../../executor/table.ts';
import { type Fen, least } from '../../kernel/money.ts';
import { CLAIMS_STANDING } from './reads.store.ts';

export interface ClaimRow {
  readonly claimNo: bigint;
  readonly projectNo: string;
  readonly holderNo: bigint;
  /** The hold it came from. */
  readonly originNo: string;
  /** The confirmation that made it. */
  readonly confirmNo: string;
  readonly principal: Fen;
  /** The claim that it was taken out of; null where it came of a loan. */
  readonly sourceNo: bigint | null;
  /** Whether it took the last that was left of that. */
  readonly tookRest: boolean;
  readonly createdAt: number;
  /** What was taken out of it, and whether that was the end of it (else repayment was, or nothing yet). */
  readonly transferred: Fen;
  readonly soldOut: boolean;
}

export const claims = defineTable<ClaimRow>()('claims', {
  key: ['claimNo'],
  finders: { byHolder: ['projectNo', 'holderNo'] },
  numbered: { by: 'lastNo', column: 'claimNo' },
  types: {
    claimNo: 'bigint',
    projectNo: 'text',
    holderNo: 'bigint',
    originNo: 'text',
    confirmNo: 'text',
    principal: 'bigint',
    sourceNo: 'bigint',
    tookRest: 'bool',
    createdAt: 'instant',
    transferred: 'bigint',
    soldOut: 'bool',
  },
  mutable: ['transferred', 'soldOut'],
  derived: { columns: ['transferred', 'soldOut'], from: CLAIMS_STANDING },
});

/** The part of the entry that took the last claim of a holder who never had one that ended by being repaid. */
export const SOLD_OUT = 'sold-out';

/** A holder's claims on a project with what is left of each, oldest first, by what is due to him on all of them. */
export function restsOf(records: readonly ClaimRow[], due: Fen): readonly (readonly [ClaimRow, Fen])[] {
  let open = due;
  const newestFirst = [...records].sort((a, b) => Number(b.claimNo - a.claimNo));
  const rests = newestFirst.map((claim) => {
    const left = least(claim.principal - claim.transferred, open);
    open -= left;
    return [claim, left] as const;
  });
  return rests.reverse();
}
