import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD } from '../../testing/custody.ts';
import {
  auto,
  buyHold,
  cancelHold,
  lend,
  looks,
  MARKETING,
  modify,
  part,
  project,
  repay,
  repayHold,
  tender,
} from '../../testing/loans.ts';
import type { AuthorizationKind } from '../authorizations/words.ts';
import { MOVED } from '../page-orders/pages.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l } = core;
const look = looks(core.database.sql, d.platform.platformId);
const atL = looks(core.database.sql, l.platform.platformId);

await d.register('inv', 'INVESTOR');
await d.register('two', 'INVESTOR');
await d.register('bor', 'BORROWER');
await l.register('inv');
await l.register('bor');
for (const p of [d, l]) {
  await p.deposit('inv', 10_000_000n);
  await p.deposit('bor', 10_000_000n);
  await p.outcome('p1', project('P1', 'bor', 1_000_000n), false);
}
await d.deposit('two', 10_000_000n);
await d.deposit(MARKETING, 100_000n);
await d.outcome('p2', project('P2', 'bor', 10_000n), false);
await d.confirm('p2-t', tender('inv', 'P2', 10_000n));
await d.outcome('p2-l', lend('P2', [['p2-t', 10_000n]]));
await d.outcome('p2-m', modify('P2', 'REPAYING'), false);

const grant = (
  no: string,
  userNo: string,
  kinds: AuthorizationKind[],
  amount: bigint | null = null,
  until: number | null = null,
) => d.confirm(no, { verb: 'AUTHORIZE', userNo, kinds, amount, until });

/** A project of lianyintong that repays. */
async function repaying(no: string): Promise<void> {
  await l.outcome(`${no}-p`, project(no, 'bor', 1_000n), false);
  await l.confirm(`${no}-t`, tender('inv', no, 1_000n));
  await l.outcome(`${no}-l`, lend(no, [[`${no}-t`, 1_000n]]));
  assert.equal(await l.outcome(`${no}-m`, modify(no, 'REPAYING'), false), 'DONE');
}

/** The refusal of an order before its page. */
const opened = async (p: typeof d, no: string, command: Parameters<typeof d.open>[1]) => {
  const answer = await p.open(no, command);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
};

test('L2.12 the trade password makes available money frozen, and the notice is owed', async () => {
  const before = await atL.money('inv');
  const token = (await l.open('h1', tender('inv', 'P1', 1_000n))) as string;
  assert.deepEqual(await atL.money('inv'), before, 'an open page freezes nothing');
  const view = await core.custody.pages.view(token);
  assert.deepEqual(view?.project, { projectNo: 'P1', name: '测试标的', percent: '5' });
  assert.equal(view?.passwordTriesLeft, 5);
  assert.deepEqual(await core.custody.pages.confirm(token, PASSWORD), MOVED);
  assert.deepEqual(await atL.money('inv'), [before[0] - 1_000n, before[1] + 1_000n]);
  assert.deepEqual(await atL.notices('h1'), ['FINAL PENDING']);
});

test('L2.12 G-15 a balance that does not reach is the final outcome of the page, and moves nothing', async () => {
  await l.outcome('big', project('BIG', 'bor', 90_000_000n), false);
  const before = await atL.money('inv');
  const token = (await l.open('h2', tender('inv', 'BIG', before[0] + 1n))) as string;
  assert.deepEqual(await core.custody.pages.confirm(token, PASSWORD), MOVED);
  assert.deepEqual(await atL.order('h2'), { state: 'REFUSED', final: false, refusal: 'BALANCE_INSUFFICIENT' });
  assert.deepEqual(await atL.money('inv'), before);
  assert.deepEqual(await atL.notices('h2'), ['FINAL PENDING']);
  await l.confirm('h2', tender('inv', 'BIG', before[0]));
  assert.deepEqual(await atL.money('inv'), [0n, before[0] + before[1]]);
  await l.outcome('h2-x', cancelHold('h2', before[0]));
});

