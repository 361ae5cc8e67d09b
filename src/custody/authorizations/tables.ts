/** Standing authorisations (授权) as the lane sees them. A new grant takes its kinds over from older ones. */
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

export function kindsOf(authorization: AuthorizationRow): readonly AuthorizationKind[] {
  return authorization.kinds.split(',').filter((kind) => kind !== '') as AuthorizationKind[];
}
