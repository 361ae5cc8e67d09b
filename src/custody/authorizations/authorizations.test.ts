/** Authorisations on the real core: what they cover, what is counted of their amount, how they end. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DAY } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, SEALER } from '../../testing/custody.ts';
import { MIGRATIONS } from '../../testing/database.ts';
import { auto, cancelHold, lend, looks, modify, project, repayHold, tender } from '../../testing/loans.ts';
import type { CancelAuthorization } from '../commands.ts';
import { verifyLedger } from '../verify.ts';
import type { AuthorizationKind } from './words.ts';

const core = await createTestCustody();
const { lianyintong: l, clock } = core;
const { sql } = core.database;
const look = looks(sql, l.platform.platformId);

for (const userNo of ['inv', 'two', 'bor']) {
  await l.register(userNo);
  await l.deposit(userNo, 10_000_000n);
}
await l.outcome('p1', project('P1', 'bor', 1_000_000n), false);
await l.outcome('p2', project('P2', 'bor', 10_000n), false);
await l.confirm('p2-t', tender('two', 'P2', 10_000n));
await l.outcome('p2-l', lend('P2', [['p2-t', 10_000n]]));
await l.outcome('p2-m', modify('P2', 'REPAYING'), false);

interface Limits {
  readonly amount?: bigint;
  readonly until?: number;
}

const granting = (userNo: string, kinds: readonly AuthorizationKind[], { amount, until }: Limits = {}) =>
  ({ verb: 'AUTHORIZE', userNo, kinds, amount: amount ?? null, until: until ?? null }) as const;
const grant = (no: string, userNo: string, kinds: readonly AuthorizationKind[], limits?: Limits) =>
  l.confirm(no, granting(userNo, kinds, limits));
const cancelling = (userNo: string, ...kinds: AuthorizationKind[]): CancelAuthorization => ({
  ...{ verb: 'CANCEL_AUTHORIZATION', userNo, kinds },
});
const tendered = (no: string, amount: bigint, userNo = 'inv') => l.outcome(no, auto(tender(userNo, 'P1', amount)));
const authorised = async (userNo: string) =>
  (await core.custody.queries.member(l.platform.platformId, userNo))?.authorizations;

test('L5.1 the amount is the most that is used in total, net of what was cancelled', async () => {
  await grant('a1', 'inv', ['TENDER'], { amount: 1_000n });
  assert.equal(await tendered('a2', 600n), 'DONE');
  assert.equal(await tendered('a3', 401n), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await l.outcome('a4', cancelHold('a2', 200n)), 'DONE');
  assert.equal(await tendered('a5', 601n), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await l.outcome('a6', lend('P1', [['a2', 400n]])), 'DONE');
  assert.equal(await tendered('a7', 601n), 'AUTHORIZATION_EXCEEDED', 'what was confirmed stays used');
  assert.equal(await tendered('a8', 600n), 'DONE');
  assert.equal(await l.outcome('a9', cancelHold('a8', 601n)), 'HOLD_EXCEEDED');
  assert.equal(await tendered('a10', 1n), 'AUTHORIZATION_EXCEEDED', 'a refused cancellation gives nothing back');
});

test('L5.1 what the member confirmed himself counts for no authorisation, and gives none back', async () => {
  await grant('b1', 'inv', ['TENDER'], { amount: 100n });
  assert.equal(await tendered('b2', 100n), 'DONE');
  await l.confirm('b3', tender('inv', 'P1', 500n));
  assert.equal(await l.outcome('b4', cancelHold('b3', 500n)), 'DONE');
  assert.equal(await tendered('b5', 1n), 'AUTHORIZATION_EXCEEDED');
});

test('L5.1 what is cancelled goes back to the authorisation it was made on, and to no later one', async () => {
  await grant('c1', 'bor', ['TENDER', 'REPAYMENT'], { amount: 1_000n });
  await l.outcome('c-p', project('PC', 'two', 1_000_000n), false);
  assert.equal(await l.outcome('c2', auto(tender('bor', 'PC', 1_000n))), 'DONE');
  await grant('c3', 'bor', ['TENDER'], { amount: 50n });
  assert.equal(await l.outcome('c4', auto(tender('bor', 'PC', 50n))), 'DONE');
  assert.equal(await l.outcome('c5', auto(repayHold('bor', 'P2', 1n))), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await l.outcome('c6', cancelHold('c2', 300n)), 'DONE');
  assert.equal(await l.outcome('c7', auto(tender('bor', 'PC', 1n))), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await l.outcome('c8', auto(repayHold('bor', 'P2', 301n))), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await l.outcome('c9', auto(repayHold('bor', 'P2', 300n))), 'DONE');
});

test('L5.1 fifty orders at once, cancellations among them, never use more than was authorised', async () => {
  await grant('d1', 'inv', ['TENDER'], { amount: 1_000n });
  const before = await look.money('inv');
  const names = await Promise.all(Array.from({ length: 50 }, (_, i) => tendered(`d2-${i}`, 30n)));
  const done = names.flatMap((name, i) => (name === 'DONE' ? [`d2-${i}`] : []));
  assert.equal(done.length, 33);
  assert.deepEqual(new Set(names), new Set(['DONE', 'AUTHORIZATION_EXCEEDED']));
  assert.deepEqual(await look.money('inv'), [before[0] - 990n, before[1] + 990n]);
  const given = done.slice(0, 10).map((no) => l.outcome(`${no}-c`, cancelHold(no, 30n)));
  const again = Array.from({ length: 40 }, (_, i) => tendered(`d3-${i}`, 30n));
  const [cancelled, more] = [await Promise.all(given), await Promise.all(again)];
  assert.ok(cancelled.every((name) => name === 'DONE'));
  const rest = await Promise.all(Array.from({ length: 20 }, (_, i) => tendered(`d4-${i}`, 30n)));
  assert.equal([...more, ...rest].filter((name) => name === 'DONE').length, 10);
  assert.deepEqual(await look.money('inv'), [before[0] - 990n, before[1] + 990n]);
});

test('L5.1 a cancellation ends the kinds it names and no other; holds that were made stand', async () => {
  await grant('e1', 'two', ['TENDER', 'REPAYMENT', 'WITHDRAW']);
  assert.equal(await tendered('e2', 10n, 'two'), 'DONE');
  assert.equal(await l.outcome('e3', cancelling('two', 'TENDER', 'WITHDRAW')), 'DONE');
  assert.deepEqual(await authorised('two'), ['REPAYMENT']);
  assert.equal(await tendered('e4', 10n, 'two'), 'AUTHORIZATION_MISSING');
  assert.equal(await l.outcome('e5', lend('P1', [['e2', 10n]])), 'DONE');
});

test('L5.1 a cancellation that names what is not authorised ends nothing', async () => {
  assert.equal(await l.outcome('f1', cancelling('two', 'REPAYMENT', 'TENDER')), 'AUTHORIZATION_MISSING');
  assert.deepEqual(await authorised('two'), ['REPAYMENT']);
  assert.equal(await l.outcome('f2', cancelling('nobody', 'TENDER')), 'MEMBER_UNKNOWN');
});

test('L5.1 G-9 a cancellation that is repeated after a new authorisation leaves it alone', async () => {
  assert.equal(await l.outcome('g1', cancelling('two', 'REPAYMENT')), 'DONE');
  await grant('g2', 'two', ['REPAYMENT']);
  assert.equal(await l.outcome('g1', cancelling('two', 'REPAYMENT')), 'DONE');
  assert.deepEqual(await authorised('two'), ['REPAYMENT']);
});

test('L5.1 G-11 a refused number that is tried again is done when it is done, not when it was refused', async () => {
  assert.equal(await l.outcome('h1', cancelling('two', 'RECHARGE')), 'AUTHORIZATION_MISSING');
  assert.equal(await tendered('h2', 10n, 'two'), 'AUTHORIZATION_MISSING');
  await grant('h3', 'two', ['TENDER', 'RECHARGE'], { amount: 10n });
  assert.equal(await tendered('h2', 10n, 'two'), 'DONE');
  assert.equal(await l.outcome('h1', cancelling('two', 'RECHARGE')), 'DONE');
  assert.deepEqual((await verifyLedger(sql, SEALER)).differences, []);
});

test('L5.1 the last day is included; then it can be cancelled still, and not be granted', async () => {
  const until = clock.now() + DAY;
  const token = await l.open('i0', granting('inv', ['REPAYMENT'], { until: clock.now() + 1_000 }));
  await grant('i1', 'inv', ['TENDER'], { until });
  clock.advance(1_000);
  assert.equal((await core.custody.pages.confirm(token as string, PASSWORD))?.ok, true, 'the order has moved on');
  assert.equal((await look.order('i0'))?.refusal, 'AUTHORIZATION_PAST', 'over while the page was open');
  clock.advance(DAY - 1_001);
  assert.equal(await tendered('i2', 10n), 'DONE');
  clock.advance(1);
  assert.equal(await tendered('i3', 10n), 'AUTHORIZATION_EXPIRED');
  const late = await l.open('i4', granting('inv', ['TENDER'], { until }));
  assert.deepEqual(typeof late === 'string' ? late : late.name, 'AUTHORIZATION_PAST', 'refused before its page');
  assert.equal(await l.outcome('i5', cancelling('inv', 'TENDER')), 'DONE');
  assert.equal(await tendered('i6', 10n), 'AUTHORIZATION_MISSING');
});

test('L5.1 holds from before the upgrade name their authorisation, and give back what was cancelled', async () => {
  const state = async () => [
    await sql`select hold_no, authorization_no from holds order by platform_id, hold_no`,
    await sql`select authorization_no, used from authorizations order by platform_id, authorization_no`,
  ];
  const before = await state();
  await sql.unsafe(BEFORE);
  await sql.unsafe(await readFile(join(MIGRATIONS[0].folder, '0020-authorised-holds.sql'), 'utf8'));
  await sql`alter table authorizations add constraint authorizations_check
    check (used >= 0 and (amount is null or used <= amount))`;
  assert.deepEqual(await state(), before);
  assert.deepEqual((await verifyLedger(sql, SEALER)).differences, []);
});

/** The tables as they were: all that was ever held on an authorisation counted as used. */
const BEFORE = `
  alter table authorizations drop constraint authorizations_check;
  update authorizations a set used = used + coalesce((select sum(cancelled) from holds h
    where h.platform_id = a.platform_id and h.authorization_no = a.authorization_no), 0);
  alter table holds drop column authorization_no;`;
