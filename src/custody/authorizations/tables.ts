/**
 * Standing authorisations (授权) as the lane sees them. A new grant takes its kinds over from older ones, a cancellation
 * takes them away.
 */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import type { AuthorizationKind } from './words.ts';

export interface AuthorizationRow {
  readonly authorizationNo: bigint;
  readonly memberNo: bigint;
  /** `AuthorizationKind`s, comma joined. */
  readonly kinds: string;
  readonly amount: Fen | null;
  /** What stands or was confirmed of the holds made on it; what is cancelled of them can be used again. */
  readonly used: Fen;
  readonly until: number | null;
  readonly grantedAt: number;
}

export const authorizations = defineTable<AuthorizationRow>()('authorizations', {
  numbered: { by: 'lastNo', column: 'authorizationNo' },
  kept: true,
  key: ['authorizationNo'],
  types: {
    authorizationNo: 'bigint',
    memberNo: 'bigint',
    kinds: 'text',
    amount: 'bigint',
    used: 'bigint',
    until: 'instant',
    grantedAt: 'instant',
  },
  mutable: ['kinds', 'used'],
  finders: { byMember: ['memberNo'] },
});

/** The member's authorisation for a kind of order, or undefined; it may be expired or used up. */
export function authorizationFor(
  world: World,
  memberNo: bigint,
  kind: AuthorizationKind,
): AuthorizationRow | undefined {
  return world.find(authorizations, 'byMember', memberNo).find((each) => kindsOf(each).includes(kind));
}

function kindsOf(authorization: AuthorizationRow): readonly AuthorizationKind[] {
  return authorization.kinds.split(',').filter((kind) => kind !== '') as AuthorizationKind[];
}

/** Takes kinds away from whatever authorisation of the member covers them; what was made on it stays. */
export function takeKinds(world: World, memberNo: bigint, kinds: readonly AuthorizationKind[]): void {
  for (const each of world.find(authorizations, 'byMember', memberNo)) {
    const kept = kindsOf(each)
      .filter((kind) => !kinds.includes(kind))
      .join(',');
    if (kept !== each.kinds) world.change(authorizations, each, { kinds: kept });
  }
}

/** What was cancelled of a hold made on an authorisation can be used of it again. */
export function giveBack(world: World, authorizationNo: bigint, amount: Fen): void {
  const granted = world.get(authorizations, authorizationNo);
  if (!granted) throw new Error(`a hold was made on the authorisation ${authorizationNo}, which is not there`);
  world.change(authorizations, granted, { used: granted.used - amount });
}
