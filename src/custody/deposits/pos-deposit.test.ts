import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runDue } from '../../jobs/due.ts';
import { HOUR, type Instant, MINUTE } from '../../kernel/time.ts';
import { createTestCustody, SHOW } from '../../testing/custody.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { FEE, looks } from '../../testing/loans.ts';
import type { Presentation } from '../api.ts';
import type { Holder } from '../members/words.ts';
import { MOVED } from '../page-orders/pages.ts';
import type { BankOutcome } from '../ports.ts';
import { refuse } from '../refusals.ts';
import { makeBarcode, platformOfBarcode } from './barcode.ts';
import type { PosDeposit } from './commands.ts';

const core = await createTestCustody();
const { lianyintong: l, bank, clock } = core;
const { pages } = core.custody;
const at = looks(core.database.sql, l.platform.platformId);
await l.register('u');
await l.register('firm');

const member: Holder = { kind: 'member', userNo: 'u' };
const pos = (amount: bigint | null, holder: Holder = member): PosDeposit => ({ verb: 'POS_DEPOSIT', holder, amount });
const place = (no: string, command: PosDeposit) => l.outcome(no, command, false);

/** Calls for the barcode page; answers its token, or the refusal and whether a failing return is owed. */
async function enter(no: string, holder: Holder = member, expired: Instant | null = null, show: Presentation = SHOW) {
  const request = { requestNo: no, service: 'BARCODE', idempotent: false };
  const answer = await core.custody.open(l.platform, request, pos(null, holder), show, expired);
  return answer.ok ? answer.value : `${answer.error.name} ${answer.owesReturn ? 'returns' : 'stays'}`;
}

/** The barcode that the page shows now. */
async function shown(token: string): Promise<string> {
  const answer = await pages.showBarcode(token);
  assert.ok(answer?.ok, JSON.stringify(answer));
  return answer.value;
}

const paid = (amount: bigint, bankRef = 'R', paidAt = clock.now()): BankOutcome => ({
  state: 'PAID',
  amount,
  paidAt,
  bankRef,
});
const numberAt = (barcode: string) => bank.placed.findLast((order) => order.barcode === barcode)?.bankOrderNo ?? '';
const report = (barcode: string, outcome: BankOutcome) =>
  core.custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo: numberAt(barcode), outcome }));
const runSweeps = () => runDue(core.sweeps, clock.now());
const unallocated = () => at.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS');

test('L2.8 a barcode is 18 digits that look random and reveal their platform', () => {
  const platform = fc.integer({ min: 1, max: 999_999_999 });
  const random = fc.integer({ min: 0, max: 999_999_999 });
  fc.assert(
    fc.property(platform, random, (platformId, digits) => {
      const barcode = makeBarcode(platformId, digits);
      assert.match(barcode, /^\d{18}$/);
      assert.equal(platformOfBarcode(barcode), platformId);
    }),
  );
  const ofOne = Array.from({ length: 100 }, (_, digits) => makeBarcode(1, digits).slice(0, 9));
  assert.equal(new Set(ofOne).size, 100, 'the digits of one platform differ from barcode to barcode');
});

test('L2.7 L2.8 placed, shown, paid: credited once, told once, and the barcode never changes', async () => {
  assert.equal(await place('a1', pos(1_000n)), 'DONE');
  assert.equal((await at.order('a1'))?.state, 'OPEN');
  const token = await enter('a1');
  const barcode = await shown(token);
  assert.equal(platformOfBarcode(barcode), l.platform.platformId);
  assert.equal((await at.order('a1'))?.state, 'HANDED');
  assert.deepEqual(await at.notices('a1'), []);
  assert.equal(await enter('a1'), token);
  assert.equal(await shown(token), barcode, 'G-8 repeated, it shows the same');
  const { amount, expiresAt } = bank.placed.at(-1) ?? assert.fail();
  assert.deepEqual([amount, expiresAt], [1_000n, clock.now() + 30 * MINUTE]);
  await report(barcode, paid(1_000n));
  await report(barcode, paid(1_000n));
  assert.deepEqual(await at.money('u'), [1_000n, 0n]);
  assert.deepEqual(await at.order('a1'), { state: 'DONE', final: true, refusal: null });
  assert.deepEqual(await at.notices('a1'), ['FINAL PENDING']);
  assert.deepEqual(await pages.showBarcode(token), MOVED, 'what is paid shows no barcode');
  assert.equal(await enter('a1'), token, 'called again, its page tells the outcome');
});

test('L2.7 G-10 POS_RECHARGE is not idempotent: its number is taken by whatever state the order is in', async () => {
  await place('b1', pos(1n));
  assert.equal(await place('b1', pos(1n)), 'REQUEST_DUPLICATE');
  await shown(await enter('b1'));
  assert.equal(await place('b1', pos(1n)), 'REQUEST_DUPLICATE');
  await report(await shown(await enter('b1')), paid(1n));
  assert.equal(await place('b1', pos(1n)), 'REQUEST_DUPLICATE');
});

