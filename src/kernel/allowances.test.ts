/** A bucket per name. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createAllowances } from './allowances.ts';

function stage(perSecond: number, burst: number) {
  let now = 0;
  const allowances = createAllowances({ perSecond, burst }, () => now);
  return { ...allowances, pass: (ms: number) => (now += ms) };
}

const taken = (take: () => boolean, tries: number) => Array.from({ length: tries }, take).filter(Boolean).length;

test('so much at once, then so much a second, each name for itself', () => {
  const { take, pass } = stage(10, 5);
  assert.equal(
    taken(() => take('a'), 20),
    5,
  );
  assert.equal(
    taken(() => take('b'), 20),
    5,
  );
  pass(300);
  assert.equal(
    taken(() => take('a'), 20),
    3,
  );
  pass(60_000);
  assert.equal(
    taken(() => take('a'), 20),
    5,
    'no more than the burst, however long it was',
  );
});

test('a cost above what is left is a debt that is waited off; what is given back counts', () => {
  const { take, has, giveBack, pass } = stage(10, 5);
  assert.equal(take('a', 25), true);
  assert.equal(has('a'), false);
  pass(2_000);
  assert.equal(take('a'), false, 'still in debt');
  giveBack('a', 25);
  assert.equal(
    taken(() => take('a'), 20),
    5,
  );
});

test('memory is bounded: of too many names the oldest is forgotten', () => {
  const { take } = stage(0, 1);
  assert.equal(take('first'), true);
  assert.equal(take('first'), false);
  for (let index = 0; index < 50_000; index += 1) take(`n${index}`);
  assert.equal(take('first'), true, 'it begins anew');
});
