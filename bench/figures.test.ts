import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, medianMeasured, quantile, ratioAt } from './figures.ts';

test('the ratio at a faster signer takes the same milliseconds from both sides', () => {
  // 1 ms per signature here, a third there: two thirds of a millisecond are gained by each.
  const ratio = ratioAt({ empty: 1.5, real: 2.5 }, 1_000, 3_000);
  assert.ok(Math.abs(ratio - (1.5 - 2 / 3) / (2.5 - 2 / 3)) < 1e-12);
});

test('a signer as fast as the goal, or faster, leaves the ratio as it was measured', () => {
  assert.equal(ratioAt({ empty: 1, real: 2 }, 3_000, 3_000), 0.5);
  assert.equal(ratioAt({ empty: 1, real: 2 }, 6_000, 3_000), 0.5);
});

test('a median is the middle value, and nothing where one was not measured', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(medianMeasured([9, 1, 5]), 5);
  assert.equal(medianMeasured([9, null, 5]), null);
});

test('a quantile of one is the greatest value', () => {
  assert.equal(quantile([3, 1, 2], 1), 3);
  assert.equal(
    quantile(
      Array.from({ length: 100 }, (_, i) => i),
      0.99,
    ),
    99,
  );
});
