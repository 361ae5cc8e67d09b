/**
 * Two nodes on one database: a second `npm start` with a data folder of its own; and both under load, on one platform
 * that they share and one of each's own, with one killed hard in the middle. `ORDERS=4000` for a minute of it.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTestDatabase } from '../src/testing/database.ts';
import { Program } from './program.ts';
import { prepareTwoNodes } from './two-nodes.ts';

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
  const stage = await prepareTwoNodes(stack);
  const [victim, survivor] = stage.nodes;
  await stage.migrate();
  for (const node of stage.nodes) await stage.serve(node);
  const besieged = [
    await stage.besiege(await stage.balance(victim, survivor), 'depository', '7000000000'),
    await stage.besiege(await stage.balance(victim), 'lianyintong', '7000000001'),
    await stage.besiege(await stage.balance(survivor), 'depository', '7000000002'),
  ];
  await stage.underLoad(t, besieged, async (phase) => {
    const rates = [await phase(ORDERS)];
    await victim.kill();
    rates.push(await phase(ORDERS));
    await stage.serve(victim);
    rates.push(await phase(ORDERS));
    t.diagnostic(`orders a second with two nodes, one, two again: ${rates.join(', ')}`);
  });
  assert.ok(stage.tally.unanswered > 0, 'the kill was felt');
});