test('L2.7 persons and platform accounts only: an enterprise, nobody and a zero are refused', async () => {
  const become = (type: string) => core.database.sql`update members set type = ${type} where user_no = 'firm'`;
  await become('ENTERPRISE');
  assert.equal(await place('c1', pos(1n, { kind: 'member', userNo: 'firm' })), 'DEPOSIT_WAY_MISMATCH');
  await become('PERSON');
  assert.equal(await place('c2', pos(1n, { kind: 'member', userNo: 'nobody' })), 'MEMBER_UNKNOWN');
  assert.equal(await place('c3', pos(0n)), 'AMOUNT_ZERO');
  assert.equal(await at.order('c3'), undefined);
  assert.equal(await place('c4', pos(50n, FEE)), 'DONE');
  const [before] = await at.money('FEE');
  await report(await shown(await enter('c4', FEE)), paid(50n));
  assert.equal((await at.money('FEE'))[0], before + 50n);
  assert.equal(await place('c1', pos(1n)), 'DONE', 'G-11 a refusal leaves the number free');
});

test('L2.7 an amount that was not said is entered on the page first, and holds for every repeat', async () => {
  await place('d1', pos(null));
  const token = await enter('d1');
  assert.deepEqual(await pages.showBarcode(token), MOVED, 'no barcode without an amount');
  assert.deepEqual(await pages.enterAmount(token, 0n), refuse('AMOUNT_ZERO', { field: 'amount' }));
  const entered = await Promise.all([pages.enterAmount(token, 700n), pages.enterAmount(token, 800n)]);
  assert.deepEqual(entered, [MOVED, MOVED]);
  const { command } = (await core.custody.queries.order(l.platform.platformId, 'd1')) ?? {};
  assert.ok(command?.verb === 'POS_DEPOSIT' && command.amount !== null);
  await pages.enterAmount(token, 850n);
  const barcode = await shown(token);
  await pages.enterAmount(token, 900n);
  await shown(await enter('d1'));
  const amounts = new Set(bank.placed.filter((order) => order.barcode === barcode).map(({ amount }) => amount));
  assert.equal(amounts.size, 1);
  const [amount = 0n] = amounts;
  assert.equal(amount, command.amount, 'the first one entered');
  assert.ok(amount === 700n || amount === 800n);
  const [before] = await at.money('u');
  await report(barcode, paid(amount));
  assert.equal((await at.money('u'))[0], before + amount);
  const order = await core.custody.queries.order(l.platform.platformId, 'd1');
  assert.deepEqual(order?.command, pos(amount), 'it is the amount of the order from then on');
});

test('L2.8 refused entries end nothing: no such order, another holder, another order’s number', async () => {
  assert.equal(await enter('nothing'), 'POS_ORDER_UNKNOWN returns');
  assert.equal(await at.order('nothing'), undefined);
  await place('e1', pos(1n));
  assert.equal(await enter('e1', FEE), 'REQUEST_CONTENT_DIFFERS stays');
  assert.equal(await enter('e1', { kind: 'member', userNo: 'FEE' }), 'REQUEST_CONTENT_DIFFERS stays');
  await l.deposit('u', 5n, 'e2');
  assert.equal(await enter('e2'), 'REQUEST_DUPLICATE stays');
  assert.equal((await at.order('e1'))?.state, 'OPEN');
});

test('L2.8 G-12 barcodes asked for at once are one barcode and one hand-over', async () => {
  await place('f1', pos(10n));
  const tokens = await Promise.all(Array.from({ length: 5 }, () => enter('f1')));
  assert.equal(new Set(tokens).size, 1);
  const codes = await Promise.all(tokens.map((token) => pages.showBarcode(token)));
  const said = codes.map((answer) => (answer?.ok ? answer.value : null));
  assert.equal(new Set(said).size, 1);
  assert.match(String(said[0]), /^\d{18}$/);
});

test('L2.7 never shown, it ends after 30 minutes and its number is free again', async () => {
  await place('g1', pos(10n));
  clock.advance(30 * MINUTE - 1);
  await runSweeps();
  assert.equal((await at.order('g1'))?.state, 'OPEN');
  clock.advance(1);
  assert.equal(await enter('g1'), 'POS_ORDER_ENDED returns');
  assert.deepEqual(await at.order('g1'), { state: 'REFUSED', final: false, refusal: 'PAGE_EXPIRED' });
  assert.equal(await place('g1', pos(11n)), 'DONE');
  assert.equal((await at.order('g1'))?.state, 'OPEN');
});

