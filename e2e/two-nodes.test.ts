/**
 * Two nodes on one database: a second `npm start` with a data folder of its own; and both under load, on one platform
 * that they share and one of each's own, with one killed hard in the middle. `ORDERS=4000` for a minute of it.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { callAdmin } from '../src/main/cli/client.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { startBalancer } from './balancer.ts';
import { Tally } from './caller.ts';
import { cunguan, launcherOf, Program, ROOT } from './program.ts';
import { askAgain, besiege, compare } from './siege.store.ts';

/** Orders acknowledged before the kill, while a node is gone, and after it has come back. */
const ORDERS = Number(process.env.ORDERS ?? 60);

test('a second sandbox on one database needs its keys, and says so; with them it starts, and both serve', async () => {
  const { url } = await createTestDatabase({ empty: true });
  await using first = await Program.prepare();
  await using second = await Program.prepare();
  await first.start({ DATABASE_URL: url });
  await assert.rejects(
    second.start({ DATABASE_URL: url }),
    /ended with 1: The custodian's keys are missing in [^\n]+ name the folder that has them in CUNGUAN_KEYS; [^\n]+\n$/,
  );
  const environment = { DATABASE_URL: url, CUNGUAN_KEYS: join(first.data, 'keys') };
  await second.start(environment);
  for (const { at, data } of [first, second]) {
    assert.equal((await fetch(`${at.demo}/`)).status, 200, `the demo of ${data}`);
    assert.equal((await fetch(`${at.custodian}/readyz`)).status, 200);
  }
  // Each demo is a platform of its own, and both nodes know both.
  for (const no of ['6000000001', '6000000002', '6000000011', '6000000012']) {
    const shown = await Promise.all([first, second].map((node) => node.ask('platform', 'show', no)));
    assert.deepEqual(shown[0], shown[1]);
  }
  await second.stop();
  await second.start(environment);
  assert.equal((await second.cli('platform', 'show', '6000000021')).code, 1, 'a second start takes no other numbers');
});

test('G-9 G-11 G-15 one of two nodes is killed hard under load: nothing is lost, nothing happens twice', async (t) => {
  await using stack = new AsyncDisposableStack();
  const { url, sql } = await createTestDatabase({ empty: true });
  const nodes = [stack.use(await Program.prepare()), stack.use(await Program.prepare())] as const;
  const [victim, survivor] = nodes;
  const environment = { DATABASE_URL: url, CUNGUAN_KEYS: join(victim.data, 'keys'), CUNGUAN_POOL: '8' };
  const serving = [process.execPath, launcherOf(ROOT), 'serve'];
  await cunguan(victim.data, ['migrate'], ROOT, { environment });
  for (const node of nodes) await node.start(environment, serving);
  const upOf = (wanted: readonly Program[]) => wanted.flatMap((node) => (node.isUp ? [node.at.custodian] : []));
  const tally = new Tally();
  /** Calls go to these nodes, and to the other when none of them is up. */
  const front = async (...wanted: readonly Program[]) => {
    const balancer = await startBalancer(() => (upOf(wanted).length > 0 ? upOf(wanted) : upOf(nodes)));
    stack.defer(() => balancer.close());
    const at = { ...survivor.at, custodian: balancer.url };
    return { data: victim.data, databaseUrl: async () => url, at };
  };
  const notify = 'http://127.0.0.1:9/notify';
  const besieged = [
    await besiege(await front(...nodes), 'depository', '7000000000', notify, tally),
    await besiege(await front(victim), 'lianyintong', '7000000001', notify, tally),
    await besiege(await front(survivor), 'depository', '7000000002', notify, tally),
  ];
  let over = false;
  const load = Promise.all(besieged.map((one) => one.run(() => over)));
  const phase = async (): Promise<number> => {
    const began = performance.now();
    await Promise.race([tally.after(ORDERS), load.then(() => assert.fail('the load has ended'))]);
    return Math.round((1_000 * ORDERS) / (performance.now() - began));
  };
  try {
    const rates = [await phase()];
    await victim.kill();
    rates.push(await phase());
    await victim.start(environment, serving);
    rates.push(await phase());
    t.diagnostic(`orders a second with two nodes, one, two again: ${rates.join(', ')}`);
    over = true;
    await load;
  } finally {
    over = true;
    tally.abandoned = true;
  }
  t.diagnostic(`${tally.acknowledged} orders, ${tally.unanswered} tries without an answer, ${tally.broken} broken off`);
  assert.ok(tally.unanswered > 0, 'the kill was felt');
  tally.abandoned = false;
  for (const one of besieged) {
    await askAgain(one);
    await compare(sql, one);
  }
  await callAdmin(survivor.data, { command: 'ledger.verify', args: {} });
});
