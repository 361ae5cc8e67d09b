/** Mutations of what is kept of an order, and of claims. */
import type { Mutation } from './mutation.ts';

const KEPT = ['src/custody/orders/kept.test.ts'];

export const KEEPING: readonly Mutation[] = [
  {
    name: 'who-was-repaid-gets-no-interest',
    file: 'src/custody/repayments/payments.ts',
    find: 'if (!claim && !recourse) return',
    put: 'if (!claim?.balance && !recourse) return',
    why: 'the interest after the last principal is refused (L2.16-4)',
    tests: ['src/custody/repayments/repayments.test.ts'],
  },
  {
    name: 'a-claim-opens-an-account-each-time',
    file: 'src/ledger/journal.ts',
    find: 'if (opened) return opened; return world.insert(dues,',
    put: 'if (debtNo < 0n) return opened as DueRow; return world.insert(dues,',
    why: 'a second loan of one investor in a project is a defect',
    tests: ['src/custody/loans/loans.test.ts'],
  },
  {
    name: 'the-order-of-details-is-content',
    file: 'src/custody/orders/once.ts',
    find: 'list.sort()',
    put: 'list',
    why: 'a repayment that comes again in another order is refused (G-9)',
    tests: KEPT,
  },
  {
    name: 'personal-data-are-kept-in-the-open',
    file: 'src/custody/orders/once.ts',
    find: 'personal.length > 0 ? null',
    put: 'personal.length > 99 ? null',
    why: 'an identity number stands in the database as it is (G-19)',
    tests: KEPT,
  },
];
