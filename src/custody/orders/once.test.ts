import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, person, type TestPlatform } from '../../testing/custody.ts';
import { auto, cancelHold, lend, looks, modify, project, tender, withdrawal } from '../../testing/loans.ts';
import type { DirectCommand } from '../commands.ts';

const core = await createTestCustody();
const p = core.depository;
const look = looks(core.database.sql, p.platform.platformId);

await p.register('inv', 'INVESTOR');
await p.register('bor', 'BORROWER');
await p.deposit('inv', 1_000_000n);
await p.confirm('grant', { verb: 'AUTHORIZE', userNo: 'inv', kinds: ['TENDER'], amount: null, until: null });
await p.outcome('p1', project('P1', 'bor', 5_000_000n), false);

/** The field named when a number comes again with another content. */
async function differs(platform: TestPlatform, requestNo: string, command: DirectCommand) {
  const answer = await platform.execute(requestNo, command);
  assert.ok(!answer.ok);
  assert.equal(answer.error.name, 'REQUEST_CONTENT_DIFFERS');
  return (answer.error.facts as { field: string }).field;
}

test('G-9 the same request again is answered with the same outcome and moves nothing twice', async () => {
  const order = auto(tender('inv', 'P1', 10_000n));
  const first = await p.execute('g9-1', order);
  const before = await look.money('inv');
  core.clock.advance(DAY);
  assert.deepEqual(await p.execute('g9-1', order), first);
  core.clock.advance(9 * 365 * DAY);
  assert.deepEqual(await p.execute('g9-1', order), first, 'years later too');
  assert.deepEqual(await look.money('inv'), before);
});

test('G-9 fields in another order, and absent ones given as null, are the same content', async () => {
  const { verb, userNo, kind, amount, redPacket, projectNo } = auto(tender('inv', 'P1', 10_100n));
  await p.execute('g9-2', { verb, userNo, kind, amount, redPacket, projectNo });
  const answer = await p.execute('g9-2', { projectNo, redPacket, amount, kind, userNo, verb });
  assert.ok(answer.ok);
});

test('G-9 the same number with other content is refused and the differing field is named', async () => {
  const order = auto(tender('inv', 'P1', 20_000n));
  await p.execute('g9-3', order);
  const before = await look.money('inv');
  assert.equal(await differs(p, 'g9-3', { ...order, amount: 20_001n }), 'amount');
  assert.equal(await differs(p, 'g9-3', { ...order, redPacket: 1n }), 'redPacket');
  assert.equal(await differs(p, 'g9-3', { ...order, projectNo: 'P2' }), 'projectNo');
  assert.equal(await differs(p, 'g9-3', cancelHold('g9-1', 1n)), 'verb');
  await p.execute('g9-4', lend('P1', [['g9-3', 20_000n]]));
  assert.equal(await differs(p, 'g9-4', lend('P1', [['g9-3', 20_001n]])), 'details');
  assert.deepEqual((await look.money('inv'))[0], before[0]);
});

test('G-9 the same request sent 50 times at once has one effect and 50 equal answers', async () => {
  const order = auto(tender('inv', 'P1', 30_000n));
  const [available] = await look.money('inv');
  const answers = await Promise.all(Array.from({ length: 50 }, () => p.execute('g9-5', order)));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.ok(answers[0]?.ok);
  assert.equal((await look.money('inv'))[0], available - 30_000n);
});

test('G-9 a page opened 50 times at once is one page', async () => {
  const tokens = await Promise.all(Array.from({ length: 50 }, () => p.open('g9-6', tender('inv', 'P1', 100n))));
  assert.equal(new Set(tokens).size, 1);
});

test('G-9 a right password sent several times at once has one effect', async () => {
  const token = (await p.open('g9-7', tender('inv', 'P1', 40_000n))) as string;
  const [available] = await look.money('inv');
  await Promise.all(Array.from({ length: 4 }, () => core.custody.pages.confirm(token, PASSWORD)));
  assert.equal((await look.money('inv'))[0], available - 40_000n);
  assert.deepEqual(await look.notices('g9-7'), ['FINAL PENDING']);
});

