/**
 * A rolling upgrade: two nodes under load on one database, a newer version migrates it beside them and takes their
 * places one after the other. No order is lost and none has two effects; a caller has at most to repeat one.
 */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './program.ts';
import { prepareTwoNodes } from './two-nodes.ts';

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

test('G-9 G-11 G-15 two nodes are upgraded under load: nothing is lost, nothing happens twice', async (t) => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-upgrade-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const newer = await newerVersion(join(folder, 'newer'));
  const stage = await prepareTwoNodes(stack, { CUNGUAN_DRAIN: '3' });
  assert.match((await stage.migrate()).out, /^Applied: /);
  for (const node of stage.nodes) await stage.serve(node);
  const balancer = await stage.balance(...stage.nodes);
  const besieged = [
    await stage.besiege(balancer, 'lianyintong', '7000000000'),
    await stage.besiege(balancer, 'depository', '7000000001'),
  ];
  const served: string[] = [];
  await stage.underLoad(t, besieged, async (phase) => {
    await phase(PHASE);
    assert.equal((await stage.migrate(newer)).out, 'Applied: column, table.\n');
    await phase(PHASE);
    for (const node of stage.nodes) {
      served.push(node.at.custodian);
      await node.stop();
      await phase(PHASE);
      await stage.serve(node, newer);
      await phase(PHASE);
    }
  });
  assert.ok(
    served.every((url) => balancer.given.has(url)),
    'both nodes served, and the first again as the newer one',
  );
});
