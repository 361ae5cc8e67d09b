import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../testing/custody.ts';
import { fillBooks } from '../testing/rich-books.ts';
import { cancelHold, project, tender } from '../testing/loans.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d, lianyintong: l } = core;
const { sql } = core.database;
await fillBooks(core);

const LAST = 'an account stands as its last posting left it';
const CHAIN = 'every posting leads from the balance before it to the balance after';
const marks = async () =>
  (await sql`select platform_id, entry_no, last_no from verified_marks order by 1`).map(Object.values);
const lanes = async () =>
  (await sql`select platform_id, last_entry_no, last_no from lanes order by 1`).map(Object.values);
const checksOf = async (since: 'last' | null) => {
  const { differences, leftOut } = await core.verify(since);
  return { checks: differences.map(({ check }) => check), leftOut };
};

test('found right, each platform has a mark where its lane stood', async () => {
  assert.deepEqual(await marks(), []);
  assert.deepEqual(await checksOf('last'), { checks: [], leftOut: 0 }, 'without a mark it is the whole');
  assert.deepEqual(await marks(), await lanes());
});

test('since the mark nothing is missed of what began after it, whatever kind it is', async () => {
  await l.register('new');
  await l.deposit('new', 1_000n);
  await d.outcome('S-p', project('S', 'bor', 1_000n), false);
  await d.confirm('S-1', tender('two', 'S', 100n));
  // One that began before ends after.
  await d.outcome('S-c', cancelHold('P2-1', 10n));
  const before = await marks();
  const { checks, leftOut } = await checksOf('last');
  assert.deepEqual(checks, []);
  assert.ok(leftOut > 0, 'what sums up the whole past is left out');
  assert.notDeepEqual(await marks(), before);
});

test('a new fen is found since the mark, and moves no mark; an old one by the whole only', async () => {
  const [old] = await sql`select min(entry_no) as no from entries where platform_id = ${d.platform.platformId}`;
  await d.confirm('S-2', tender('two', 'S', 50n));
  const [young] = await sql`select max(entry_no) as no from entries where platform_id = ${d.platform.platformId}`;
  const spoil = (no: unknown, by: number) =>
    sql.unsafe(`update postings set balance_after = balance_after + ${by}
      where platform_id = ${d.platform.platformId} and entry_no = ${no} and seq = 1`);
  const before = await marks();
  await spoil(young?.no, 1);
  const { checks } = await checksOf('last');
  assert.ok(checks.includes(CHAIN) && checks.includes(LAST), checks.join('\n'));
  assert.deepEqual((await marks()).at(1), before.at(1));
  await spoil(young?.no, -1);
  await spoil(old?.no, 1);
  assert.deepEqual((await checksOf('last')).checks, []);
  assert.ok((await checksOf(null)).checks.includes(CHAIN));
  await spoil(old?.no, -1);
  assert.deepEqual(await checksOf(null), { checks: [], leftOut: 0 });
});

test('a platform that rows name and nobody knows is found', async () => {
  await sql`update holds set platform_id = 99 where hold_no = 'S-2'`;
  const { differences, platforms } = await core.verify(null);
  assert.deepEqual([platforms, differences.some(({ platformId }) => platformId === 99)], [3, true]);
  await sql`update holds set platform_id = ${d.platform.platformId} where hold_no = 'S-2'`;
});
