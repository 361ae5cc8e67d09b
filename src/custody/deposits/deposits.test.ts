import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { createTestCustody, SHOW } from '../../testing/custody.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { COMPENSATION, FEE, looks, MARKETING } from '../../testing/loans.ts';
import type { Bank } from '../banks.ts';
import type { Holder } from '../members/words.ts';
import { MOVED } from '../page-orders/pages.ts';
import type { BankOutcome } from '../ports.ts';
import type { Deposit } from './commands.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l, bank, clock } = core;
const atL = looks(core.database.sql, l.platform.platformId);
const atD = looks(core.database.sql, d.platform.platformId);
await l.register('u');
await d.register('u', 'INVESTOR');

const member: Holder = { kind: 'member', userNo: 'u' };
function deposit(holder: Holder, amount: bigint, more: Partial<Deposit> = {}): Deposit {
  const way = holder.kind === 'member' ? 'NETBANK_B2C' : 'NETBANK_B2B';
  return { verb: 'DEPOSIT', holder, amount, way, bank: 'ICBC', payCompany: null, ...more };
}

/** Opens a deposit and hands it over; answers the number it has at the bank. */
async function handed(p: typeof l, requestNo: string, command: Deposit): Promise<string> {
  const token = (await p.open(requestNo, command)) as string;
  const form = await core.custody.pages.handOver(token);
  assert.ok(form?.ok && form.value !== 'MOVED');
  return form.value.fields.bankOrderNo as string;
}

const paid = (amount: bigint): BankOutcome => ({ state: 'PAID', amount, paidAt: clock.now(), bankRef: 'R' });
const report = (bankOrderNo: string, outcome: BankOutcome, messageId?: string) =>
  core.custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome, ...(messageId ? { messageId } : {}) }));
const refused = async (p: typeof l, requestNo: string, command: Deposit) => {
  const answer = await p.open(requestNo, command);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
};
const runSweeps = () => runDue(core.sweeps, clock.now());

test('L2.6 money is credited when the bank says paid, not before, and the final notice is owed', async () => {
  const number = await handed(l, 'a1', deposit(member, 1_000n));
  assert.equal((await atL.order('a1'))?.state, 'HANDED');
  assert.deepEqual(await atL.money('u'), [0n, 0n]);
  assert.deepEqual(await atL.notices('a1'), []);
  assert.equal(await report(number, paid(1_000n)), true);
  assert.deepEqual(await atL.money('u'), [1_000n, 0n]);
  assert.deepEqual(await atL.order('a1'), { state: 'DONE', final: true, refusal: null });
  assert.deepEqual(await atL.notices('a1'), ['FINAL PENDING']);
});

