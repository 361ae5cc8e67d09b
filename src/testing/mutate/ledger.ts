/** Mutations of the ledger: journal and posting. */
import type { Mutation } from './mutation.ts';

const JOURNAL = ['src/ledger/journal.test.ts'];

export const LEDGER: readonly Mutation[] = [
  {
    name: 'two-lines-on-one-account-fold-over-one-balance',
    file: 'src/ledger/journal.ts',
    find: 'after.get(account) ?? account',
    put: 'account',
    why: 'the first of two lines on an account is lost from its balance',
    tests: JOURNAL,
  },
  {
    name: 'more-is-collected-than-is-there',
    file: 'src/ledger/journal.ts',
    find: 'least(owed, world.get(accounts, FEE_AVAILABLE)?.balance ?? 0n)',
    put: 'owed',
    why: 'a small credit to a fee account that owes much fails as a defect',
    tests: JOURNAL,
  },
  {
    name: 'only-the-last-line-is-looked-at',
    file: 'src/ledger/journal.ts',
    find: 'feeCredited ||= id',
    put: 'feeCredited = id',
    why: 'owed fees are collected only if the fee account stands last in its entry',
    tests: JOURNAL,
  },
  {
    name: 'an-entry-of-nothing',
    file: 'src/ledger/post.ts',
    find: 'if (known.length < 2)',
    put: 'if (known.length < 0)',
    why: 'an entry without a single posting is written',
    tests: JOURNAL,
  },
  {
    name: 'assets-have-no-bound',
    file: 'src/ledger/post.ts',
    find: 'balanceAfter > 0n && amount > 0n',
    put: 'balanceAfter > 0n && amount < 0n',
    why: 'more is taken out of a receivable than was put in',
    tests: JOURNAL,
  },
  {
    name: 'claims-need-not-balance',
    file: 'src/ledger/post.ts',
    find: 'if (noted !== 0n)',
    put: 'if (noted === 1_000_000_007n)',
    why: 'what falls from a claim need not fall from the debt',
    tests: ['src/ledger/post.test.ts'],
  },
  {
    name: 'any-sign-fits',
    file: 'src/ledger/templates.ts',
    find: "(sign === '+') === amount > 0n",
    put: 'true',
    why: 'an entry runs the wrong way round',
    tests: ['src/ledger/post.test.ts'],
  },
  {
    name: 'templates-go-unchecked',
    file: 'src/ledger/checks.store.ts',
    find: "where t.sign is null or t.sign = '+' and p.amount < 0 or t.sign = '-' and p.amount > 0",
    put: 'where false',
    why: 'verify does not see an entry that says it is of another sort',
    tests: ['src/custody/claims/verified.test.ts'],
  },
];
