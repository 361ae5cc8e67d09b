/** A second `npm start` on the same database, with a data folder of its own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTestDatabase } from '../src/testing/database.ts';
import { Program } from './program.ts';

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
