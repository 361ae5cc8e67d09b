import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODELLED } from './model.ts';
import type { Protocol } from './stage.ts';
import { playMany } from './run.ts';
import { TERMS } from './terms.ts';

/** Of each protocol; the whole is `npm run model`. `SEED=…` to repeat one. */
const SHARE = Number(process.env.COMMANDS ?? 10_000);
/** Below this it is chance what is met. */
const ENOUGH = 8_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const RULES = [
  'G-8 G-9 G-10 G-11 G-14 G-15 G-20 G-21 G-22 G-24 G-27',
  'L2.11 L2.13 L2.14 L2.15 L2.16 L2.18 L2.19 L2.2 L2.6 L2.9 L2.22 L5.1',
].join(' ');

for (const protocol of Object.keys(TERMS) as Protocol[]) {
  test(`${RULES} ${protocol}: the core does what a model of the rules does, whatever is ordered`, (t) => {
    t.diagnostic(`SEED=${SEED} COMMANDS=${SHARE}`);
    const { tally } = playMany(protocol, SEED, SHARE);
    if (SHARE < ENOUGH) return;
    const met = new Set([...tally.keys()].flatMap((what) => [what, what.split(' ').slice(1).join(' ')]));
    const verbs = MODELLED.filter((verb) => protocol === 'lianyintong' || verb !== 'CONFIRM_TRANSFER');
    const needed = [...verbs.map((verb) => `${verb} done`), ...EVER, ...ONLY[protocol]];
    assert.deepEqual(
      needed.filter((what) => !met.has(what)),
      [],
      'what random work never met is not shown by it',
    );
  });
}

/** What a share must have met at least once, whatever the verb, or it shows nothing about it. */
const EVER = [
  ...['answered again', 'REQUEST_CONTENT_DIFFERS', 'REQUEST_DUPLICATE', 'PAGE_EXPIRED', 'AMOUNT_ZERO'],
  ...['MEMBER_EXISTS', 'MEMBER_UNKNOWN', 'DEPOSIT_WAY_MISMATCH', 'BALANCE_INSUFFICIENT', 'FREEZE_UNKNOWN'],
  ...['AUTHORIZATION_PAST', 'AUTHORIZATION_MISSING', 'AUTHORIZATION_EXPIRED', 'AUTHORIZATION_EXCEEDED'],
  ...['PROJECT_EXISTS', 'PROJECT_UNKNOWN', 'PROJECT_STATUS', 'PROJECT_TRANSITION', 'PROJECT_NOTHING_TO_CHANGE'],
  ...['PROJECT_FULL', 'PROJECT_HAS_HOLDS', 'PROJECT_HAS_CLAIMS', 'BORROWER_TENDERS', 'BORROWER_ONLY'],
  ...['HOLD_UNKNOWN', 'HOLD_KIND', 'HOLD_OF_OTHER_PROJECT', 'HOLD_EXCEEDED', 'HOLD_ACCOUNT', 'MARKETING_LIMIT'],
  ...['PAYEE_WITHOUT_CLAIM', 'CLAIM_EXCEEDED', 'MEMBER_NOT_ACTIVE'],
];
const ONLY: Readonly<Record<Protocol, readonly string[]>> = {
  lianyintong: ['PROJECT_AMOUNT_TOO_LOW', 'BORROWER_BUYS', 'SHARE_EXCEEDED', 'CLAIM_UNKNOWN'],
  depository: [
    'MEMBER_ROLE',
    'ACCOUNT_NOT_ALLOWED',
    'RED_PACKET_NOT_ALLOWED',
    'MARKETING_INSUFFICIENT',
    'HOLD_MUST_BE_WHOLE',
  ],
};
