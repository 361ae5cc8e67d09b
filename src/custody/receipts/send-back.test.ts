/** Unallocated money sent back to who paid it (G-14), and every word of the bank about it (G-27). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { HOUR, MINUTE } from '../../kernel/time.ts';
import { caseStage, ended, opened } from '../../testing/cases.ts';
import { createTestCustody } from '../../testing/custody.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { withdrawal } from '../../testing/loans.ts';
import type { BankOutcome } from '../ports.ts';

const core = await createTestCustody();
const { lianyintong: l, bank, clock } = core;
const { sql } = core.database;
const { platformId } = l.platform;
const c = caseStage(core, l);
await c.people();
await l.register('u');

const balance = async (id: number) =>
  ((await sql`select balance from accounts where platform_id = ${platformId} and account_id = ${id}`)[0]?.balance ??
    0n) as bigint;
const stateOf = async (receiptNo: bigint) =>
  (await sql`select state from receipts where platform_id = ${platformId} and receipt_no = ${receiptNo}`)[0]?.state;
const breaks = async () =>
  (await sql`select kind from breaks where platform_id = ${platformId} and receipt_no is null order by break_no`).map(
    (row) => row.kind as string,
  );
const due = () => runDue(core.sweeps, clock.now());

/** Money is decided to go back, and the bank is told. */
async function sending(amount: bigint) {
  const receiptNo = await c.receipt(amount);
  const subject = { about: 'RECEIPT', receiptNo } as const;
  const caseNo = opened(await c.open({ kind: 'RECEIPT', subject, plan: { to: 'PAYER' } }));
  return { receiptNo, caseNo, ...(await again(caseNo)) };
}

async function again(caseNo: bigint) {
  opened(await c.propose(caseNo));
  opened(await c.approve(caseNo));
  await due();
  return { order: bank.sentBack.at(-1) ?? assert.fail('the bank was told') };
}

async function tell(bankOrderNo: string, outcome: BankOutcome, kind: 'PAYIN' | 'PAYOUT' = 'PAYOUT'): Promise<void> {
  await core.custody.bankReport(fakeReport({ kind, bankOrderNo, outcome }));
}

const paid = (amount: bigint, bankRef: string): BankOutcome => ({
  state: 'PAID',
  amount,
  bankRef,
  paidAt: clock.now(),
});
const returned = (amount: bigint, bankRef: string): BankOutcome => ({
  ...{ state: 'RETURNED', reason: '账户已销' },
  ...{ amount, bankRef },
});

test('G-14 it stands as payable until the bank has paid it to the payer', async () => {
  const before = [await balance(13), await balance(12), await balance(10)] as const;
  const { receiptNo, caseNo, order } = await sending(700n);
  const [row] = await sql`select order_no, bank_ref from receipts
    where platform_id = ${platformId} and receipt_no = ${receiptNo}`;
  assert.deepEqual(
    [order.amount, order.payinNo, order.payinRef],
    [700n, `D${platformId}-${row?.order_no}`, row?.bank_ref],
  );
  assert.match(order.bankOrderNo, new RegExp(`^B${platformId}-\\d+$`));
  assert.equal(await stateOf(receiptNo), 'SENDING_BACK');
  assert.deepEqual([await balance(13), await balance(12), await balance(10)], [before[0], before[1] + 700n, before[2]]);
  const other = { kind: 'CREDIT', subject: { about: 'RECEIPT', receiptNo }, plan: { account: 'FEE' } } as const;
  assert.equal(ended(await c.open(other)), 'CASE_RECEIPT_SETTLED', 'it is nobody else’s meanwhile');
  for (let i = 0; i < 2; i += 1) await tell(order.bankOrderNo, paid(700n, 'BACK-1'));
  assert.equal(await stateOf(receiptNo), 'SENT_BACK');
  assert.deepEqual([await balance(13), await balance(12), await balance(10)], [before[0], before[1], before[2] + 700n]);
  const found = await core.cases.reads.find(platformId, caseNo);
  assert.deepEqual(
    found?.history.map(({ event, by }) => `${event} ${by}`),
    ['opened ann', 'proposed ann', 'approved bob', 'arrived null'],
  );
  assert.deepEqual(await breaks(), []);
});

for (const [name, outcome] of [
  ['returned', returned(300n, 'RET')],
  ['closed', { state: 'CLOSED', reason: '账户已销' }],
] as const) {
  test(`G-14 ${name}: it is the same receipt again, and its case is open again`, async () => {
    const before = [await balance(13), await balance(12), await balance(10)] as const;
    const { receiptNo, caseNo, order } = await sending(300n);
    for (let i = 0; i < 2; i += 1) await tell(order.bankOrderNo, outcome as BankOutcome);
    assert.equal(await stateOf(receiptNo), 'UNALLOCATED');
    assert.deepEqual(
      [await balance(13), await balance(12), await balance(10)],
      [before[0] + 300n, before[1], before[2]],
    );
    const row = await c.row(caseNo);
    assert.deepEqual([row.state, row.proposedBy, row.decidedBy, row.finishedAt], ['OPEN', null, null, null]);
    const [last] = (await core.cases.reads.find(platformId, caseNo))?.history.slice(-1) ?? [];
    assert.deepEqual([last?.event, last?.reason], ['reopened', '账户已销']);
    const subject = { about: 'RECEIPT', receiptNo } as const;
    assert.equal(ended(await c.open({ kind: 'RECEIPT', subject, plan: null })), 'CASE_OPEN_ALREADY');
    // Another try has a number of its own, and who is credited instead is decided in the same case.
    const next = await again(caseNo);
    assert.notEqual(next.order.bankOrderNo, order.bankOrderNo);
    await tell(next.order.bankOrderNo, outcome as BankOutcome);
    opened(await c.propose(caseNo, { to: 'MEMBER', userNo: 'u' }));
    opened(await c.approve(caseNo));
    assert.equal(await stateOf(receiptNo), 'ALLOCATED');
    assert.deepEqual(await breaks(), []);
  });
}

