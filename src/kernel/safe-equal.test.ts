/** Secrets compare by their whole text, of whatever length. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { safeEqual } from './safe-equal.ts';

test('secrets are equal when all of their text is', () => {
  assert.equal(safeEqual('secret', 'secret'), true);
  assert.equal(safeEqual('secret', 'secrets'), false);
  assert.equal(safeEqual('', 'secret'), false);
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => safeEqual(a, b) === (a === b)));
});