test('G-10 a non-idempotent number that is done is refused as a duplicate, same content or other', async () => {
  assert.equal(await p.outcome('g10-1', project('G10', 'bor', 100n), false), 'DONE');
  assert.equal(await p.outcome('g10-1', project('G10', 'bor', 100n), false), 'REQUEST_DUPLICATE');
  assert.equal(await p.outcome('g10-1', project('G10b', 'bor', 100n), false), 'REQUEST_DUPLICATE');
  assert.equal(await p.outcome('g10-1', modify('G10', 'MISCARRY'), false), 'REQUEST_DUPLICATE');
});

test('G-10 sent 50 times at once, a non-idempotent order is done once', async () => {
  const names = await Promise.all(
    Array.from({ length: 50 }, () => p.outcome('g10-2', project('G10c', 'bor', 100n), false)),
  );
  assert.deepEqual(names.sort().slice(0, 2), ['DONE', 'REQUEST_DUPLICATE']);
});

test('G-8 a number is used once over all orders of a platform, and freely on another one', async () => {
  assert.equal(await p.outcome('g8-1', auto(tender('inv', 'P1', 100n))), 'DONE');
  const opened = await p.open('g8-1', withdrawal('inv', 100n));
  assert.equal((opened as { name: string }).name, 'REQUEST_CONTENT_DIFFERS');
  await core.lianyintong.register('bor');
  assert.equal(await core.lianyintong.outcome('g8-1', project('P1', 'bor', 100n), false), 'DONE');
});

test('G-11 a refusal moves nothing, is kept with its reason and leaves the number free', async () => {
  const entries = await look.count('entries');
  assert.equal(await p.outcome('g11-1', auto(tender('inv', 'NONE', 100n))), 'PROJECT_UNKNOWN');
  assert.equal(await look.count('entries'), entries);
  assert.deepEqual(await look.order('g11-1'), { state: 'REFUSED', final: false, refusal: 'PROJECT_UNKNOWN' });
  assert.equal(await p.outcome('g11-1', auto(tender('inv', 'P1', 200n))), 'DONE');
  assert.deepEqual(await look.order('g11-1'), { state: 'DONE', final: true, refusal: null });
});

test('G-11 a non-idempotent number that was refused is free too, for another service even', async () => {
  assert.equal(await p.outcome('g11-2', project('P1', 'bor', 100n), false), 'PROJECT_EXISTS');
  assert.equal(await p.outcome('g11-2', auto(tender('inv', 'P1', 300n))), 'DONE');
});

test('G-11 the same refused request sent together is refused each time, and moves nothing', async () => {
  const entries = await look.count('entries');
  const order = auto(tender('inv', 'P1', 90_000_000n));
  const names = await Promise.all(Array.from({ length: 200 }, () => p.outcome('g11-3', order)));
  assert.deepEqual(new Set(names), new Set(['PROJECT_FULL']));
  assert.equal(await look.count('entries'), entries);
});

test('G-11 a new try withdraws the notices of the earlier one that were not delivered', async () => {
  const token = (await p.open('g11-4', tender('inv', 'P1', 100n))) as string;
  await core.custody.pages.cancel(token);
  assert.deepEqual(await look.notices('g11-4'), ['FINAL PENDING']);
  await p.confirm('g11-4', tender('inv', 'P1', 150n));
  assert.deepEqual(await look.notices('g11-4'), ['FINAL WITHDRAWN', 'FINAL PENDING']);
  assert.equal(await core.custody.pages.view(token), null, 'the page of the earlier try is gone');
});

