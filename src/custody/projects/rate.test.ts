import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentOf } from './rate.ts';

test('L2.10 where fractions are written too, below 1 is a fraction and 1 or more percent', () => {
  const cases = { '0.15': '15', '0.085': '8.5', '0.0000001': '0.00001', '1.5E-1': '15', '0': '0', '0.999': '99.9' };
  for (const [rate, percent] of Object.entries({ ...cases, '1': '1', '1.00': '1', '8.5': '8.5', '10.0': '10' }))
    assert.equal(percentOf(rate, 'FRACTION_BELOW_ONE'), percent, rate);
});

test('D-PRJ where percent is written, 0.5 is half a percent', () => {
  for (const [rate, percent] of Object.entries({ '0.5': '0.5', '5': '5', '6.80': '6.8', '1E1': '10', '100': '100' }))
    assert.equal(percentOf(rate, 'PERCENT'), percent, rate);
});
