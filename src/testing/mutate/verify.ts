/**
 * Mutations of `ledger verify`: a check that is blind. Its own tests spoil every column; these prove that
 * they would.
 */
import type { Mutation } from './mutation.ts';

/** Where, and the condition that finds what must not be. */
const BLINDED: readonly (readonly [name: string, file: string, find: string])[] = [
  ['credits', 'deposits', 'where d.said is distinct from r.said'],
  ['receipts', 'receipts', 'where r.said is distinct from e.said'],
];

export const VERIFY: readonly Mutation[] = BLINDED.map(([name, noun, find]) => ({
  name: `verify-is-blind-to-${name}`,
  file: `src/custody/${noun}/checks.store.ts`,
  find,
  put: find.replace('where ', 'where false and '),
  why: 'money stands in the books wrongly, and verify finds nothing',
  tests: ['src/custody/verify.test.ts'],
}));
