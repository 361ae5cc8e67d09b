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
    find: 'if (lines.length < 2)',
    put: 'if (lines.length < 0)',
    why: 'an entry without a single posting is written',
    tests: JOURNAL,
  },
  {
    name: 'assets-have-no-bound',
    file: 'src/ledger/post.ts',
    find: 'balanceAfter > 0n && line.amount > 0n',
    put: 'balanceAfter > 0n && line.amount < 0n',
    why: 'more is taken out of a receivable than was put in',
    tests: JOURNAL,
  },
];
