import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSemaphore } from './semaphore.ts';

test('a semaphore lets so many in at once, and the others in the order in which they came', async () => {
  const semaphore = createSemaphore(2);
  const order: string[] = [];
  assert.equal(semaphore.enter(), null);
  assert.equal(semaphore.enter(), null);
  const third = semaphore.enter()?.then(() => order.push('third'));
  const fourth = semaphore.enter()?.then(() => order.push('fourth'));
  semaphore.leave();
  await third;
  assert.deepEqual(order, ['third']);
  semaphore.leave();
  await fourth;
  assert.deepEqual(order, ['third', 'fourth']);
  semaphore.leave();
  semaphore.leave();
  assert.equal(semaphore.enter(), null, 'free again');
});
