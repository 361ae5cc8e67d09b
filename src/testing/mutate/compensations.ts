/** Mutations of compensations and of the recourse that comes of them. */
import type { Mutation } from './mutation.ts';

const TESTS = ['src/custody/compensations/compensations.test.ts'];

export const COMPENSATED: readonly Mutation[] = [
  {
    name: 'recourse-is-repaid-before-claims',
    file: 'src/custody/repayments/payments.ts',
    find: 'const principal = take(claim, asked); const recovered = take(recourse, asked - principal);',
    put: 'const recovered = take(recourse, asked); const principal = take(claim, asked - recovered);',
    why: 'who compensated is paid before he is an investor (G-25)',
    tests: TESTS,
  },
  {
    name: 'what-is-recovered-counts-as-repaid',
    file: 'src/custody/repayments/confirm-repayment.ts',
    find: 'project.repaidPrincipal + principal,',
    put: 'project.repaidPrincipal + principal + recovered,',
    why: 'the same principal is told as repaid twice (G-24)',
    tests: TESTS,
  },
  {
    name: 'the-borrower-owes-nothing-by-recourse',
    file: 'src/custody/projects/modify-project.ts',
    find: 'outstandingOf(world, project) + recourseOf(world, project)',
    put: 'outstandingOf(world, project)',
    why: 'what compensators are owed stays at the cap for ever (D-PRJ-1)',
    tests: TESTS,
  },
  {
    name: 'recourse-keeps-a-project-from-finishing',
    file: 'src/custody/projects/modify-project.ts',
    find: 'if (outstandingOf(world, project) > 0n)',
    put: 'if (outstandingOf(world, project) + recourseOf(world, project) > 0n)',
    why: 'a compensated project never ends (G-24)',
    tests: TESTS,
  },
  {
    name: 'a-compensator-pays-himself',
    file: 'src/custody/compensations/confirm-compensation.ts',
    find: 'const self = details.find((detail) => payeeNo(world, detail) === holderNo);',
    put: 'const self = details.find((detail) => payeeNo(world, detail) === -holderNo);',
    why: 'a compensator pays himself (L2.17)',
    tests: TESTS,
  },
  {
    name: 'the-platform-pays-itself-a-commission',
    file: 'src/custody/compensations/confirm-compensation.ts',
    find: 'holderNo === ACCOUNT_HOLDERS.COMPENSATION && commission > 0n',
    put: 'holderNo === ACCOUNT_HOLDERS.COMPENSATION && commission < 0n',
    why: 'money for investors goes to the fee account of the platform itself (L2.17)',
    tests: TESTS,
  },
  {
    name: 'anybody-compensates',
    file: 'src/custody/holds/hold.ts',
    find: "return role === 'GUARANTOR' ? null :",
    put: 'return role ? null :',
    why: 'who is no guarantor becomes a creditor (L2.12)',
    tests: TESTS,
  },
];
