/**
 * Mutations of `ledger verify`: a check that is blind. Its tests spoil every column; these prove that they would.
 */
import type { Mutation } from './mutation.ts';

/** Where, and the condition that finds what must not be. */
const BLINDED: readonly (readonly [name: string, file: string, find: string])[] = [
  ['credits', 'custody/deposits', 'where d.said is distinct from r.said'],
  ['receipts', 'custody/receipts', 'where r.said is distinct from e.said'],
  ['balances', 'ledger', 'where a.balance <> coalesce(p.balance_after, 0) or a.version'],
  ['owed-notices', 'custody/orders', "where e.event in ('accepted', 'handedBack', 'resubmitted', 'refused')"],
  ['histories', 'custody/orders', 'where at < before_at or before is not null'],
  ['running-totals', 'custody/members', 'where m.borrowing <> coalesce(p.total, 0)'],
  ['authorised-holds', 'custody/authorizations', 'where h.authorization_no is distinct from m.authorization_no'],
  ['authorisations-used', 'custody/authorizations', 'where a.used <> coalesce(u.amount, 0)'],
  ['freezes', 'custody/freezes', 'where expected <> found'],
  ['kinds-of-breaks', 'custody/breaks', 'where (case kind'],
];

const SEALED: readonly (readonly [name: string, find: string, put: string])[] = [
  ['cards', "['card', told.cardNumber, row.card],", ''],
  ['names', "['real name', told.realName, profile?.realName],", ''],
];

export const VERIFY: readonly Mutation[] = [
  ...BLINDED.map(([name, room, find]) => ({
    name: `verify-is-blind-to-${name}`,
    file: `src/${room}/checks.store.ts`,
    find,
    put: find.replace('where ', 'where false and '),
  })),
  ...SEALED.map(([name, find, put]) => ({
    name: `verify-is-blind-to-sealed-${name}`,
    file: 'src/custody/sealed-judges.store.ts',
    find,
    put,
  })),
  {
    name: 'verify-is-blind-to-what-marketing-moved',
    file: 'src/custody/marketing/checks.store.ts',
    find: 'where coalesce(l.amount, 0) <> coalesce(p.amount, 0)',
    put: 'where false and coalesce(l.amount, 0) <> coalesce(p.amount, 0)',
    tests: ['src/custody/marketing/verified.test.ts'],
  },
  {
    name: 'verify-is-blind-to-the-marketing-counter',
    file: 'src/custody/marketing/checks.store.ts',
    find: 'where s.said is distinct from',
    put: 'where false and s.said is distinct from',
    tests: ['src/custody/marketing/verified.test.ts'],
  },
  {
    name: 'verify-is-blind-to-what-freezes-moved',
    file: 'src/custody/freezes/checks.store.ts',
    find: 'where o.said is distinct from e.said',
    put: 'where false and o.said is distinct from e.said',
    tests: ['src/custody/freezes/verified.test.ts'],
  },
  {
    name: 'verify-is-blind-to-numbers-of-releases',
    file: 'src/custody/sealed.store.ts',
    find: 'if (number !== order.requestNo)',
    put: 'if (number === null)',
    tests: ['src/custody/freezes/verified.test.ts'],
  },
  {
    name: 'verify-keeps-a-mark-over-a-difference',
    file: 'src/ledger/verify.store.ts',
    find: 'if (seen.found.length === 0 && seen.to)',
    put: 'if (seen.to)',
    tests: ['src/custody/verify-since.test.ts'],
  },
].map((mutation) => ({
  why: 'money stands in the books wrongly, and verify finds nothing',
  tests: ['src/custody/spoils.test.ts'],
  ...mutation,
}));
