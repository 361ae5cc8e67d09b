/** Members and what they authorise: L2.1, L5.1, D-REG, D-EXT. */
import type { Authorize, CancelAuthorization, RegisterPerson } from '../../custody/commands.ts';
import type { AuthorizationKind } from '../../custody/vocabulary.ts';
import type { Books, Grant } from './books.ts';
import type { Broken, Rules } from './rule.ts';

export const register: Rules<RegisterPerson> = {
  broken: (books, { userNo }) => ({ MEMBER_EXISTS: books.members.has(userNo) }),
  done: (books, { userNo, role }) => void books.members.set(userNo, { type: 'PERSON', role }),
};

/** Whoever an order is about must be a member. */
export function unknown(books: Books, userNo: string): Broken {
  return { MEMBER_UNKNOWN: !books.members.has(userNo) };
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
