import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody, PASSWORD } from '../testing/custody.ts';
import { fillBooks } from '../testing/rich-books.ts';
import { cancelHold, project, tender } from '../testing/loans.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d, lianyintong: l } = core;
const { sql } = core.database;
await fillBooks(core);

const LAST = 'an account stands as its last posting left it';
const ASKED = 'a hold is of the kind, the holder, the project and the amount that its order asked for';
const TAKEN = 'a hold is confirmed and cancelled by what was taken of it, its red packet with it';
const WORDS = 'an order says in all its texts what was ordered';
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

test('what began before the mark and ended after it is looked at', async () => {
  const { pages } = core.custody;
  const hold = (await d.open('S-3', tender('two', 'S', 30n))) as string;
  const deposit = { verb: 'DEPOSIT', holder: { kind: 'member', userNo: 'inv' }, amount: 5n } as const;
  const paid = (await d.open('S-d', { ...deposit, way: 'NETBANK_B2C', bank: null, payCompany: null })) as string;
  assert.deepEqual((await checksOf('last')).checks, []);
  await pages.confirm(hold, PASSWORD);
  await pages.handOver(paid);
  const later = "created_at = created_at + interval '1 minute'";
  await sql.unsafe(`update holds set ${later} where hold_no = 'S-3'`);
  await sql`update deposits set holder_no = 3 where request_no = 'S-d'`;
  const { checks } = await checksOf('last');
  assert.ok(checks.includes(ASKED) && checks.includes('a deposit is what its order asked for'), checks.join('\n'));
  await sql.unsafe(`update holds set ${later.replace('+', '-')} where hold_no = 'S-3'`);
  await sql`update deposits set holder_no = (select member_no from members where user_no = 'inv'
    and platform_id = ${d.platform.platformId}) where request_no = 'S-d'`;
  assert.deepEqual((await checksOf('last')).checks, []);
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

test('a value on which a check fails is told with its order, and hides nothing of other platforms', async () => {
  const wrong = { plain_command: '{"verb":"DEPOSIT"}', content: '{' };
  for (const [column, value] of Object.entries(wrong)) {
    const [row] = await sql.unsafe(`select ${column} as right from orders where request_no = 'S-2'`);
    await sql.unsafe(`update orders set ${column} = $1 where request_no = 'S-2'`, [value]);
    await sql`update accounts set balance = balance + 1 where platform_id = ${l.platform.platformId} and kind = 1`;
    const { differences } = await core.verify(null);
    assert.ok(
      differences.some(({ place }) => place === 'order S-2'),
      column,
    );
    assert.ok(
      differences.some(({ platformId }) => platformId === l.platform.platformId),
      column,
    );
    await sql`update accounts set balance = balance - 1 where platform_id = ${l.platform.platformId} and kind = 1`;
    await sql.unsafe(`update orders set ${column} = $1 where request_no = 'S-2'`, [row?.right]);
  }
  assert.deepEqual((await checksOf(null)).checks, []);
});

test('a confirmation whose details are gone is found, and excuses no hold', async () => {
  const [row] = await sql`select plain_command as right from orders where request_no = 'P1-l'`;
  await sql`update orders set plain_command = regexp_replace(plain_command, '"details":.*]', '"details":[]')
    where request_no = 'P1-l'`;
  const { checks } = await checksOf(null);
  assert.ok(checks.includes(TAKEN) && checks.includes(WORDS), checks.join('\n'));
  await sql`update orders set plain_command = ${row?.right as string} where request_no = 'P1-l'`;
});