test('L2.8 the page ends at its own expiry, the order does not; after 30 minutes there is no new page', async () => {
  await place('h1', pos(20n));
  const token = await enter('h1', member, clock.now() + 5 * MINUTE);
  const barcode = await shown(token);
  clock.advance(5 * MINUTE);
  assert.deepEqual(await pages.showBarcode(token), MOVED, 'the page is over');
  await runSweeps();
  assert.equal((await at.order('h1'))?.state, 'HANDED', 'the order is not');
  await enter('h1', member, clock.now() + HOUR);
  assert.equal(await shown(token), barcode, 'called for again, it shows the same barcode');
  clock.advance(25 * MINUTE);
  assert.deepEqual(await pages.showBarcode(token), MOVED, 'no page outlives its order');
  assert.equal(await enter('h1'), 'POS_ORDER_ENDED stays');
  assert.equal((await at.order('h1'))?.state, 'HANDED', 'only the bank ends it');
  await report(barcode, { state: 'CLOSED', reason: '订单已过期' });
  assert.equal((await at.order('h1'))?.refusal, 'BANK_REPORTED_FAILURE');
  assert.deepEqual(await at.notices('h1'), ['FINAL PENDING']);
  assert.equal(await enter('h1'), 'POS_ORDER_ENDED returns');
});

test('L2.8 paid while it expires: what the bank dates before the end is credited, whenever it tells', async () => {
  await place('i1', pos(30n));
  const barcode = await shown(await enter('i1'));
  const end = clock.now() + 30 * MINUTE;
  clock.advance(HOUR);
  const [before] = await at.money('u');
  await report(barcode, paid(30n, 'R', end - 1));
  assert.equal((await at.money('u'))[0], before + 30n);
  assert.equal((await at.order('i1'))?.state, 'DONE');
});

test('L2.8 G-14 money of the end and later is an unallocated receipt, and the order has failed', async () => {
  await place('j1', pos(40n));
  const barcode = await shown(await enter('j1'));
  const end = clock.now() + 30 * MINUTE;
  clock.advance(HOUR);
  const [before, waiting] = [(await at.money('u'))[0], await unallocated()];
  await report(barcode, paid(40n, 'R', end));
  await report(barcode, paid(40n, 'R', end));
  assert.equal((await at.money('u'))[0], before);
  assert.equal(await unallocated(), waiting + 40n);
  assert.deepEqual(await at.order('j1'), { state: 'REFUSED', final: true, refusal: 'BANK_REPORTED_FAILURE' });
});

test('G-14 paid twice, or with another amount: once credited, the rest waits for an operator', async () => {
  await place('k1', pos(50n));
  const barcode = await shown(await enter('k1'));
  const [before, waiting] = [(await at.money('u'))[0], await unallocated()];
  await Promise.all([report(barcode, paid(50n, 'T1')), report(barcode, paid(50n, 'T2'))]);
  assert.equal((await at.money('u'))[0], before + 50n);
  assert.equal(await unallocated(), waiting + 50n);
  await place('k2', pos(60n));
  await report(await shown(await enter('k2')), paid(61n, 'T3'));
  assert.equal((await at.money('u'))[0], before + 50n);
  assert.equal(await unallocated(), waiting + 111n);
});

test('L2.8 a barcode that the bank has not taken is not shown; asked again, it is the same one', async () => {
  await place('m1', pos(70n));
  const token = await enter('m1');
  bank.takesBarcodes = false;
  assert.deepEqual(await pages.showBarcode(token), refuse('BARCODE_NOT_TAKEN', {}));
  const [row] = await core.database.sql`select barcode from deposits where request_no = 'm1'`;
  bank.takesBarcodes = true;
  assert.equal(await shown(token), row?.barcode);
});

test('G-13 of which the bank never heard ends after its expiry, and its platform is told', async () => {
  await place('n1', pos(80n));
  await shown(await enter('n1'));
  bank.payinKnown = { state: 'UNKNOWN', absent: true };
  clock.advance(40 * MINUTE);
  await runSweeps();
  clock.advance(HOUR);
  await runSweeps();
  bank.payinKnown = { state: 'UNKNOWN' };
  assert.equal((await at.order('n1'))?.refusal, 'BANK_REPORTED_FAILURE');
  assert.deepEqual(await at.notices('n1'), ['FINAL PENDING']);
});

test('L2.6 L2.8 the fee of a POS deposit is the platform’s', async () => {
  const change = (fee: string) => core.directory.change(l.platform.platformNo, { settings: { 'fee-deposit': fee } });
  await change('0.50');
  await place('o1', pos(100n));
  const token = await enter('o1');
  assert.equal((await pages.view(token))?.fee, 50n);
  await report(await shown(token), paid(100n));
  await change('');
  const order = await core.custody.queries.order(l.platform.platformId, 'o1');
  assert.deepEqual(order?.outcome, { fee: 50n });
});
