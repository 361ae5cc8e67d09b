/** Mutations of cases and papers: four eyes, judging anew, one open case, money that does not arrive. */
import type { Mutation } from './mutation.ts';

const CASES = ['src/custody/cases/cases.test.ts'];
const SEND_BACK = ['src/custody/receipts/send-back.test.ts'];

export const CASES_MUTATIONS: readonly Mutation[] = [
  {
    name: 'who-proposed-approves',
    file: 'src/custody/cases/tasks.ts',
    find: 'if (proposedBy === deed.by) return',
    put: "if (proposedBy === '') return",
    why: 'one person moves money alone',
    tests: CASES,
  },
  {
    name: 'what-was-proposed-is-not-judged-again',
    file: 'src/custody/cases/tasks.ts',
    find: 'const objection = declared.judge(row, plan, act);',
    put: 'const objection = declared.judge(row, null, act);',
    why: 'money is credited to a member whose account was closed meanwhile',
    tests: CASES,
  },
  {
    name: 'a-lost-decision-is-made-twice',
    file: 'src/custody/cases/tasks.ts',
    find: 'const row = event && world.get(cases, event.caseNo);\n  return row ? told(row) : null;',
    put: 'return null;',
    why: 'who is answered by silence is told that he may not, although it is done',
    tests: ['src/custody/cases/lost-commit.test.ts'],
  },
  {
    name: 'two-cases-of-one-receipt',
    file: 'src/custody/cases/tasks.ts',
    find: 'return same.find(({ finishedAt }) => finishedAt === null);',
    put: 'return same.find(() => false);',
    why: 'two groups of people decide about the same money',
    tests: CASES,
  },
  {
    name: 'what-came-back-is-taken-from-what-is-payable',
    file: 'src/custody/receipts/send-back.ts',
    find: "row.state === 'PAID' ? 'BANK_POOL' : 'WITHDRAWALS_PAYABLE'",
    put: "row.state === 'RETURNED' ? 'BANK_POOL' : 'WITHDRAWALS_PAYABLE'",
    why: 'money that came back after it had been paid is taken out of another payout',
    tests: SEND_BACK,
  },
  {
    name: 'what-failed-stays-decided',
    file: 'src/custody/receipts/send-back.ts',
    find: "world.change(receipts, receipt, { state: 'UNALLOCATED' });",
    put: '',
    why: 'money that did not arrive waits for nobody (G-14)',
    tests: SEND_BACK,
  },
];
