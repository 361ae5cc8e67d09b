/**
 * What `ledger verify` finds when one value about the bank's side is not as it should be: each column of deposits,
 * withdrawals, receipts and breaks that says something about money, and the check that reports it.
 */
import assert from 'node:assert/strict';
import { runDue } from '../jobs/due.ts';
import { test } from 'node:test';
import { createTestCustody, SEALER } from '../testing/custody.ts';
import { fakeReport } from '../testing/fake-bank.ts';
import { withdrawal } from '../testing/loans.ts';
import { spoiler } from '../testing/spoil.ts';
import { verifyLedger } from './verify.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d, bank, clock } = core;
const { sql } = core.database;

await core.directory.change(d.platform.platformNo, { settings: { 'fee-withdraw': '0.03' } });
await d.register('u', 'INVESTOR');
await d.deposit('u', 1_000n, 'dep');
bank.payout = { state: 'PAID', amount: 90n, paidAt: clock.now(), bankRef: 'B' };
await d.confirm('paid', withdrawal('u', 100n, { commission: 10n, urgency: 'URGENT' }));
await runDue(core.sweeps, clock.now());
await d.confirm('waiting', withdrawal('u', 50n));
const [row] = await sql`select order_no from withdrawals where request_no = 'paid'`;
const bankOrderNo = `W${d.platform.platformId}-${row?.order_no}`;
const outcome = { state: 'RETURNED', amount: 90n, reason: '退票', bankRef: 'C' } as const;
for (const messageId of ['back', 'again']) {
  const bankRef = messageId === 'back' ? 'C' : 'C2';
  const report = { kind: 'PAYOUT', bankOrderNo, outcome: { ...outcome, bankRef }, messageId } as const;
  await core.custody.bankReport(fakeReport(report));
}

const DEPOSIT = 'a deposit paid was credited once, by the receipt of its reference, with its amount, to its holder';
const HISTORY = 'the history of an order is whole and leads to how the order stands';
const DEPOSIT_ORDER = 'a deposit order stands as its deposit';
const WITHDRAWAL_ORDER = 'a withdrawal order stands as its withdrawal';
const TOOK = 'a withdrawal took its amount from its holder, once';
const POOL = 'a withdrawal left the pool once if it was paid, and came back to it by its receipts only';
const FEE = 'the custodian has the fee that it took for a withdrawal, and gave back what it has not';
const RECEIPT = 'a receipt has its entry and each entry of money that came its receipt';
const UNALLOCATED = 'unallocated receipts are the sum of the receipts credited to nobody';
const CAME_FOR = 'money came in for a deposit that was handed over, came back of a payout that was paid';
const REASON = 'money that is nobody’s says why: each unallocated receipt has its break';
const STAKE = 'the money at stake in a break is what was received, else the larger of both sides';
const MESSAGE = 'a break is about the order that the bank named, as its message says';

const spoil = spoiler(sql);
for (const table of ['deposits', 'withdrawals', 'receipts', 'breaks', 'orders']) {
  await sql.unsafe(`create table right_${table} as table ${table}`);
}
/** The checks that fail when a value is spoilt; afterwards the table is as it was. */
const found = (table: string, where: string, spoilt: string) =>
  spoil.found(
    `update ${table} set ${spoilt} where ${where}`,
    `delete from ${table}; insert into ${table} select * from right_${table}`,
  );

const DEP = "request_no = 'dep'";
const PAID = "request_no = 'paid'";
const CREDITED = "state = 'CREDITED'";
const BACK = "source = 'RETURN'";
const WHY = "kind = 'RETURNED_AFTER_PAID'";
const AGAIN = "kind = 'RETURNED_AGAIN'";