test('G-14 sent back by the bank after it had been paid: the same receipt, the case open again', async () => {
  const pool = await balance(10);
  const { receiptNo, caseNo, order } = await sending(250n);
  await tell(order.bankOrderNo, paid(250n, 'P'));
  assert.equal(await balance(10), pool + 250n);
  for (let i = 0; i < 2; i += 1) await tell(order.bankOrderNo, returned(250n, 'R'));
  await tell(order.bankOrderNo, paid(250n, 'P'));
  assert.deepEqual(
    [await stateOf(receiptNo), await balance(10), (await c.row(caseNo)).state],
    ['UNALLOCATED', pool, 'OPEN'],
  );
  assert.deepEqual(await breaks(), []);
  const next = await again(caseNo);
  await tell(next.order.bankOrderNo, paid(250n, 'P2'));
  assert.equal(await stateOf(receiptNo), 'SENT_BACK');
});

test('G-27 a word that does not fit moves nothing and is a break', async () => {
  const { receiptNo, order } = await sending(100n);
  const number = order.bankOrderNo;
  const before = [await balance(13), await balance(12), await balance(10)];
  await tell(number, paid(99n, 'X'));
  await tell(number, returned(101n, 'X2'));
  await tell(number, paid(100n, 'X3'), 'PAYIN');
  await tell(`B${platformId}-999999`, paid(5n, 'X4'));
  assert.deepEqual([await balance(13), await balance(12), await balance(10)], before);
  assert.equal(await stateOf(receiptNo), 'SENDING_BACK');
  await tell(number, returned(100n, 'R'));
  await tell(number, paid(100n, 'LATE'));
  await tell(number, returned(100n, 'R2'));
  assert.equal(await stateOf(receiptNo), 'UNALLOCATED');
  assert.deepEqual(await breaks(), [
    ...['AMOUNT_DIFFERS', 'AMOUNT_DIFFERS', 'KIND_DIFFERS', 'NOT_ASKED', 'PAID_AFTER_RETURN', 'RETURNED_AGAIN'],
  ]);
});

test('unknown stays unknown: the bank is asked before it is told again, and pays once', async () => {
  bank.payout = { state: 'UNKNOWN' };
  const { receiptNo, order } = await sending(60n);
  const told = bank.sentBack.length;
  bank.payoutKnown = { state: 'OPEN' };
  clock.advance(5 * MINUTE);
  await due();
  assert.equal(bank.sentBack.length, told, 'it knows of it');
  bank.payoutKnown = { state: 'UNKNOWN', absent: true };
  clock.advance(HOUR);
  await due();
  assert.deepEqual(bank.sentBack.slice(told), [order], 'the same number again');
  bank.payoutKnown = paid(60n, 'ASKED');
  clock.advance(HOUR);
  await due();
  assert.equal(await stateOf(receiptNo), 'SENT_BACK');
  bank.payout = { state: 'OPEN' };
  bank.payoutKnown = { state: 'UNKNOWN' };
});

test('a payout that came back was paid in by nobody: it is credited, and not sent back', async () => {
  await l.deposit('u', 1_000n);
  bank.payout = paid(90n, 'OUT');
  await l.confirm('w', withdrawal('u', 90n, { urgency: 'URGENT' }));
  await due();
  bank.payout = { state: 'OPEN' };
  const [row] = await sql`select order_no from withdrawals where platform_id = ${platformId} and request_no = 'w'`;
  await tell(`W${platformId}-${row?.order_no}`, returned(90n, 'CAME-BACK'));
  const [receipt] = await sql`select receipt_no from receipts
    where platform_id = ${platformId} and bank_ref = 'CAME-BACK'`;
  const subject = { about: 'RECEIPT', receiptNo: receipt?.receipt_no as bigint } as const;
  const opening = { kind: 'RECEIPT', subject, plan: { to: 'PAYER' } } as const;
  assert.equal(ended(await c.open(opening)), 'CASE_RECEIPT_CAME_BACK');
  const caseNo = opened(await c.open({ ...opening, plan: null }));
  assert.equal(ended(await c.propose(caseNo, { to: 'PAYER' })), 'CASE_RECEIPT_CAME_BACK');
  opened(await c.propose(caseNo, { to: 'MEMBER', userNo: 'u' }));
  opened(await c.approve(caseNo));
});

test('approved twice at once, it is sent back once', async () => {
  const receiptNo = await c.receipt(80n);
  const subject = { about: 'RECEIPT', receiptNo } as const;
  const caseNo = opened(await c.open({ kind: 'RECEIPT', subject, plan: { to: 'PAYER' } }));
  opened(await c.propose(caseNo));
  const told = bank.sentBack.length;
  const both = await Promise.all([c.approve(caseNo, 'bob'), c.approve(caseNo, 'rob')]);
  assert.deepEqual(both.map(ended).sort(), ['APPROVED', 'CASE_NOT_SO']);
  await due();
  assert.equal(bank.sentBack.length, told + 1);
});
