/** Faults in transfers of claims. */
import type { Mutation } from './mutation.ts';

const FILE = 'src/custody/transfers/confirm-transfer.ts';
const TESTS = ['src/custody/transfers/transfers.test.ts'];

export const TRANSFERRED: readonly Mutation[] = [
  {
    ...{ name: 'a-claim-is-sold-below-its-share', file: FILE, tests: TESTS },
    find: 'if (price < share) return refuse',
    put: 'if (price < 0n) return refuse',
    why: 'an investor parts with principal for less than it is (L2.18)',
  },
  {
    ...{ name: 'more-is-sold-than-is-left', file: FILE, tests: TESTS },
    find: 'if (share > left) return refuse',
    put: 'if (share < 0n) return refuse',
    why: 'the buyer’s claim is more than the seller’s was (G-23)',
  },
  {
    ...{ name: 'a-buyer-buys-from-himself', file: FILE, tests: TESTS },
    find: 'if (world.get(members, userNo)?.memberNo === hold.holderNo)',
    put: 'if (world.get(members, userNo)?.memberNo === 0n)',
    why: 'nobody buys from himself (G-21)',
  },
  {
    ...{ name: 'a-tender-is-not-named-by-its-hold', file: FILE, tests: TESTS },
    find: 'return originNo === recordNo || confirmNo === recordNo;',
    put: 'return confirmNo === recordNo;',
    why: 'a record is named by its hold too (L2.18)',
  },
  {
    ...{ name: 'the-newest-record-is-sold-first', file: FILE, tests: TESTS },
    find: 'for (const lot of named) {',
    put: 'for (const lot of named.toReversed()) {',
    why: 'of several records the oldest are used first (L2.18)',
  },
  {
    ...{ name: 'details-name-any-hold', file: FILE, tests: TESTS },
    find: 'if (holdNo !== hold.holdNo) return refuse',
    put: 'if (holdNo === "") return refuse',
    why: 'a call would pay out of another buyer’s hold than it names (L2.18)',
  },
  {
    ...{ name: 'who-sold-all-is-still-paid', file: FILE, tests: TESTS },
    find: "soldAll(lots) ? SOLD_OUT : 'sold'",
    put: "'sold'",
    why: 'interest goes to who sold his claim (L2.16-4)',
  },
  {
    ...{ name: 'whose-claim-was-repaid-is-paid-no-more', file: FILE, tests: TESTS },
    find: 'return claim.soldOut || (newer',
    put: 'return claim.soldOut || claim.transferred === 0n || (newer',
    why: 'one claim sold ends the interest of another that was repaid (L2.16-4)',
  },
  {
    ...{ name: 'what-was-sold-is-repaid-to-the-seller', file: 'src/custody/claims/tables.ts', tests: TESTS },
    find: 'least(claim.principal - claim.transferred, open)',
    put: 'least(claim.principal, open)',
    why: 'what is left of a claim counts what was sold of it (G-23)',
  },
];
