import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Delivery, type DeliveryLimits } from './delivery.ts';

const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Send {
  readonly platformId: number;
  readonly end: (failed: boolean) => void;
}

/** An engine over backlogs in memory, whose sends end when the test says so. */
function engine(backlog: Record<number, number>, limits: DeliveryLimits) {
  const sends: Send[] = [];
  const under = new Map<number, number>();
  let most = 0;
  const change = (platformId: number, by: number) => {
    under.set(platformId, (under.get(platformId) ?? 0) + by);
    most = Math.max(
      most,
      [...under.values()].reduce((sum, count) => sum + count, 0),
    );
  };
  const delivery = new Delivery<number>(
    {
      async lease(platformId, limit) {
        const count = Math.min(backlog[platformId] ?? 0, limit);
        backlog[platformId] = (backlog[platformId] ?? 0) - count;
        return { notices: Array<number>(count).fill(platformId), touched: count };
      },
      async deliver(platformId) {
        change(platformId, 1);
        const { promise, resolve } = Promise.withResolvers<boolean>();
        sends.push({ platformId, end: resolve });
        const failed = await promise;
        change(platformId, -1);
        return { failed, again: false };
      },
    },
    LOG,
    limits,
  );
  return { delivery, sends, under, most: () => most };
}

test('LW-9 a platform has no more sends under way than its share, and fewer while it fails', async () => {
  const on = engine({ 1: 20 }, { perPlatform: 4, perFailing: 1, overall: 100 });
  assert.equal(await on.delivery.fill(1), 4);
  assert.equal(await on.delivery.fill(1), 0);
  for (const send of on.sends.slice(0, 4)) send.end(true);
  const next = await nextSend(on, 4);
  assert.equal(on.under.get(1), 1);
  next.end(false);
  await nextSend(on, 8);
  assert.equal(on.under.get(1), 4);
});

test('LW-9 all platforms together are bounded, and each gets its turn', async () => {
  const on = engine({ 1: 50, 2: 50, 3: 1 }, { perPlatform: 4, perFailing: 2, overall: 6 });
  await Promise.all([1, 2, 3].map((platformId) => on.delivery.fill(platformId)));
  assert.equal(on.sends.length, 6);
  for (let index = 0; index < 101; index += 1) (await nextSend(on, index)).end(false);
  await on.delivery.settled();
  assert.equal(on.sends.length, 101);
  assert.equal(on.most(), 6);
  const third = on.sends.findIndex((send) => send.platformId === 3);
  assert.ok(third < 12, `the third platform waited for ${third} sends`);
});

test('what is asked while a lease is under way is not forgotten', async () => {
  const backlog: Record<number, number> = { 1: 0 };
  const on = engine(backlog, { perPlatform: 4, perFailing: 2, overall: 8 });
  const first = on.delivery.fill(1);
  backlog[1] = 1;
  await Promise.all([first, on.delivery.fill(1)]);
  assert.equal(on.sends.length, 1);
});

test('a lease that fails takes no slot with it', async () => {
  let fails = true;
  const delivery = new Delivery<number>(
    {
      async lease() {
        if (fails) throw new Error('the database is gone');
        return { notices: [1], touched: 1 };
      },
      deliver: async () => ({ failed: false, again: false }),
    },
    LOG,
    { perPlatform: 2, perFailing: 1, overall: 2 },
  );
  await assert.rejects(delivery.fill(1), /gone/);
  await assert.rejects(delivery.fill(2), /gone/);
  fails = false;
  assert.equal(await delivery.fill(1), 1);
});

test('a stopped engine leases nothing and ends what is under way', async () => {
  const on = engine({ 1: 5 }, { perPlatform: 2, perFailing: 1, overall: 2 });
  await on.delivery.fill(1);
  const stopped = on.delivery.stop();
  for (const send of on.sends) send.end(false);
  await stopped;
  assert.equal(on.sends.length, 2);
  assert.equal(await on.delivery.fill(1), 0);
});

/** The send with this index, as soon as it has begun. */
async function nextSend(on: { readonly sends: readonly Send[] }, index: number): Promise<Send> {
  for (let turns = 0; turns < 1_000; turns += 1) {
    const send = on.sends[index];
    if (send) return send;
    await Promise.resolve();
  }
  throw new Error(`send ${index} never began`);
}