test("D-PRE-1 a tender is an investor's, a repayment the borrower's only, each in its state", async () => {
  assert.equal(await opened(d, 'x1', tender('nobody', 'P1', 1n)), 'MEMBER_UNKNOWN');
  assert.equal(await opened(d, 'x2', tender('inv', 'NONE', 1n)), 'PROJECT_UNKNOWN');
  assert.equal(await opened(d, 'x3', repayHold('bor', 'P1', 1n)), 'PROJECT_STATUS');
  assert.equal(await opened(d, 'x4', repayHold('inv', 'P2', 1n)), 'BORROWER_ONLY');
  assert.equal(await opened(d, 'x5', tender('inv', 'P2', 1n)), 'PROJECT_STATUS');
  assert.equal(await opened(d, 'x6', repayHold('bor', 'P2', 1n)), 'OPEN');
});

test('G-21 a borrower does not tender for his own project', async () => {
  assert.equal(await opened(l, 'y1', tender('bor', 'P1', 1n)), 'BORROWER_TENDERS');
  await l.confirm('y-g', { verb: 'AUTHORIZE', userNo: 'bor', kinds: ['TENDER'], amount: null, until: null });
  assert.equal(await l.outcome('y2', auto(tender('bor', 'P1', 1n))), 'BORROWER_TENDERS');
});

test('L2.12 L2.11-2 G-21 claims are bought while the project repays, and not by its borrower', async () => {
  assert.equal(await opened(l, 'w1', buyHold('inv', 'P1', 1n)), 'PROJECT_STATUS');
  await repaying('W1');
  assert.equal(await opened(l, 'w2', buyHold('bor', 'W1', 1n)), 'BORROWER_BUYS');
  assert.equal(await opened(l, 'w2', { ...buyHold('inv', 'W1', 1n), redPacket: 1n }), 'RED_PACKET_NOT_ALLOWED');
  assert.equal(await opened(l, 'w2', buyHold('inv', 'W1', 0n)), 'AMOUNT_ZERO');
  const before = await atL.money('inv');
  await l.confirm('w3', buyHold('inv', 'W1', 500n));
  assert.deepEqual(await atL.money('inv'), [before[0] - 500n, before[1] + 500n]);
  assert.equal(await l.outcome('w4', modify('W1', 'FINISH'), false), 'PROJECT_HAS_CLAIMS');
  assert.equal(await l.outcome('w5', cancelHold('w3', 500n)), 'DONE');
  assert.deepEqual(await atL.money('inv'), before);
});

test('L5.1 L2.11-2 claims are bought without a page on an authorisation that covers it', async () => {
  await repaying('W2');
  await l.confirm('v1', { verb: 'AUTHORIZE', userNo: 'inv', kinds: ['TENDER'], amount: null, until: null });
  assert.equal(await l.outcome('v2', auto(buyHold('inv', 'W2', 1n))), 'AUTHORIZATION_MISSING');
  const kinds = ['CREDIT_ASSIGNMENT', 'TENDER'] as const;
  for (const userNo of ['inv', 'bor'])
    await l.confirm(`v-${userNo}`, { verb: 'AUTHORIZE', userNo, kinds, amount: 500n, until: null });
  assert.equal(await l.outcome('v2', auto(buyHold('inv', 'W2', 400n))), 'DONE');
  assert.equal(await l.outcome('v3', auto(buyHold('inv', 'W2', 101n))), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await l.outcome('v4', auto(buyHold('bor', 'W2', 1n))), 'BORROWER_BUYS');
});

test('D-REG-4 who registered as a borrower does not invest', async () => {
  await d.register('bor2', 'BORROWER');
  assert.equal(await opened(d, 'y3', tender('bor2', 'P1', 1n)), 'MEMBER_ROLE');
});