test('G-14 L2.6 a report that comes twice, or in two messages, or ten at once, credits once', async () => {
  const number = await handed(l, 'b1', deposit(member, 100n));
  const [before] = await atL.money('u');
  await report(number, paid(100n), 'same');
  await report(number, paid(100n), 'same');
  await Promise.all(Array.from({ length: 10 }, () => report(number, paid(100n))));
  assert.deepEqual(await atL.money('u'), [before + 100n, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS'), 0n);
  assert.deepEqual(await atL.notices('b1'), ['FINAL PENDING']);
});

test('G-14 after the hand-over a page does not expire and cannot be left; the bank decides', async () => {
  const token = (await l.open('c1', deposit(member, 200n))) as string;
  const form = await core.custody.pages.handOver(token);
  assert.ok(form?.ok && form.value !== 'MOVED');
  clock.advance(HOUR);
  await runSweeps();
  await core.custody.pages.cancel(token);
  assert.equal((await atL.order('c1'))?.state, 'HANDED');
  const [before] = await atL.money('u');
  await report(form.value.fields.bankOrderNo as string, paid(200n));
  assert.deepEqual(await atL.money('u'), [before + 200n, 0n]);
});

test('G-14 what the bank closed is a final failure; money that comes then is kept as unallocated, once', async () => {
  const number = await handed(l, 'd1', deposit(member, 300n));
  await report(number, { state: 'CLOSED', reason: '余额不足' });
  assert.equal((await atL.order('d1'))?.refusal, 'BANK_REPORTED_FAILURE');
  assert.deepEqual(await atL.notices('d1'), ['FINAL PENDING']);
  const [before] = await atL.money('u');
  await report(number, paid(300n));
  await report(number, paid(300n));
  assert.deepEqual(await atL.money('u'), [before, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS'), 300n);
  assert.deepEqual(await atL.notices('d1'), ['FINAL PENDING'], 'a failure that was told is not taken back');
});

test('G-11 once money has arrived under a number, its outcome is final', async () => {
  const number = await handed(l, 'd2', deposit(member, 300n));
  await report(number, { state: 'CLOSED', reason: '取消' });
  await report(number, paid(300n));
  const again = await l.open('d2', deposit(member, 301n));
  assert.equal((again as { name: string }).name, 'REQUEST_CONTENT_DIFFERS');
});

test('G-13 that the bank had no such order tells of when it was asked, however long the answer takes', async () => {
  const [before] = await atL.money('u');
  const request = { requestNo: 'g3', service: 'RECHARGE', idempotent: false };
  const opened = await core.custody.open(l.platform, request, deposit(member, 800n), SHOW, clock.now() + 17 * MINUTE);
  assert.ok(opened.ok);
  const form = await core.custody.pages.handOver(opened.value);
  assert.ok(form?.ok && form.value !== 'MOVED');
  clock.advance(16 * MINUTE);
  const { queryPayin } = bank;
  bank.queryPayin = () => {
    // The payer comes to the bank in the last minute, while its answer is on the way.
    clock.advance(2 * MINUTE);
    return Promise.resolve({ state: 'UNKNOWN', absent: true });
  };
  await runSweeps();
  bank.queryPayin = queryPayin;
  assert.equal((await atL.order('g3'))?.state, 'HANDED');
  await report(form.value.fields.bankOrderNo as string, paid(800n));
  assert.deepEqual(await atL.money('u'), [before + 800n, 0n]);
});

test('G-14 money for an earlier try, whose number another try has taken, is unallocated too', async () => {
  const number = await handed(l, 'e1', deposit(member, 400n));
  await report(number, { state: 'CLOSED', reason: '取消' });
  const second = await handed(l, 'e1', deposit(member, 450n));
  assert.notEqual(second, number);
  const unallocated = await atL.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS');
  await report(number, paid(400n));
  assert.equal(await atL.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS'), unallocated + 400n);
  assert.equal((await atL.order('e1'))?.state, 'HANDED');
  const [before] = await atL.money('u');
  await report(second, paid(450n));
  assert.deepEqual(await atL.money('u'), [before + 450n, 0n]);
});

test('G-14 another amount than ordered is credited to nobody, and the order ends', async () => {
  const number = await handed(l, 'f1', deposit(member, 500n));
  const [before] = await atL.money('u');
  const unallocated = await atL.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS');
  await report(number, paid(499n));
  assert.deepEqual(await atL.money('u'), [before, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS'), unallocated + 499n);
  assert.deepEqual(await atL.order('f1'), { state: 'REFUSED', final: true, refusal: 'BANK_REPORTED_FAILURE' });
  assert.deepEqual(await atL.notices('f1'), ['FINAL PENDING']);
});

test('G-14 when the bank does not tell, it is asked after the expiry, and again while it does not know', async () => {
  await handed(l, 'g1', deposit(member, 600n));
  const [before] = await atL.money('u');
  bank.payinKnown = { state: 'OPEN' };
  clock.advance(15 * MINUTE);
  await runSweeps();
  assert.equal((await atL.order('g1'))?.state, 'HANDED');
  bank.payinKnown = { state: 'UNKNOWN' };
  clock.advance(DAY);
  await runSweeps();
  assert.equal((await atL.order('g1'))?.state, 'HANDED', 'unknown stays unknown');
  bank.payinKnown = paid(600n);
  clock.advance(HOUR);
  await runSweeps();
  bank.payinKnown = { state: 'UNKNOWN' };
  assert.deepEqual(await atL.money('u'), [before + 600n, 0n]);
});

test('G-13 an order of which the bank has never heard ends after its expiry', async () => {
  await handed(l, 'g2', deposit(member, 700n));
  bank.payinKnown = { state: 'UNKNOWN', absent: true };
  clock.advance(15 * MINUTE - 1);
  await runSweeps();
  assert.equal((await atL.order('g2'))?.state, 'HANDED');
  clock.advance(2 * MINUTE);
  await runSweeps();
  bank.payinKnown = { state: 'UNKNOWN' };
  assert.deepEqual(await atL.order('g2'), { state: 'REFUSED', final: false, refusal: 'BANK_REPORTED_FAILURE' });
  assert.deepEqual(await atL.notices('g2'), ['FINAL PENDING']);
});

test('G-14 a report that was kept and not processed, because we stopped in between, is taken up again', async () => {
  const number = await handed(l, 'h1', deposit(member, 800n));
  const [before] = await atL.money('u');
  const text = JSON.stringify({
    messageId: 'crash',
    kind: 'PAYIN',
    bankOrderNo: number,
    outcome: { ...paid(0n), amount: { fen: '800' } },
  });
  const now = new Date(clock.now());
  await core.database.sql`insert into bank_reports (platform_id, message_id, report, received_at, due_at)
    values (${l.platform.platformId}, 'crash', ${text}::text::jsonb, ${now}, ${now})`;
  clock.advance(2 * MINUTE);
  await runSweeps();
  assert.deepEqual(await atL.money('u'), [before + 800n, 0n]);
});

test('G-14 a report that is lost is made up for by asking, however late the order expires', async () => {
  const [before] = await atL.money('u');
  const request = { requestNo: 'far', service: 'RECHARGE', idempotent: false };
  const expired = clock.now() + 365 * DAY;
  const opened = await core.custody.open(l.platform, request, deposit(member, 700n), SHOW, expired);
  assert.ok(opened.ok);
  await core.custody.pages.handOver(opened.value);
  bank.payinKnown = paid(700n);
  clock.advance(16 * MINUTE);
  await runSweeps();
  bank.payinKnown = { state: 'UNKNOWN' };
  assert.deepEqual(await atL.money('u'), [before + 700n, 0n]);
});

test('G-14 a forged report, and one about no order of ours, moves nothing', async () => {
  const entries = await atL.count('entries');
  assert.equal(await core.custody.bankReport({ forged: 'yes' }), false);
  assert.equal(await report('D999-1', paid(1n)), true);
  assert.equal(await report('X1-1', paid(1n)), true);
  await report(`D${l.platform.platformId}-999999`, paid(1n));
  assert.equal(await atL.count('entries'), entries);
});

test('L2.6 a person pays by B2C at thirteen banks, platform accounts by B2B at nine', async () => {
  const at = (holder: Holder, code: Bank | null, more: Partial<Deposit> = {}) =>
    refused(l, 'i', deposit(holder, 1n, { bank: code, ...more }));
  assert.equal(await at(member, 'SPDB'), 'BANK_UNSUPPORTED');
  assert.equal(await at(member, 'CIB'), 'BANK_UNSUPPORTED');
  assert.equal(await at(FEE, 'PSBC'), 'BANK_UNSUPPORTED');
  assert.equal(await at(FEE, 'CITIC'), 'BANK_UNSUPPORTED');
  assert.equal(await at(member, 'ICBC', { way: 'NETBANK_B2B' }), 'DEPOSIT_WAY_MISMATCH');
  assert.equal(await refused(l, 'i1', deposit(member, 1n, { bank: 'PSBC' })), 'OPEN');
  assert.equal(await refused(l, 'i2', deposit(FEE, 1n, { bank: 'SPDB' })), 'OPEN');
  assert.equal(await refused(l, 'i3', deposit({ kind: 'member', userNo: 'nobody' }, 1n)), 'MEMBER_UNKNOWN');
});

test('L2.6 all three platform accounts take deposits', async () => {
  for (const [name, holder] of Object.entries({ FEE, COMPENSATION, MARKETING })) {
    const [before] = await atL.money(name);
    await l.deposit(holder, 10n);
    assert.equal((await atL.money(name))[0], before + 10n, name);
  }
});

test('D-RCG-1 platform accounts 002 and 003 take deposits, 001 does not', async () => {
  assert.equal(await refused(d, 'j1', deposit(COMPENSATION, 1n)), 'ACCOUNT_NOT_ALLOWED');
  for (const [name, holder] of Object.entries({ FEE, MARKETING })) {
    await d.deposit(holder, 10n);
    assert.equal((await atD.money(name))[0], 10n);
  }
});

test('D-RCG-3 the bank asked for is where the browser goes; without one the payer chooses', async () => {
  assert.equal(await refused(d, 'k1', deposit(member, 1n, { bank: 'BCM' })), 'OPEN');
  assert.equal(await refused(d, 'k2', deposit(member, 1n, { bank: null })), 'OPEN');
});

test('D-RCG-4 the answer names the payment company', async () => {
  const number = await handed(d, 'm1', deposit(member, 10n, { payCompany: 'BAOFU' }));
  await report(number, paid(10n));
  const order = await core.custody.queries.order(d.platform.platformId, 'm1');
  assert.deepEqual(order?.outcome, { fee: 0n, bank: 'ICBC', payCompany: 'BAOFU' });
});

test('D-RCG G-9 the same deposit again, once done, shows its outcome and credits nothing', async () => {
  const command = deposit(member, 10n, { payCompany: 'BAOFU' });
  await report(await handed(d, 'm2', command), paid(10n));
  const [before] = await atD.money('u');
  const token = (await d.open('m2', command)) as string;
  assert.deepEqual(await core.custody.pages.handOver(token), MOVED);
  assert.deepEqual(await atD.money('u'), [before, 0n]);
});

test('L2.6 the fee is taken at once; what the fee account lacks is owed and collected later', async () => {
  const change = (fee: string) => core.directory.change(l.platform.platformNo, { settings: { 'fee-deposit': fee } });
  const [fee] = await atL.money('FEE');
  await change('2.00+1%');
  await l.deposit('u', 10_000n, 'n1');
  const order = await core.custody.queries.order(l.platform.platformId, 'n1');
  assert.equal((order?.outcome as { fee: bigint } | undefined)?.fee, 300n);
  assert.deepEqual(await atL.money('FEE'), [0n, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'CUSTODIAN_FEE_INCOME'), 300n);
  assert.equal(await atL.balance('CUSTODIAN', 'FEES_OWED'), fee - 300n);
  await change('');
  await l.deposit(FEE, 200n);
  assert.deepEqual(await atL.money('FEE'), [0n, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'FEES_OWED'), fee - 100n);
  await l.deposit(FEE, 150n);
  assert.equal(await atL.balance('CUSTODIAN', 'FEES_OWED'), 0n);
  assert.deepEqual(await atL.money('FEE'), [fee + 50n, 0n]);
});
