/** Members and what they authorise: L2.1, L5.1, D-REG, D-EXT. */
import type { Authorize, CancelAuthorization, RegisterEnterprise, RegisterPerson } from '../../custody/commands.ts';
import type { AuthorizationKind } from '../../custody/vocabulary.ts';
import type { Books, Grant, Member } from './books.ts';
import type { Broken, Rules } from './rule.ts';

export const register: Rules<RegisterPerson> = {
  broken: (books, { userNo }) => ({ MEMBER_EXISTS: books.members.has(userNo) }),
  done: (books, { userNo, role }) => void books.members.set(userNo, { type: 'PERSON', role, state: 'ACTIVE' }),
};

/** The three licences, or the unified code that stands for them; then it is looked at (L2.2). */
export const registerEnterprise: Rules<RegisterEnterprise> = {
  broken: (books, { userNo, unifiedCode, businessLicense, orgNo, taxNo }) => ({
    MEMBER_EXISTS: books.members.has(userNo),
    LICENCES_MISSING: unifiedCode === null && (businessLicense === null || orgNo === null || taxNo === null),
  }),
  done: (books, { userNo, role }) => void books.members.set(userNo, { type: 'ENTERPRISE', role, state: 'AUDIT' }),
};

/** Who is looked at is approved, handed back or refused; who was handed back submits again (L2.2-2 … -4). */
const AUDIT = {
  AUDIT: { approved: 'ACTIVE', handedBack: 'BACK', refused: 'REFUSED' },
  BACK: { resubmitted: 'AUDIT' },
} as const;

/** Moves an enterprise's audit; false where there is no such step. */
export function audit(
  books: Books,
  userNo: string,
  step: 'approved' | 'handedBack' | 'refused' | 'resubmitted',
): boolean {
  const member = books.members.get(userNo);
  if (member?.type !== 'ENTERPRISE') return false;
  const ways: Readonly<Record<string, Readonly<Record<string, Member['state']>>>> = AUDIT;
  const next = ways[member.state]?.[step];
  if (next) member.state = next;
  return next !== undefined;
}

/** Whoever an order is about must be a member, and not one that is still looked at. */
export function unknown(books: Books, userNo: string): Broken {
  const member = books.members.get(userNo);
  return { MEMBER_UNKNOWN: !member, MEMBER_NOT_ACTIVE: member !== undefined && member.state !== 'ACTIVE' };
}

export const authorize: Rules<Authorize> = {
  broken: (books, { userNo, amount, until }) => ({
    ...unknown(books, userNo),
    AMOUNT_ZERO: amount === 0n,
    AUTHORIZATION_PAST: until !== null && until <= books.at,
  }),
  done(books, { userNo, kinds, amount, until }) {
    revoke(books, userNo, kinds);
    books.grants.push({ member: userNo, kinds, amount, until, used: 0n });
  },
};

export const cancelAuthorization: Rules<CancelAuthorization> = {
  broken: (books, { userNo, kinds }) => ({
    ...unknown(books, userNo),
    AUTHORIZATION_MISSING: kinds.some((kind) => !grantFor(books, userNo, kind)),
  }),
  done: (books, { userNo, kinds }) => revoke(books, userNo, kinds),
};

/** The authorisation that covers a kind: the latest that was given for it. */
export function grantFor(books: Books, userNo: string, kind: AuthorizationKind): Grant | undefined {
  return books.grants.find((grant) => grant.member === userNo && grant.kinds.includes(kind));
}

function revoke(books: Books, userNo: string, kinds: readonly AuthorizationKind[]): void {
  for (const grant of books.grants) {
    if (grant.member === userNo) grant.kinds = grant.kinds.filter((kind) => !kinds.includes(kind));
  }
}