for (const [table, where, spoilt, checks] of [
  ['orders', DEP, "state = 'HANDED', finished_at = null", [HISTORY, DEPOSIT_ORDER]],
  ['orders', PAID, "state = 'ACCEPTED', finished_at = null", [HISTORY, WITHDRAWAL_ORDER]],
  ['deposits', DEP, 'amount = 999', [DEPOSIT]],
  ['deposits', DEP, 'holder_no = 1', [DEPOSIT]],
  ['deposits', DEP, "bank_ref = 'x'", [DEPOSIT]],
  ['deposits', DEP, 'order_no = 1', [DEPOSIT, DEPOSIT_ORDER, CAME_FOR]],
  ['deposits', DEP, "state = 'CLOSED', bank_ref = null", [DEPOSIT, DEPOSIT_ORDER]],
  ['withdrawals', PAID, 'order_no = 1', [WITHDRAWAL_ORDER, TOOK, POOL, FEE, CAME_FOR]],
  ['withdrawals', PAID, 'commission = 9', [POOL]],
  ['withdrawals', PAID, 'amount = 101, commission = 11', [TOOK]],
  ['withdrawals', PAID, 'holder_no = 1', [TOOK]],
  ['withdrawals', PAID, "mode = 'DEDUCT'", [TOOK]],
  ['withdrawals', PAID, 'fee = 2', [FEE]],
  ['withdrawals', PAID, "state = 'RETURNED'", [WITHDRAWAL_ORDER, POOL, CAME_FOR]],
  ['receipts', CREDITED, 'order_no = 1', [DEPOSIT, RECEIPT, CAME_FOR]],
  ['receipts', CREDITED, 'amount = 999', [DEPOSIT, RECEIPT]],
  ['receipts', CREDITED, "bank_ref = 'x'", [DEPOSIT]],
  ['receipts', CREDITED, 'entry_no = 99', [DEPOSIT, RECEIPT]],
  ['receipts', CREDITED, "received_at = received_at + interval '1 s'", [RECEIPT]],
  ['receipts', BACK, 'amount = 89', [POOL, RECEIPT, UNALLOCATED, REASON]],
  ['receipts', BACK, "bank_ref = 'x'", [REASON]],
  ['receipts', BACK, 'receipt_no = 1', [REASON]],
  ['receipts', BACK, "state = 'CREDITED'", [DEPOSIT, UNALLOCATED]],
  ['receipts', BACK, "source = 'PAYIN', paid_at = received_at", [POOL, RECEIPT, CAME_FOR]],
  ['breaks', WHY, 'amount = 89', [REASON, STAKE]],
  ['breaks', WHY, 'order_no = 1', [REASON, MESSAGE]],
  ['breaks', WHY, 'receipt_no = 1', [REASON]],
  ['breaks', WHY, "message_id = 'again'", [MESSAGE]],
  ['breaks', WHY, 'told = replace(told, \'"90"\', \'"91"\')', [STAKE, MESSAGE]],
  ['breaks', WHY, 'told = replace(told, \'"C"\', \'"D"\')', [REASON, MESSAGE]],
  ['breaks', WHY, "told = replace(told, 'RETURNED', 'PAID')", [MESSAGE]],
  ['breaks', WHY, "told = replace(told, 'PAYOUT', 'PAYIN')", [MESSAGE]],
  ['breaks', AGAIN, 'amount = 91', [STAKE]],
  ['breaks', AGAIN, 'asked = replace(asked, \'"90"\', \'"92"\')', [STAKE]],
  ['breaks', AGAIN, 'order_no = 1', [MESSAGE]],
] as const) {
  test(`verify finds ${table} spoilt: ${spoilt} where ${where}`, async () => {
    const told = await found(table, where, spoilt);
    assert.deepEqual(
      checks.filter((check) => !told.includes(check)),
      [],
      told.join('\n'),
    );
  });
}

test('verify says how much money stands in breaks, and that is no difference', async () => {
  const { differences, figures } = await verifyLedger(sql, SEALER);
  assert.deepEqual([differences, figures.breaks], [[], { count: 2n, amount: 180n }]);
});

const refusals: readonly (readonly [table: string, where: string, spoilt: string, constraint: RegExp])[] = [
  ['deposits', DEP, 'bank_ref = null', /deposit_paid_with_reference/],
  ['deposits', DEP, "state = 'HANDED', bank_ref = null", /deposit_asked_while_handed/],
  ['deposits', DEP, "state = 'UNALLOCATED', bank_ref = null", /deposits_state_check/],
  ['withdrawals', PAID, 'bank_ref = null', /withdrawal_paid_with_reference/],
  ['withdrawals', PAID, 'finished_at = null', /withdrawal_finished/],
  ['withdrawals', PAID, 'due_at = now()', /withdrawal_due_while_under_way/],
  ['withdrawals', PAID, 'fee = -1', /withdrawals_fee_check/],
  ['withdrawals', "state = 'WAITING'", 'attempts = 1', /withdrawal_waits_untold/],
  ['receipts', BACK, 'amount = 0', /receipts_amount_check/],
  ['receipts', BACK, "source = 'PAYIN'", /receipt_paid_in_at/],
  ['breaks', AGAIN, 'receipt_no = 1', /break_about_receipt/],
  ['breaks', WHY, 'receipt_no = null', /break_needs_receipt/],
  ['breaks', WHY, 'asked = null', /break_has_asked/],
];
for (const [table, where, spoilt, constraint] of refusals) {
  test(`the database refuses ${table} with ${spoilt} where ${where}`, async () => {
    await assert.rejects(sql.unsafe(`update ${table} set ${spoilt} where ${where}`), constraint);
  });
}

test('G-14 the database refuses a second receipt of one order and reference', async () => {
  const again = 'insert into receipts select * from right_receipts';
  await assert.rejects(sql.unsafe(again), /receipts_pkey/);
});
