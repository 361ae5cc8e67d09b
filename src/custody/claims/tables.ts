/**
 * Claims (债权): what a borrower owes one holder out of one purchase, in fen, remembering its origin (G-23). Repaid
 * principal reduces the oldest first.
 */
import { type Fen, least, sum } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';

export interface ClaimRow {
  readonly claimNo: bigint;
  readonly projectNo: string;
  readonly memberNo: bigint;
  /** The hold it came from. */
  readonly originNo: string;
  /** The confirmation that made it. */
  readonly confirmNo: string;
  readonly principal: Fen;
  readonly remaining: Fen;
  readonly createdAt: number;
}

export const claims = defineTable<ClaimRow>()('claims', {
  numbered: { by: 'lastNo', column: 'claimNo' },
  key: ['claimNo'],
  types: {
    claimNo: 'bigint',
    projectNo: 'text',
    memberNo: 'bigint',
    originNo: 'text',
    confirmNo: 'text',
    principal: 'bigint',
    remaining: 'bigint',
    createdAt: 'instant',
  },
  mutable: ['remaining'],
  finders: { byHolder: ['projectNo', 'memberNo'] },
});

/** What a member still has to get back of a project. */
export function claimOf(world: World, projectNo: string, memberNo: bigint): Fen {
  return sum(world.find(claims, 'byHolder', projectNo, memberNo).map((claim) => claim.remaining));
}

/** Reduces a member's claims in a project by repaid principal, oldest first. The caller has checked that they reach. */
export function reduceClaims(world: World, projectNo: string, memberNo: bigint, principal: Fen): void {
  let left = principal;
  const oldestFirst = [...world.find(claims, 'byHolder', projectNo, memberNo)].sort((a, b) =>
    a.claimNo < b.claimNo ? -1 : 1,
  );
  for (const claim of oldestFirst) {
    const part = least(left, claim.remaining);
    if (part > 0n) world.change(claims, claim, { remaining: claim.remaining - part });
    left -= part;
  }
}
