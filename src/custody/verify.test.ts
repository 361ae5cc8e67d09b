/** What `ledger verify` finds when one row is not as it should be. */
import assert from 'node:assert/strict';
import { runDue } from '../jobs/due.ts';
import { test } from 'node:test';
import { createTestCustody } from '../testing/custody.ts';
import { withdrawal } from '../testing/loans.ts';
import { spoiler } from '../testing/spoil.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d, bank, clock } = core;
const { sql } = core.database;

await d.register('u', 'INVESTOR');
await d.deposit('u', 1_000n, 'dep');
bank.payout = { state: 'PAID', amount: 90n, paidAt: clock.now(), bankRef: 'B' };
await d.confirm('paid', withdrawal('u', 100n, { commission: 10n, urgency: 'URGENT' }));
await runDue(core.sweeps, clock.now());
await d.confirm('waiting', withdrawal('u', 50n));

const DEPOSIT = 'a deposit paid was credited once with its amount, one unallocated received once';
const DEPOSIT_ORDER = 'a deposit order stands as its deposit';
const WITHDRAWAL_ORDER = 'a withdrawal order stands as its withdrawal';
const POOL = 'a withdrawal left the pool once if it was paid, and else not at all';

const spoil = spoiler(sql);
const change = (table: string, requestNo: string, spoilt: string, right: string) =>
  spoil.change(table, `request_no = '${requestNo}'`, spoilt, right);

test('a deposit credited with another amount, or without a credit, is found', async () => {
  assert.deepEqual(await change('deposits', 'dep', 'amount = 999', 'amount = 1000'), [DEPOSIT]);
  const states = await change('deposits', 'dep', "state = 'CLOSED'", "state = 'PAID'");
  assert.deepEqual(states, [DEPOSIT, DEPOSIT_ORDER]);
});

test('an order that does not stand as what hangs on it is found', async () => {
  const handed = await change(
    'orders',
    'dep',
    "state = 'HANDED', finished_at = null",
    "state = 'DONE', finished_at = created_at",
  );
  assert.deepEqual(handed, [DEPOSIT_ORDER]);
  const accepted = await change(
    'orders',
    'paid',
    "state = 'ACCEPTED', finished_at = null",
    "state = 'DONE', finished_at = created_at",
  );
  assert.deepEqual(accepted, [WITHDRAWAL_ORDER]);
});

test('a withdrawal that left the pool with another amount, or should not have, is found', async () => {
  assert.deepEqual(await change('withdrawals', 'paid', 'commission = 9', 'commission = 10'), [POOL]);
  const waiting = await change('withdrawals', 'waiting', "state = 'PAID'", "state = 'WAITING'");
  assert.ok(waiting.includes(POOL) && waiting.includes(WITHDRAWAL_ORDER));
});
