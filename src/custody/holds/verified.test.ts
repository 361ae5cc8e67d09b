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
const ASKED = 'a hold is of the kind, the project and the amount that its order asked for';
const holder = (from: number, by: number) => `holder_no = holder_no - ${from} + ${by}`;

test('a hold that was given to another holder is found, also when it has ended', async () => {
  assert.ok((await change('holds', "hold_no = 'open'", holder(0, 1), holder(1, 0))).includes(FROZE));
  assert.deepEqual(await change('holds', "hold_no = 'done'", holder(0, 1), holder(1, 0)), [
    'whoever has something held has a frozen account',
    FROZE,
  ]);
});

test('a hold of another amount is found, also when it has ended', async () => {
  const spoilt = 'amount = 101, cancelled = 101';
  const right = 'amount = 100, cancelled = 100';
  assert.deepEqual(await change('holds', "hold_no = 'done'", spoilt, right), [FROZE, ASKED]);
});

test('a hold of another kind or project than was asked for is found, also when it has ended', async () => {
  const kind = await change('holds', "hold_no = 'done'", "kind = 'REPAYMENT'", "kind = 'TENDER'");
  assert.deepEqual(kind, [ASKED]);
  const other = await change('holds', "hold_no = 'done'", "project_no = 'P2'", "project_no = 'P1'");
  assert.deepEqual(other, [ASKED]);
});

test('the database refuses a tender and a repayment that are for no project', async () => {
  await assert.rejects(sql`update holds set project_no = null where hold_no = 'open'`, /hold_has_its_project/);
});
