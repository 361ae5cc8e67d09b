import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { HOUR, MINUTE } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, person, SHOW } from '../../testing/custody.ts';
import { auto, cancelHold, lend, looks, modify, project, tender, withdrawal } from '../../testing/loans.ts';
import type { PageCommand } from '../commands.ts';
import { MOVED } from '../page-orders/pages.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l, clock } = core;
const { pages, queries } = core.custody;
const { sql } = core.database;
const atL = looks(sql, l.platform.platformId);
const CARD = '6217680000000000009';

for (const userNo of ['inv', 'bor']) await l.register(userNo);
await l.deposit('inv', 1_000_000n);
await l.outcome('p', project('P', 'bor', 1_000_000n), false);

const runSweeps = () => runDue(core.sweeps, clock.now());
const open = (requestNo: string, command: PageCommand, expired: number | null) =>
  core.custody.open(l.platform, { requestNo, service: 'TEST', idempotent: true }, command, SHOW, expired);
const expiry = async (requestNo: string) => (await queries.order(l.platform.platformId, requestNo))?.expiresAt;

test('G-12 a token is unguessable, and a forged one opens nothing', async () => {
  const token = (await l.open('a1', tender('inv', 'P', 10n))) as string;
  const [platform, order, mac = ''] = token.split(/-(.*?)-(.*)/s);
  assert.ok(mac.length >= 32);
  const next = (BigInt(Number.parseInt(order as string, 36)) + 1n).toString(36);
  const forged = [
    `${platform}-${next}-${mac}`,
    `${Number(platform) + 1}-${order}-${mac}`,
    `${platform}-${order}-${mac.slice(0, -1)}${mac.endsWith('A') ? 'B' : 'A'}`,
    `${platform}-${order}-`,
    token.slice(1),
    `${token}x`,
    '',
    'x',
    '../..',
    `${platform}-${order}-${'A'.repeat(32)}`,
  ];
  for (const text of forged) {
    assert.equal(await pages.view(text), null, text);
    assert.equal(await pages.confirm(text, PASSWORD), null);
    assert.equal(await pages.cancel(text), null);
    assert.equal(await pages.handOver(text), null);
    assert.equal(await pages.sendSms(text, '13812345678'), null);
  }
  assert.equal((await pages.view(token))?.order.state, 'OPEN');
});

test('G-12 the same call while the order lives enters its page, and later its outcome', async () => {
  const command = tender('inv', 'P', 20n);
  const token = (await l.open('b1', command)) as string;
  assert.equal(await l.open('b1', command), token);
  await pages.confirm(token, PASSWORD);
  assert.equal(await l.open('b1', command), token);
  assert.equal((await pages.view(token))?.order.state, 'DONE');
});

test('G-12 reloading and going back repeats no effect', async () => {
  const before = await atL.money('inv');
  const token = await l.confirm('c1', tender('inv', 'P', 30n));
  for (let i = 0; i < 3; i += 1) assert.deepEqual(await pages.confirm(token, PASSWORD), MOVED);
  assert.deepEqual(await pages.cancel(token), MOVED);
  assert.deepEqual(await atL.money('inv'), [before[0] - 30n, before[1] + 30n]);
  assert.equal((await atL.order('c1'))?.state, 'DONE');
  assert.deepEqual(await atL.notices('c1'), ['FINAL PENDING']);
});

test('G-12 a page does only what it is for', async () => {
  const token = (await l.open('only', tender('inv', 'P', 10n))) as string;
  assert.deepEqual(await pages.handOver(token), MOVED);
  assert.deepEqual(await pages.sendSms(token, '13812345678'), MOVED);
  assert.equal((await atL.order('only'))?.state, 'OPEN');
  await pages.cancel(token);
});

test('G-13 the person leaves: a final failure, told once', async () => {
  const token = (await l.open('d1', tender('inv', 'P', 10n))) as string;
  await Promise.all([pages.cancel(token), pages.cancel(token), pages.cancel(token)]);
  assert.equal((await atL.order('d1'))?.refusal, 'PAGE_CANCELLED');
  assert.deepEqual(await atL.notices('d1'), ['FINAL PENDING']);
  await pages.confirm(token, PASSWORD);
  assert.equal((await atL.order('d1'))?.refusal, 'PAGE_CANCELLED');
});

test('G-13 password and leaving in the same moment: one outcome, one notice', async () => {
  for (let i = 0; i < 5; i += 1) {
    const token = (await l.open(`e${i}`, tender('inv', 'P', 10n))) as string;
    await Promise.all([pages.confirm(token, PASSWORD), pages.cancel(token)]);
    assert.equal((await atL.notices(`e${i}`)).length, 1);
  }
});

test('G-13 an order refused before its page owes no notice but its return; a duplicate owes neither', async () => {
  const refused = await open('f1', tender('inv', 'NONE', 10n), null);
  assert.ok(!refused.ok && refused.owesReturn);
  assert.deepEqual(await atL.notices('f1'), []);
  await l.confirm('f2', tender('inv', 'P', 10n));
  const duplicate = await open('f2', tender('inv', 'P', 11n), null);
  assert.ok(!duplicate.ok && !duplicate.owesReturn);
});