test('G-22 open tenders with their red packets and what is loaned never exceed the project', async () => {
  await d.outcome('p3', project('P3', 'bor', 10_000n), false);
  assert.equal(await opened(d, 'z1', tender('inv', 'P3', 9_000n, 1_001n)), 'PROJECT_FULL');
  await d.confirm('z2', tender('inv', 'P3', 6_000n, 1_000n));
  assert.equal(await opened(d, 'z3', tender('two', 'P3', 3_001n)), 'PROJECT_FULL');
  await d.outcome('z4', lend('P3', [['z2', 6_000n]]));
  assert.equal(await opened(d, 'z5', tender('two', 'P3', 3_001n)), 'PROJECT_FULL');
  const token = (await d.open('z6', tender('two', 'P3', 3_000n))) as string;
  await d.confirm('z7', tender('inv', 'P3', 1n));
  await core.custody.pages.confirm(token, PASSWORD);
  assert.equal((await look.order('z6'))?.refusal, 'PROJECT_FULL', 'filled while the page was open');
});

test('G-22 of a hundred tenders at once exactly as many fit as there is room', async () => {
  await d.outcome('p4', project('P4', 'bor', 1_000n), false);
  await grant('g0', 'inv', ['TENDER']);
  const names = await Promise.all(
    Array.from({ length: 100 }, (_, i) => d.outcome(`z8-${i}`, auto(tender('inv', 'P4', 30n)))),
  );
  assert.equal(names.filter((name) => name === 'DONE').length, 33);
});

test('D-PRE-2 without a page a live authorisation for that kind is needed', async () => {
  assert.equal(await d.outcome('a1', auto(tender('two', 'P1', 10n))), 'AUTHORIZATION_MISSING');
  await grant('a2', 'two', ['REPAYMENT']);
  assert.equal(await d.outcome('a3', auto(tender('two', 'P1', 10n))), 'AUTHORIZATION_MISSING');
  await grant('a4', 'two', ['TENDER']);
  assert.equal(await d.outcome('a5', auto(tender('two', 'P1', 10n))), 'DONE');
});

test('D-PRE an authorisation ends at its limit, in total', async () => {
  await grant('b1', 'two', ['TENDER'], 1_000n);
  assert.equal(await d.outcome('b2', auto(tender('two', 'P1', 600n))), 'DONE');
  assert.equal(await d.outcome('b3', auto(tender('two', 'P1', 401n))), 'AUTHORIZATION_EXCEEDED');
  assert.equal(await d.outcome('b4', auto(tender('two', 'P1', 400n))), 'DONE');
  assert.equal(await d.outcome('b5', auto(tender('two', 'P1', 1n))), 'AUTHORIZATION_EXCEEDED');
  await grant('b6', 'two', ['TENDER'], 100n);
  assert.equal(await d.outcome('b7', auto(tender('two', 'P1', 100n))), 'DONE', 'a new grant takes over');
  const order = auto(tender('two', 'P1', 1n));
  assert.equal(await d.outcome('b8', order), 'AUTHORIZATION_EXCEEDED');
  await grant('b9', 'two', ['TENDER'], 5n);
  const names = await Promise.all(Array.from({ length: 20 }, (_, i) => d.outcome(`b10-${i}`, order)));
  assert.equal(names.filter((name) => name === 'DONE').length, 5);
});

test('D-PRE an authorisation ends with its day', async () => {
  await grant('c1', 'two', ['TENDER'], null, core.clock.now() + DAY);
  core.clock.advance(DAY - 1);
  assert.equal(await d.outcome('c2', auto(tender('two', 'P1', 10n))), 'DONE');
  core.clock.advance(1);
  assert.equal(await d.outcome('c3', auto(tender('two', 'P1', 10n))), 'AUTHORIZATION_EXPIRED');
});

