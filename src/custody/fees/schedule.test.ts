import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform } from '../platforms/platform.ts';
import { feeOf, parseFee } from './schedule.ts';

const feeBy = (schedule: string, amount: bigint) =>
  feeOf({ settings: { 'fee-deposit': schedule } } as unknown as Platform, 'deposit', amount);

test('L2.6 a rate is rounded half up to the fen: neither cut nor rounded up', () => {
  assert.equal(feeBy('0.25%', 10_000n), 25n);
  assert.equal(feeBy('0.25%', 199n), 0n);
  assert.equal(feeBy('0.25%', 200n), 1n);
  assert.equal(feeBy('0.25%', 599n), 1n);
  assert.equal(feeBy('0.25%', 600n), 2n);
});

test('L2.6 a schedule is an amount per order, a rate, or both; without one there is no fee', () => {
  assert.equal(feeBy('2.00', 1n), 200n);
  assert.equal(feeBy('1.00+0.1%', 100_000n), 200n);
  assert.equal(feeOf({ settings: {} } as unknown as Platform, 'withdraw', 100_000n), 0n);
  for (const text of ['', '+', '%', '1.001', '-1', '100%+1', '0.00001%']) assert.equal(parseFee(text), null, text);
});
