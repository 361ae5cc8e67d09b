/** What one sends too much waits in his own queue. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { FairGate, type FairGateOptions } from './fair-gate.ts';

const GREEDY = 1;
const MODEST = 2;

function stage(options: Partial<FairGateOptions> = {}) {
  let now = 0;
  const gate = new FairGate({ most: 64, waiting: 500, patience: 60_000, passed: () => now, ...options });
  return { gate, pass: (ms: number) => (now += ms) };
}

test('alone, a tenant has all of it', () => {
  const { gate } = stage();
  const entered = Array.from({ length: 70 }, () => gate.enter(GREEDY));
  assert.equal(entered.filter((one) => one === true).length, 64);
});

test('beside another, what is too much waits, and the other is let in at once', async () => {
  const { gate } = stage();
  assert.equal(gate.enter(MODEST), true);
  const crowd = Array.from({ length: 200 }, () => gate.enter(GREEDY));
  const inside = crowd.filter((one) => one === true).length;
  assert.equal(inside, 8, 'a few times what the other has, and eight at least');
  assert.equal(gate.enter(MODEST), true);
  gate.leave(MODEST);
  gate.leave(GREEDY);
  assert.equal(await crowd[8], true, 'the next of the queue takes the place');
});

test('two that are about as busy do not hinder each other', () => {
  const { gate } = stage();
  const both = Array.from({ length: 30 }, () => [gate.enter(GREEDY), gate.enter(MODEST)]).flat();
  assert.ok(both.every((one) => one === true));
});

test('full, the gate takes one of each tenant in turn', async () => {
  const { gate } = stage({ most: 20 });
  for (let count = 0; count < 10; count += 1) assert.ok(gate.enter(GREEDY) === true && gate.enter(MODEST) === true);
  const order: string[] = [];
  const queue = (tenant: number, name: string) => void Promise.resolve(gate.enter(tenant)).then(() => order.push(name));
  for (const name of ['g1', 'g2', 'g3']) queue(GREEDY, name);
  for (const name of ['m1', 'm2']) queue(MODEST, name);
  gate.leave(GREEDY);
  gate.leave(MODEST);
  await new Promise(setImmediate);
  assert.deepEqual(order, ['g1', 'm1']);
});

test('who has gone is not waited for', () => {
  const { gate, pass } = stage();
  assert.equal(gate.enter(MODEST), true);
  gate.leave(MODEST);
  pass(3_000);
  const entered = Array.from({ length: 64 }, () => gate.enter(GREEDY));
  assert.ok(entered.every((one) => one === true));
});

test('what one has under way for ever shuts nobody out', () => {
  const { gate } = stage({ most: 16 });
  for (let count = 0; count < 16; count += 1) assert.equal(gate.enter(GREEDY), true);
  for (let count = 0; count < 8; count += 1) assert.equal(gate.enter(MODEST), true);
  assert.notEqual(gate.enter(GREEDY), true);
});

test('a queue ends in number and in time', async () => {
  const { gate } = stage({ most: 8, waiting: 2, patience: 5 });
  for (let count = 0; count < 8; count += 1) assert.equal(gate.enter(GREEDY), true);
  const [first, second, third] = [gate.enter(GREEDY), gate.enter(GREEDY), gate.enter(GREEDY)];
  assert.equal(third, false, 'the queue is full');
  assert.deepEqual(await Promise.all([first, second]), [false, false], 'and patience ends');
  gate.leave(GREEDY);
  assert.equal(gate.enter(GREEDY), true, 'who was told no has left nothing behind');
});
