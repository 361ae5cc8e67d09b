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
  for (const wanted of world.takeWants()) wanted.take([]);
  const has = (holder: bigint, kind: AccountKind) => {
    const row = world.get(accounts, accountId(holder, kind));
    return row && [row.balance, row.version];
  };
  return { world, has };
}

const pool = (amount: bigint) => line(CUSTODIAN_HOLDER, 'BANK_POOL', 'test', amount);
const available = (holder: bigint, amount: bigint) => line(holder, 'AVAILABLE', 'test', amount);

test('two lines on one account lead one after the other from the balance before to the balance after', () => {
  const { world, has } = emptyLedger();
  post(world, 'test', null, [available(HOLDER, 5n), available(HOLDER, 7n), pool(-12n)]);
  assert.deepEqual(has(HOLDER, 'AVAILABLE'), [12n, 2n]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'BANK_POOL'), [-12n, 1n]);
  post(world, 'test', null, [available(HOLDER, -12n), pool(5n), pool(7n)]);
  assert.deepEqual(has(HOLDER, 'AVAILABLE'), [0n, 3n]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'BANK_POOL'), [0n, 3n]);
});

test('lines of zero are left out; an entry of nothing, or one that does not balance, is never written', () => {
  const { world, has } = emptyLedger();
  for (const lines of [
    [],
    [available(HOLDER, 0n), pool(0n)],
    [available(HOLDER, 1n)],
    [available(HOLDER, 2n), pool(-1n)],
  ]) {
    assert.throws(() => post(world, 'test', null, lines), LedgerDefect);
  }
  assert.equal(world.lane.lastEntryNo, 0n);
  assert.equal(has(HOLDER, 'AVAILABLE'), undefined);
  post(world, 'test', null, [available(HOLDER, 1n), available(FEE, 0n), pool(-1n)]);
  assert.equal(has(FEE, 'AVAILABLE'), undefined);
});

test('G-15 no account goes past its bound: holders have nothing below zero, receivables nothing above', () => {
  const { world, has } = emptyLedger();
  post(world, 'test', null, [available(HOLDER, 10n), line(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE', 'test', -10n)]);
  const over = line(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE', 'test', 11n);
  assert.throws(() => post(world, 'test', null, [over, pool(-11n)]), LedgerDefect);
  assert.throws(() => post(world, 'test', null, [available(HOLDER, -11n), pool(11n)]), LedgerDefect);
  post(world, 'test', null, [{ ...over, amount: 10n }, pool(-10n)]);
  post(world, 'test', null, [available(HOLDER, -10n), pool(10n)]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE'), [0n, 2n]);
  post(world, 'test', null, [available(HOLDER, 3n), pool(-3n)]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'BANK_POOL'), [-3n, 3n], 'the pool is free');
});

test('L2.6 owed fees are paid by whatever the fee account has, wherever in an entry it was credited', () => {
  const { world, has } = emptyLedger();
  const owed = (amount: bigint) => line(CUSTODIAN_HOLDER, 'FEES_OWED', 'test', amount);
  post(world, 'test', null, [owed(-100n), line(CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME', 'test', 100n)]);
  post(world, 'test', null, [available(FEE, 30n), pool(-30n)]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'FEES_OWED'), [-70n, 2n]);
  assert.deepEqual(has(FEE, 'AVAILABLE'), [0n, 2n]);
  post(world, 'test', null, [pool(-90n), available(FEE, 90n)]);
  assert.deepEqual(has(CUSTODIAN_HOLDER, 'FEES_OWED'), [0n, 3n]);
  assert.deepEqual(has(FEE, 'AVAILABLE'), [20n, 4n]);
});
