import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE, SECOND } from '../kernel/time.ts';
import { delayAfter, retryDelays } from './schedule.ts';

for (const [rule, retries] of [
  ['LW-9', 6],
  ['DW-5', 3],
  ['DW-5 (withdrawal)', 2],
] as const) {
  test(`${rule} ${retries} retries grow and fit into one hour with minutes to spare`, () => {
    const delays = retryDelays(retries);
    assert.equal(delays.length, retries);
    assert.ok(delays.every((delay, index) => index === 0 || delay > (delays[index - 1] ?? 0)));
    assert.ok(delays.every((delay) => delay % SECOND === 0));
    const total = delays.reduce((sum, delay) => sum + delay, 0);
    assert.ok(total < HOUR - 5 * MINUTE && total > HOUR / 2, `${total} ms`);
  });
}

test('LW-9 the first retry comes within seconds, the last after half an hour', () => {
  assert.deepEqual(
    retryDelays(6).map((delay) => delay / SECOND),
    [9, 27, 81, 243, 729, 2187],
  );
});

test('LW-9 after the last send there is no other', () => {
  assert.equal(delayAfter(6, 6), 2_187 * SECOND);
  assert.equal(delayAfter(7, 6), null);
  assert.equal(delayAfter(1, 0), null);
});
