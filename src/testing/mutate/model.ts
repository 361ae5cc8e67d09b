/** Mutations that the independent model must notice: guards that are gone, figures that are not kept in step. */
import type { Mutation } from './mutation.ts';

type Fault = Omit<Mutation, 'name' | 'tests'>;

const FAULTS: Readonly<Record<string, Fault>> = {
  'borrowing-never-falls': {
    file: 'src/custody/repayments/confirm-repayment.ts',
    find: 'lowerBorrowing(world, project, principal + recovered);',
    put: '',
    why: 'who has repaid may borrow nothing more (D-PRJ-1)',
  },
  'a-hold-keeps-its-commission': {
    file: 'src/custody/repayments/confirm-repayment.ts',
    find: 'takeFromHold(world, hold, { confirmed: takenBy(payments, commission) });',
    put: 'takeFromHold(world, hold, { confirmed: takenBy(payments, 0n) });',
    why: 'a hold promises more than is frozen for it',
  },
  'a-fen-more-than-is-held': {
    file: 'src/custody/repayments/payments.ts',
    find: 'if (needed > left || left === 0n)',
    put: 'if (needed > left + 1n || left === 0n)',
    why: 'a repayment takes what its hold does not have (L2.16-3)',
  },
  'each-part-has-the-whole-claim': {
    file: 'src/custody/repayments/payments.ts',
    find: 'left.set(due, open - taken);',
    put: '',
    why: 'two parts of one call repay more than the claim (L2.16-4)',
  },
  'a-dearer-loan-than-it-is': {
    file: 'src/custody/loans/confirm-loan.ts',
    find: 'if (commission > total)',
    put: 'if (commission > total * 9n)',
    why: 'the borrower pays to be lent to (L2.15-2)',
  },
  'a-hold-counts-for-any-project': {
    file: 'src/custody/loans/confirm-loan.ts',
    find: "if (hold.projectNo !== projectNo) return refusal('HOLD_OF_OTHER_PROJECT', { holdNo });",
    put: '',
    why: 'what was tendered for one project is lent to another',
  },
  'a-borrower-tenders': {
    file: 'src/custody/holds/hold.ts',
    find: "if (project.memberNo === memberNo) return refusal('BORROWER_TENDERS', { userNo });",
    put: '',
    why: 'a borrower lends to himself (G-21)',
  },
  'an-authorisation-without-an-end': {
    file: 'src/custody/holds/hold.ts',
    find: 'if (decision.ok) world.change(authorizations, granted, { used: granted.used + amount });',
    put: '',
    why: 'a platform uses more than was authorised (L5.1)',
  },
  'a-fen-beyond-the-authorisation': {
    file: 'src/custody/holds/hold.ts',
    find: 'if (left !== null && left < amount)',
    put: 'if (left !== null && left < amount - 1n)',
    why: 'a platform uses a fen more than was authorised (L5.1)',
  },
  'a-loaned-project-miscarries': {
    file: 'src/custody/projects/modify-project.ts',
    find: "if (project.loaned > 0n) return refusal('PROJECT_LOANED', { projectNo });",
    put: '',
    why: 'what was lent is owed by nobody any more (G-24)',
  },
  'a-hold-outlives-its-project': {
    file: 'src/custody/projects/modify-project.ts',
    find: "return project.openHolds > 0 ? refusal('PROJECT_HAS_HOLDS', { projectNo }) : null;",
    put: 'return null;',
    why: 'money stays frozen for a project that has ended (G-20)',
  },
  'an-amount-below-what-is-tendered': {
    file: 'src/custody/projects/modify-project.ts',
    find: 'const least = project.tendered + project.loaned;',
    put: 'const least = project.loaned;',
    why: 'a project shrinks below what is tendered for it (L2.11-5)',
  },
  'a-freeze-is-never-released': {
    file: 'src/custody/freezes/unfreeze.ts',
    find: 'world.change(freezes, freeze, { releasedAt: world.at });',
    put: '',
    why: 'a freeze stands although its money was released (L2.22)',
  },
  'a-refused-number-is-free-for-ever': {
    file: 'src/custody/orders/once.ts',
    find: "if (order.state === 'REFUSED' && !order.final) return ok(null);",
    put: "if (order.state === 'REFUSED') return ok(null);",
    why: 'a withdrawal that came back is made again by a repeated call (G-11)',
  },
  'a-return-is-kept-each-time': {
    file: 'src/custody/withdrawals/payout.ts',
    find: "const isFirst = row.state === 'PAID' && received.length === 0;",
    put: "const isFirst = row.state === 'PAID';",
    why: 'one payout that came back is two receipts (G-27)',
  },
  'a-sale-below-its-worth': {
    file: 'src/custody/transfers/confirm-transfer.ts',
    find: "if (price < share) return refuse('PRICE_BELOW_SHARE'",
    put: "if (price < share - 1n) return refuse('PRICE_BELOW_SHARE'",
    why: 'a claim changes hands for less than it is worth (L2.18)',
  },
  'a-cancelled-day-counts': {
    file: 'src/custody/holds/cancel-hold.ts',
    find: "if (hold.kind === 'MARKETING') uncountMarketing(world, hold.createdAt, amount);",
    put: '',
    why: 'what was taken back on the same day still counts (L2.13)',
  },
};

export const MODEL: readonly Mutation[] = Object.entries(FAULTS).map(([name, fault]) => ({
  name: `model-${name}`,
  ...fault,
  tests: ['src/testing/model/model.test.ts'],
}));
