/**
 * A rolling upgrade: two nodes under load on one database, a newer version migrates it beside them and takes their
 * places one after the other. No order is lost and none has two effects; a caller has at most to repeat one.
 */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { callAdmin } from '../src/main/cli/client.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { Tally } from './caller.ts';
import { startBalancer } from './balancer.ts';
import { cunguan, launcherOf, Program, ROOT } from './program.ts';
import { askAgain, besiege, compare } from './siege.store.ts';

/** Orders acknowledged in each state of the upgrade. */
const PHASE = 30;
/** What the newer version brings: a column on the hottest table, and a table. */
const NEWER = {
  'column.sql': '-- older programs may serve: they name their columns.\nalter table accounts add column noted text;\n',
  'table.sql':
    '-- older programs may serve: they do not know it.\ncreate table notes (platform_id integer primary key);\n',
};
const PARTS = ['bin', 'demo', 'migrations', 'sandbox-bank', 'sdk', 'src', 'package.json'];

/** A checkout of the version that follows ours. */
async function newerVersion(folder: string): Promise<string> {
  await mkdir(folder);
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  let last = (await readdir(join(folder, 'migrations'))).length;
  for (const [name, text] of Object.entries(NEWER)) {
    last += 1;
    await writeFile(join(folder, 'migrations', `${String(last).padStart(4, '0')}-${name}`), text);
  }
  return folder;
}

const serving = (root: string) => [process.execPath, launcherOf(root), 'serve'];

test('G-9 G-11 G-15 two nodes are upgraded under load: nothing is lost, nothing happens twice', async (t) => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-upgrade-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const { url, sql } = await createTestDatabase({ empty: true });
  const newer = await newerVersion(join(folder, 'newer'));
  const nodes = [stack.use(await Program.prepare()), stack.use(await Program.prepare())] as const;
  const environment = {
    DATABASE_URL: url,
    CUNGUAN_KEYS: join(nodes[0].data, 'keys'),
    CUNGUAN_DRAIN: '3',
    CUNGUAN_POOL: '8',
  };
  const served: string[] = [];
  const migrate = (root: string) => cunguan(nodes[0].data, ['migrate'], ROOT, { environment, root });
  assert.match((await migrate(ROOT)).out, /^Applied: /);
  for (const node of nodes) await node.start(environment, serving(ROOT));
  const balancer = await startBalancer(() => nodes.flatMap((node) => (node.isUp ? [node.at.custodian] : [])));
  stack.defer(() => balancer.close());
  const tally = new Tally();
  let over = false;
  const front = { data: nodes[0].data, databaseUrl: async () => url, at: { ...nodes[0].at, custodian: balancer.url } };
  const besieged = [
    await besiege(front, 'lianyintong', '7000000000', 'http://127.0.0.1:9/notify', tally),
    await besiege(front, 'depository', '7000000001', 'http://127.0.0.1:9/notify', tally),
  ];
  const load = Promise.all(besieged.map((one) => one.run(() => over)));
  const phase = () => Promise.race([tally.after(PHASE), load.then(() => assert.fail('the load has ended'))]);
  try {
    await phase();
    assert.equal((await migrate(newer)).out, 'Applied: column, table.\n');
    await phase();
    for (const node of nodes) {
      served.push(node.at.custodian);
      await node.stop();
      await phase();
      await node.start(environment, serving(newer));
      await phase();
    }
    over = true;
    await load;
  } finally {
    over = true;
    tally.abandoned = true;
  }
  t.diagnostic(`${tally.acknowledged} orders, ${tally.unanswered} tries without an answer, ${tally.broken} broken off`);
  assert.ok(
    served.every((url) => balancer.given.has(url)),
    'both nodes served, and the first again as the newer one',
  );
  tally.abandoned = false;
  for (const one of besieged) {
    await askAgain(one);
    await compare(sql, one);
  }
  await callAdmin(nodes[1].data, { command: 'ledger.verify', args: {} });
});
