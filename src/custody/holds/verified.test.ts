/** What `ledger verify` says of holds that are not as they should be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import { cancelHold, project, tender } from '../../testing/loans.ts';
import { spoiler } from '../../testing/spoil.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d } = core;
const { sql } = core.database;
const { change } = spoiler(sql);

await d.register('inv', 'INVESTOR');
await d.register('bor', 'BORROWER');
await d.deposit('inv', 1_000n);
await d.outcome('p1', project('P1', 'bor', 1_000n));
for (const no of ['open', 'done']) await d.confirm(no, tender('inv', 'P1', 100n));
await d.outcome('c1', cancelHold('done', 100n));

const FROZE = 'a hold froze its amount, of its holder';
const ASKED = 'a hold is of the kind, the holder, the project and the amount that its order asked for';
const TOOK = 'a hold is confirmed and cancelled by what was taken of it, its red packet with it';
const DONE = "hold_no = 'done'";
const holder = (from: number, by: number) => `holder_no = holder_no - ${from} + ${by}`;

test('a hold that was given to another holder is found, also when it has ended', async () => {
  for (const no of ['open', 'done']) {
    assert.ok((await change('holds', `hold_no = '${no}'`, holder(0, 1), holder(1, 0))).includes(FROZE), no);
  }
});

test('a hold of another amount is found, also when it has ended', async () => {
  const checks = await change('holds', DONE, 'amount = 101, cancelled = 101', 'amount = 100, cancelled = 100');
  assert.ok(checks.includes(FROZE) && checks.includes(ASKED), checks.join('\n'));
});

test('a hold said to be confirmed where it was cancelled is found', async () => {
  const swap = 'confirmed = cancelled, cancelled = confirmed';
  assert.deepEqual(await change('holds', DONE, swap, swap), [TOOK]);
});

test('the database refuses a tender and a repayment that are for no project', async () => {
  await assert.rejects(sql`update holds set project_no = null where hold_no = 'open'`, /hold_has_its_project/);
});