test('D-PRE-2 an automatic hold that is refused for the balance uses nothing of the authorisation', async () => {
  await d.register('poor', 'INVESTOR');
  await d.deposit('poor', 100n);
  await grant('e1', 'poor', ['TENDER'], 200n);
  assert.equal(await d.outcome('e2', auto(tender('poor', 'P1', 101n))), 'BALANCE_INSUFFICIENT');
  assert.equal(await d.outcome('e3', auto(tender('poor', 'P1', 100n))), 'DONE');
  const [row] = await core.database.sql`select used from authorizations where amount = 200`;
  assert.equal(row?.used, 100n);
});

test('D-PRE-3 a red packet is remembered, not frozen, and for tenders only', async () => {
  const marketing = await look.money('MARKETING');
  const before = await look.money('inv');
  await d.confirm('f1', tender('inv', 'P1', 1_000n, 200n));
  assert.deepEqual(await look.money('MARKETING'), marketing);
  assert.deepEqual(await look.money('inv'), [before[0] - 1_000n, before[1] + 1_000n]);
  assert.equal(await opened(d, 'f2', { ...repayHold('bor', 'P2', 1n), redPacket: 1n }), 'RED_PACKET_NOT_ALLOWED');
});

test('L2.14 a hold is cancelled in parts, together never more than is left of it', async () => {
  const before = await atL.money('inv');
  await l.confirm('i1', tender('inv', 'P1', 1_000n));
  assert.equal(await l.outcome('i2', cancelHold('i1', 400n)), 'DONE');
  assert.equal(await l.outcome('i3', lend('P1', [['i1', 250n]])), 'DONE');
  assert.equal(await l.outcome('i4', cancelHold('i1', 351n)), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome('i5', cancelHold('i1', 350n)), 'DONE');
  assert.equal(await l.outcome('i6', cancelHold('i1', 1n)), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome('i7', cancelHold('none', 1n)), 'HOLD_UNKNOWN');
  assert.deepEqual(await atL.money('inv'), [before[0] - 250n, before[1]]);
});

test('L2.14 twenty cancellations at once never give back more than there is', async () => {
  const before = await atL.money('inv');
  await l.confirm('j1', tender('inv', 'P1', 1_000n));
  const names = await Promise.all(Array.from({ length: 20 }, (_, i) => l.outcome(`j2-${i}`, cancelHold('j1', 300n))));
  assert.equal(names.filter((name) => name === 'DONE').length, 3);
  await l.outcome('j3', cancelHold('j1', 100n));
  assert.deepEqual(await atL.money('inv'), before);
});

test('D-CAN any cancellation voids the whole red packet and gives its room back', async () => {
  await d.outcome('p5', project('P5', 'bor', 1_000n), false);
  await d.confirm('k1', tender('inv', 'P5', 800n, 200n));
  assert.equal(await opened(d, 'k2', tender('two', 'P5', 1n)), 'PROJECT_FULL');
  await d.outcome('k3', cancelHold('k1', 100n));
  assert.equal(await opened(d, 'k4', tender('two', 'P5', 301n)), 'PROJECT_FULL');
  assert.equal(await opened(d, 'k5', tender('two', 'P5', 300n)), 'OPEN');
  const marketing = await look.money('MARKETING');
  assert.equal(await d.outcome('k6', lend('P5', [['k1', 700n]])), 'DONE');
  assert.deepEqual(await look.money('MARKETING'), marketing, 'nothing is paid for a voided red packet');
  assert.deepEqual(await look.claims('P5', 'inv'), [700n]);
});

test('G-20 a repayment hold can be cancelled while its project repays, a tender while it collects', async () => {
  await d.confirm('m1', repayHold('bor', 'P2', 5_000n));
  await d.outcome('m2', repay('P2', 'm1', [part('inv', 1_000n)]));
  const before = await look.money('bor');
  assert.equal(await d.outcome('m3', cancelHold('m1', 4_000n)), 'DONE');
  assert.deepEqual(await look.money('bor'), [before[0] + 4_000n, before[1] - 4_000n]);
});