test('G-14 without a time of its own, or with one that is past, a page lives fifteen minutes', async () => {
  const due = clock.now() + 15 * MINUTE;
  await open('g1', tender('inv', 'P', 10n), null);
  await open('g2', tender('inv', 'P', 10n), clock.now() - 1);
  await open('g3', tender('inv', 'P', 10n), clock.now());
  await open('g4', tender('inv', 'P', 10n), clock.now() + 1);
  await open('g5', tender('inv', 'P', 10n), clock.now() + HOUR);
  assert.deepEqual([await expiry('g1'), await expiry('g2'), await expiry('g3')], [due, due, due]);
  assert.deepEqual([await expiry('g4'), await expiry('g5')], [clock.now() + 1, clock.now() + HOUR]);
});

test('G-14 G-13 an expired page ends by itself, and nothing on it works any more', async () => {
  const token = (await l.open('h1', tender('inv', 'P', 10n))) as string;
  await l.open('h2', tender('inv', 'P', 11n));
  const before = await atL.money('inv');
  clock.advance(15 * MINUTE - 1);
  await runSweeps();
  assert.equal((await atL.order('h1'))?.state, 'OPEN');
  clock.advance(1);
  await pages.confirm(token, PASSWORD);
  assert.equal((await atL.order('h1'))?.refusal, 'PAGE_EXPIRED', 'before the sweep came by');
  await runSweeps();
  assert.deepEqual(await atL.notices('h1'), ['FINAL PENDING']);
  assert.deepEqual(await atL.money('inv'), before);
  assert.equal((await atL.order('h2'))?.refusal, 'PAGE_EXPIRED', 'by the sweep');
});

test('G-14 the same call after the expiry is another try, not the dying page', async () => {
  const command = tender('inv', 'P', 10n);
  const old = await l.open('i1', command);
  clock.advance(15 * MINUTE);
  const token = (await l.open('i1', command)) as string;
  assert.notEqual(token, old);
  await pages.confirm(token, PASSWORD);
  assert.equal((await atL.order('i1'))?.state, 'DONE');
});

test("G-16 platforms cannot see or touch each other's data", async () => {
  await d.register('inv', 'INVESTOR');
  const id = d.platform.platformId;
  assert.equal(await queries.member(id, 'bor'), null);
  assert.equal(await queries.project(id, 'P'), null);
  assert.equal(await queries.order(id, 'b1'), null);
  assert.equal(await queries.transaction(id, 'b1'), null);
  assert.deepEqual((await queries.member(id, 'inv'))?.available, 0n);
  assert.equal(await d.outcome('x1', cancelHold('b1', 1n)), 'HOLD_UNKNOWN');
  assert.equal(await d.outcome('x2', lend('P', [['b1', 20n]])), 'PROJECT_UNKNOWN');
  assert.equal(await d.outcome('x3', modify('P', 'MISCARRY'), false), 'PROJECT_UNKNOWN');
  assert.equal(await d.outcome('x4', auto(tender('inv', 'P', 1n))), 'PROJECT_UNKNOWN');
  assert.equal(await d.outcome('x5', project('P9', 'bor', 1n), false), 'MEMBER_UNKNOWN');
});

test('G-19 no ID number, card, mobile or name stands plainly in any table', async () => {
  await l.confirm('w1', withdrawal('inv', 10n));
  const command = { ...person('open', 'ORDINARY'), cardNumber: CARD };
  await l.open('o1', command, false);
  const members = await Promise.all(['inv', 'bor'].map((userNo) => queries.member(l.platform.platformId, userNo)));
  const { idNumber: ids, mobile } = command as { idNumber: string; mobile: string };
  const secrets = [ids.slice(0, 14), mobile, CARD, '6217680000000009990', '张三', PASSWORD];
  for (const member of members) secrets.push(member?.cardNumber ?? '?');
  const tables = await sql`select table_name from information_schema.tables where table_schema = 'public'`;
  const read = new Set<string>();
  for (const { table_name: table } of tables) {
    const rows = await sql.unsafe(`select t::text as text from ${table as string} t`);
    for (const row of rows) {
      read.add(table as string);
      const text = row.text as string;
      const bytes = [...text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) =>
        Buffer.from(hex as string, 'hex').toString('utf8'),
      );
      for (const secret of secrets) {
        assert.ok(
          ![text, ...bytes].some((each) => each.includes(secret)),
          `${table} shows ${secret}: ${text.slice(0, 200)}`,
        );
      }
    }
  }
  for (const table of ['orders', 'profiles', 'cards', 'withdrawals', 'sms_codes']) assert.ok(read.has(table), table);
});

test('G-11 a lane that is full begins nothing: the call is refused as busy, and may be repeated', async () => {
  const flood = Array.from({ length: 20_100 }, () => open('flood', tender('inv', 'NONE', 10n), null));
  const names = (await Promise.all(flood)).map((answer) => (answer.ok ? 'OPEN' : answer.error.name));
  assert.deepEqual(new Set(names), new Set(['PROJECT_UNKNOWN', 'SYSTEM_BUSY']));
  await l.confirm('flood', tender('inv', 'P', 10n));
});
