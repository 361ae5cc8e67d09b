import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlatformSweep, type RoundPace } from './platform-sweep.ts';

/** A sweep over rows that are counted per platform; `rounds` keeps whose turn it was. */
function stage(pace: Partial<RoundPace>, act: (platformId: number) => Promise<void>) {
  const due = new Map<number, number>();
  const rounds: number[] = [];
  const failures: number[] = [];
  const sweep = createPlatformSweep(
    {
      name: 'rows',
      nextDue: async () => (due.size > 0 ? 0 : null),
      platformsDue: async () => [...due.keys()],
      async round(platformId) {
        rounds.push(platformId);
        await act(platformId);
        const taken = due.get(platformId) ?? 0;
        due.delete(platformId);
        return taken;
      },
    },
    pace,
  );
  const run = () => sweep.run(0, (_, platformId) => failures.push(platformId));
  return { due, rounds, failures, run, settled: async () => sweep.settled?.() };
}

test('only platforms with something due have a turn, each once, and their rows are counted', async () => {
  const on = stage({}, async () => undefined);
  on.due.set(7, 3).set(4, 2);
  assert.equal(await on.run(), 5);
  assert.deepEqual(on.rounds, [7, 4]);
  assert.equal(await on.run(), 0);
  assert.deepEqual(on.rounds, [7, 4]);
});

test('however many platforms have something due, a few are at work at once', async () => {
  let atWork = 0;
  let most = 0;
  const on = stage({ atOnce: 3 }, async () => {
    atWork += 1;
    most = Math.max(most, atWork);
    await new Promise(setImmediate);
    atWork -= 1;
  });
  for (let id = 1; id <= 50; id += 1) on.due.set(id, 1);
  assert.equal(await on.run(), 50);
  assert.equal(most, 3);
});

test('a platform that is stuck is passed over while it is, and begun no second time', { timeout: 5_000 }, async () => {
  const { promise: stuck, resolve: release } = Promise.withResolvers<void>();
  const on = stage({ patience: 1 }, async (id) => (id === 1 ? stuck : undefined));
  on.due.set(1, 1).set(2, 1);
  assert.equal(await on.run(), 1);
  on.due.set(3, 4);
  assert.equal(await on.run(), 4);
  assert.deepEqual(on.rounds, [1, 2, 3]);
  release();
  await on.settled();
  assert.equal(await on.run(), 1, 'what ended late is counted late');
});

test('with every place taken by stuck platforms a run ends all the same', { timeout: 5_000 }, async () => {
  const { promise: stuck, resolve: release } = Promise.withResolvers<void>();
  const on = stage({ patience: 1, atOnce: 2 }, async (id) => (id < 3 ? stuck : undefined));
  on.due.set(1, 1).set(2, 1).set(3, 1);
  assert.equal(await on.run(), 0);
  release();
  await on.settled();
  assert.equal(await on.run(), 3);
});

test('a platform whose work fails rests ever longer, and no other waits for it', async () => {
  let passed = 0;
  const on = stage({ rest: 10, longestRest: 40, passed: () => passed }, async (id) => {
    if (id === 1) throw new Error('no');
  });
  on.due.set(1, 1);
  const tries: number[] = [];
  for (; passed < 200; passed += 1) {
    on.due.set(2, 1);
    assert.equal(await on.run(), 1);
    if (on.failures.length > tries.length) tries.push(passed);
  }
  assert.deepEqual(tries, [0, 10, 30, 70, 110, 150, 190]);
  assert.equal(on.rounds.filter((id) => id === 2).length, 200);
});

test('a failure that comes late is told too', { timeout: 5_000 }, async () => {
  const { promise: stuck, reject } = Promise.withResolvers<void>();
  const on = stage({ patience: 1 }, () => stuck);
  on.due.set(1, 1);
  assert.equal(await on.run(), 0);
  assert.deepEqual(on.failures, []);
  reject(new Error('no'));
  await on.settled();
  assert.deepEqual(on.failures, [1]);
});
