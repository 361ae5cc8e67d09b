import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from './gate.ts';

test('a gate lets so many in at once, and the others in the order in which they came', async () => {
  const gate = createGate(2);
  const order: string[] = [];
  assert.equal(gate.enter(), null);
  assert.equal(gate.enter(), null);
  const third = gate.enter()?.then(() => order.push('third'));
  const fourth = gate.enter()?.then(() => order.push('fourth'));
  gate.leave();
  await third;
  assert.deepEqual(order, ['third']);
  gate.leave();
  await fourth;
  assert.deepEqual(order, ['third', 'fourth']);
  gate.leave();
  gate.leave();
  assert.equal(gate.enter(), null, 'free again');
});