test('G-11 a notice that was delivered while a new try withdrew it stays delivered', async () => {
  const command = tender('inv', 'P1', 130n);
  await core.custody.pages.cancel((await p.open('g11-7', command)) as string);
  const { sql } = core.database;
  const [again] = await sql.begin(async (room) => {
    await room`update notices set state = 'DELIVERED', due_at = null, finished_at = now()
      where platform_id = ${p.platform.platformId} and request_no = 'g11-7'`;
    const opened = p.open('g11-7', command);
    for (let waiting = 0; waiting === 0; ) {
      const [row] = await sql<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      waiting = row?.waiting ?? 0;
    }
    return [opened];
  });
  assert.equal(typeof (await again), 'string');
  assert.deepEqual(await look.notices('g11-7'), ['FINAL DELIVERED']);
});

test('G-11 the page of an earlier try cannot touch the new one, even when both are acted on together', async () => {
  const command = tender('inv', 'P1', 110n);
  const old = (await p.open('g11-5', command)) as string;
  await core.custody.pages.cancel(old);
  const [, , token] = await Promise.all([
    core.custody.pages.cancel(old),
    core.custody.pages.confirm(old, PASSWORD),
    p.open('g11-5', command),
    core.custody.pages.cancel(old),
  ]);
  assert.equal((await core.custody.pages.view(token as string))?.order.state, 'OPEN');
});

test('G-11 an order with a page that is done stays done', async () => {
  await p.confirm('g11-6', tender('inv', 'P1', 120n));
  const again = await p.open('g11-6', tender('inv', 'P1', 121n));
  assert.deepEqual((again as { facts: unknown }).facts, { requestNo: 'g11-6', field: 'amount' });
});

test('G-10 a non-idempotent page under way is entered again, with other content refused', async () => {
  const command = person('new', 'INVESTOR');
  const first = await p.open('g10-3', command, false);
  assert.equal(await p.open('g10-3', command, false), first);
  const other = await p.open('g10-3', { ...command, realName: '李四' } as typeof command, false);
  assert.equal((other as { name: string }).name, 'REQUEST_DUPLICATE');
});

test('G-3 an amount of zero is refused wherever an order carries one', async () => {
  const zero = async (requestNo: string, command: Parameters<TestPlatform['outcome']>[1]) =>
    assert.equal(await p.outcome(requestNo, command), 'AMOUNT_ZERO', command.verb);
  assert.equal(await p.outcome('g3-0', auto(tender('inv', 'P1', 100n))), 'DONE');
  await zero('g3-1', project('G3', 'bor', 0n));
  await zero('g3-2', modify('G10', null, 0n));
  await zero('g3-3', auto(tender('inv', 'P1', 0n)));
  await zero('g3-4', cancelHold('g3-0', 0n));
  await zero('g3-5', lend('P1', [['g3-0', 0n]]));
  await zero('g3-6', lend('P1', []));
  for (const command of [
    tender('inv', 'P1', 0n),
    withdrawal('inv', 0n),
    {
      verb: 'DEPOSIT',
      holder: { kind: 'member', userNo: 'inv' },
      amount: 0n,
      way: 'NETBANK_B2C',
      bank: null,
      payCompany: null,
    },
    { verb: 'AUTHORIZE', userNo: 'inv', kinds: ['TENDER'], amount: 0n, until: null },
  ] as const) {
    const answer = await p.open('g3-7', command);
    assert.equal((answer as { name: string }).name, 'AMOUNT_ZERO', command.verb);
  }
});

test('G-11 what is refused for form alone leaves no row', async () => {
  assert.equal(await p.outcome('form-1', modify('P1', null), false), 'PROJECT_NOTHING_TO_CHANGE');
  assert.equal(await p.outcome('form-2', lend('P1', [])), 'AMOUNT_ZERO');
  await p.open('form-3', tender('inv', 'P1', 0n));
  for (const requestNo of ['form-1', 'form-2', 'form-3']) assert.equal(await look.order(requestNo), undefined);
});
