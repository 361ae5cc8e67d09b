import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from '../executor/world.ts';
import { createSealer } from '../kernel/seal.ts';
import { ACCOUNT_HOLDERS, type AccountKind, accountId, CUSTODIAN_HOLDER } from './chart.ts';
import { accounts, line, post, wantAccounts, wantFeeAccounts } from './journal.ts';
import { LedgerDefect } from './post.ts';

const HOLDER = 1_001n;
const { FEE } = ACCOUNT_HOLDERS;

/** A ledger without a single account; what an account has is its balance and its version. */
function emptyLedger() {
  const world = new World(1, createSealer(Buffer.alloc(32, 1)));
  for (const holder of [HOLDER, FEE]) wantAccounts(world, holder, 'AVAILABLE', 'FROZEN');
  wantFeeAccounts(world);
  wantAccounts(world, CUSTODIAN_HOLDER, 'BANK_POOL', 'CHANNEL_RECEIVABLE', 'CUSTODIAN_FEE_INCOME');
  wantAccounts(world, CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'UNALLOCATED_RECEIPTS');
  for (const wanted of world.takeWants()) wanted.take([]);
  const has = (holder: bigint, kind: AccountKind) => {
    const row = world.get(accounts, accountId(holder, kind));
    return row && [row.balance, row.version];
  };
  return { world, has };
}

const available = <P extends string>(holder: bigint, part: P, amount: bigint) =>
  line(holder, 'AVAILABLE', part, amount);
const payer = (amount: bigint) => line(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE', 'deposit', -amount);
const payable = (amount: bigint) => line(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'withdrawal', amount);
const paidIn = (holder: bigint, amount: bigint) => [available(holder, 'deposit', amount), payer(amount)];

test('two lines on one account lead one after the other from the balance before to the balance after', () => {
  const { world, has } = emptyLedger();
  post(world, 'deposit', null, [available(HOLDER, 'deposit', 5n), available(HOLDER, 'deposit', 7n), payer(12n)]);
  assert.deepEqual(has(HOLDER, 'AVAILABLE'), [12n, 2n]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE'), [-12n, 1n]);
  post(world, 'withdrawal', null, [available(HOLDER, 'withdrawal', -12n), payable(5n), payable(7n)]);
  assert.deepEqual(has(HOLDER, 'AVAILABLE'), [0n, 3n]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE'), [12n, 2n]);
});

test('lines of zero are left out; an entry of nothing, or one that does not balance, is never written', () => {
  const { world, has } = emptyLedger();
  for (const lines of [
    [],
    paidIn(HOLDER, 0n),
    [available(HOLDER, 'deposit', 1n)],
    [available(HOLDER, 'deposit', 2n), payer(1n)],
  ]) {
    assert.throws(() => post(world, 'deposit', null, lines), LedgerDefect);
  }
  assert.equal(world.lane.lastEntryNo, 0n);
  assert.equal(has(HOLDER, 'AVAILABLE'), undefined);
  post(world, 'deposit', null, [...paidIn(HOLDER, 1n), available(FEE, 'deposit', 0n)]);
  assert.equal(has(FEE, 'AVAILABLE'), undefined);
});

test('G-15 no account goes past its bound: holders have nothing below zero, what is owed to us nothing above', () => {
  const { world, has } = emptyLedger();
  post(world, 'deposit', null, paidIn(HOLDER, 10n));
  const out = (amount: bigint) => [available(HOLDER, 'withdrawal', -amount), payable(amount)];
  assert.throws(() => post(world, 'withdrawal', null, out(11n)), LedgerDefect);
  post(world, 'withdrawal', null, out(3n));
  assert.deepEqual(has(HOLDER, 'AVAILABLE'), [7n, 2n]);
  const collected = [available(HOLDER, 'fee', -1n), line(CUSTODIAN_HOLDER, 'FEES_OWED', 'fee', 1n)];
  assert.throws(() => post(world, 'collect-owed-fees', null, collected), LedgerDefect);
  post(world, 'withdrawal-sent-back', null, [
    line(CUSTODIAN_HOLDER, 'BANK_POOL', 'withdrawal', -3n),
    line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'withdrawal', 3n),
  ]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'BANK_POOL'), [-3n, 1n], 'the pool is free');
});

test('L2.6 owed fees are paid by whatever the fee account has, wherever in an entry it was credited', () => {
  const { world, has } = emptyLedger();
  post(world, 'custodian-fee', null, [
    line(CUSTODIAN_HOLDER, 'FEES_OWED', 'owed', -100n),
    line(CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME', 'fee', 100n),
  ]);
  post(world, 'deposit', null, paidIn(FEE, 30n));
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'FEES_OWED'), [-70n, 2n]);
  assert.deepEqual(has(FEE, 'AVAILABLE'), [0n, 2n]);
  post(world, 'deposit', null, paidIn(FEE, 90n).reverse());
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'FEES_OWED'), [0n, 3n]);
  assert.deepEqual(has(FEE, 'AVAILABLE'), [20n, 4n]);
});
