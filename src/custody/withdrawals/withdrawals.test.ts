import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { DAY, HOUR, MINUTE, parseTime } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, person } from '../../testing/custody.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { COMPENSATION, FEE, looks, MARKETING, withdrawal } from '../../testing/loans.ts';
import { cardNumber } from '../../testing/people.ts';
import { bankOrderNo } from '../bank/order-no.ts';
import type { BankOutcome } from '../ports.ts';
import { refuse } from '../refusals.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l, bank, clock } = core;
const atL = looks(core.database.sql, l.platform.platformId);
const atD = looks(core.database.sql, d.platform.platformId);
await l.register('u');
await d.register('u', 'INVESTOR');
await l.deposit('u', 1_000_000n);
await d.deposit('u', 1_000_000n);

const runSweeps = () => runDue(core.sweeps, clock.now());
let serial = 0;
const refused = async (p: typeof l, command: Parameters<typeof l.open>[1]) => {
  serial += 1;
  const answer = await p.open(`refused${serial}`, command);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
};
const payoutOf = async (p: typeof l, requestNo: string) =>
  (await core.custody.queries.transaction(p.platform.platformId, requestNo))?.payout;
const reported = (bankOrderNo: string, outcome: BankOutcome) =>
  core.custody.bankReport(fakeReport({ kind: 'PAYOUT', bankOrderNo, outcome }));
const unallocated = () => atD.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS');
const paid = (amount: bigint): BankOutcome => ({ state: 'PAID', amount, paidAt: clock.now(), bankRef: 'B' });

test('L2.9 the right password lets the balance fall at once, and success is notified when accepted', async () => {
  const [before] = await atL.money('u');
  await l.confirm('a1', withdrawal('u', 1_000n));
  assert.deepEqual(await atL.money('u'), [before - 1_000n, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'WITHDRAWALS_PAYABLE'), 1_000n);
  assert.deepEqual(await atL.notices('a1'), ['ACCEPTED PENDING']);
  assert.equal((await atL.order('a1'))?.state, 'ACCEPTED');
  assert.equal(await payoutOf(l, 'a1'), 'WAITING');
});

test('L2.9 T+1 leaves at 00:30 Beijing of the next calendar day, not before', async () => {
  const at = parseTime('20270110235959') as number;
  clock.set(at);
  bank.payouts.length = 0;
  await l.confirm('b1', withdrawal('u', 100n));
  clock.set((parseTime('20270111003000') as number) - 1);
  await runSweeps();
  assert.equal(bank.payouts.filter(({ amount }) => amount === 100n).length, 0);
  clock.advance(1);
  bank.payout = paid(100n);
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  assert.equal(bank.payouts.filter(({ amount }) => amount === 100n).length, 1);
  assert.equal(await payoutOf(l, 'b1'), 'PAID');
  assert.deepEqual(await atL.notices('b1'), ['ACCEPTED PENDING'], 'success is not told twice in this protocol');
});

test('L2.9 an urgent one leaves at once', async () => {
  bank.payouts.length = 0;
  await l.confirm('c1', withdrawal('u', 200n, { urgency: 'URGENT' }));
  await runSweeps();
  const [order] = bank.payouts.filter(({ amount }) => amount === 200n);
  assert.equal(order?.accountName, '张三');
  assert.equal(order?.bank, 'CITIC');
});

test('L2.9 what the bank does not pay out comes back, with a second notice that says so', async () => {
  const [before] = await atL.money('u');
  await l.confirm('d1', withdrawal('u', 300n, { urgency: 'URGENT' }));
  bank.payout = { state: 'RETURNED', amount: 300n, reason: '账户状态异常', bankRef: 'B' };
  await core.database.sql`update notices set state = 'DELIVERED', due_at = null where request_no = 'd1'`;
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  assert.deepEqual(await atL.money('u'), [before, 0n]);
  assert.deepEqual(await atL.order('d1'), { state: 'REFUSED', final: true, refusal: 'BANK_RETURNED' });
  assert.deepEqual(await atL.notices('d1'), ['ACCEPTED DELIVERED', 'FINAL PENDING']);
  assert.equal(await payoutOf(l, 'd1'), 'RETURNED');
});

test('G-11 G-14 money that comes back after it was paid waits for an operator, once; the outcome stays', async () => {
  const [before] = await atD.money('u');
  const [pool, waiting] = [await atD.balance('CUSTODIAN', 'BANK_POOL'), await unallocated()];
  await d.confirm('late', withdrawal('u', 700n, { commission: 30n, urgency: 'URGENT' }));
  bank.payout = paid(670n);
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  const [row] = await core.database.sql`select order_no from withdrawals where request_no = 'late'`;
  const number = bankOrderNo('W', d.platform.platformId, row?.order_no as bigint);
  for (let i = 0; i < 2; i += 1)
    await reported(number, { state: 'RETURNED', amount: 670n, reason: '退票', bankRef: 'B2' });
  await reported(number, paid(670n));
  assert.deepEqual(await atD.money('u'), [before - 700n, 0n]);
  assert.equal(await unallocated(), waiting + 670n);
  assert.equal(await atD.balance('CUSTODIAN', 'BANK_POOL'), pool);
  assert.deepEqual(await atD.order('late'), { state: 'DONE', final: true, refusal: null });
  assert.deepEqual(await atD.notices('late'), ['ACCEPTED WITHDRAWN', 'FINAL PENDING']);
});

test('G-11 a returned withdrawal is final: its number is not free', async () => {
  await l.confirm('d2', withdrawal('u', 300n, { urgency: 'URGENT' }));
  bank.payout = { state: 'RETURNED', amount: 300n, reason: '账户状态异常', bankRef: 'B' };
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  const again = await l.open('d2', withdrawal('u', 301n, { urgency: 'URGENT' }), false);
  assert.equal((again as { name: string }).name, 'REQUEST_DUPLICATE');
  assert.equal(typeof (await l.open('d2', withdrawal('u', 300n, { urgency: 'URGENT' }), false)), 'string');
  assert.equal((await atL.order('d2'))?.state, 'REFUSED', 'the same call sees its outcome');
});

test('L2.9 an unknown answer stays unknown: the bank is asked, and told again only what it does not know', async () => {
  const [before] = await atL.money('u');
  await l.confirm('e1', withdrawal('u', 400n, { urgency: 'URGENT' }));
  bank.payout = { state: 'UNKNOWN' };
  const told = () => bank.payouts.filter(({ amount }) => amount === 400n).length;
  await runSweeps();
  assert.deepEqual([told(), await payoutOf(l, 'e1')], [1, 'SENT']);
  bank.payoutKnown = { state: 'OPEN' };
  clock.advance(HOUR);
  await runSweeps();
  assert.equal(told(), 1, 'the bank knows it');
  bank.payoutKnown = { state: 'UNKNOWN' };
  clock.advance(HOUR);
  await runSweeps();
  assert.equal(told(), 2);
  assert.equal(new Set(bank.payouts.filter(({ amount }) => amount === 400n).map((order) => order.bankOrderNo)).size, 1);
  bank.payout = { state: 'OPEN' };
  bank.payoutKnown = paid(400n);
  clock.advance(HOUR);
  await runSweeps();
  bank.payoutKnown = { state: 'UNKNOWN' };
  assert.deepEqual([await payoutOf(l, 'e1'), (await atL.money('u'))[0]], ['PAID', before - 400n]);
});

test('L2.9 an answer that comes twice, or that contradicts a return, moves nothing more', async () => {
  await l.confirm('f1', withdrawal('u', 500n, { urgency: 'URGENT' }));
  await runSweeps();
  const number = bank.payouts.findLast(({ amount }) => amount === 500n)?.bankOrderNo as string;
  const [before] = await atL.money('u');
  const returned: BankOutcome = { state: 'RETURNED', amount: 500n, reason: '退回', bankRef: 'B' };
  await Promise.all(Array.from({ length: 5 }, () => reported(number, returned)));
  await reported(number, paid(500n));
  assert.deepEqual(await atL.money('u'), [before + 500n, 0n]);
});

test('L2.9 fourteen banks; no card, no balance, no member: refused before the page', async () => {
  assert.equal(await refused(l, withdrawal('nobody', 1n)), 'MEMBER_UNKNOWN');
  const [available] = await atL.money('u');
  assert.equal(await refused(l, withdrawal('u', available + 1n)), 'BALANCE_INSUFFICIENT');
  await l.register('bare');
  await l.deposit('bare', 100n);
  const bind = (bound: boolean) => core.database.sql`update cards set bound = ${bound},
    unbound_at = ${bound ? null : new Date(clock.now())}, unbound_by = ${bound ? null : 1}
    where platform_id = ${l.platform.platformId}
      and member_no = (select member_no from members where user_no = 'bare')`;
  await bind(false);
  await core.database.sql`update lanes set version = version + 1`;
  assert.equal(await refused(l, withdrawal('bare', 1n)), 'CARD_MISSING');
  await bind(true);
});

test('L2.9 a balance that fell while the page was open is the final failure of the order', async () => {
  const [available] = await atL.money('u');
  const token = (await l.open('g1', withdrawal('u', available))) as string;
  await l.confirm('g2', withdrawal('u', 1n));
  await core.custody.pages.confirm(token, PASSWORD);
  assert.equal((await atL.order('g1'))?.refusal, 'BALANCE_INSUFFICIENT');
  assert.deepEqual(await atL.notices('g1'), ['FINAL PENDING']);
});

test("L2.6 L2.9 the fee of a withdrawal is the platform's, at acceptance", async () => {
  await core.directory.change(l.platform.platformNo, { settings: { 'fee-withdraw': '1.50' } });
  const [before] = await atL.money('u');
  const income = await atL.balance('CUSTODIAN', 'CUSTODIAN_FEE_INCOME');
  await l.confirm('h1', withdrawal('u', 1_000n));
  await core.directory.change(l.platform.platformNo, { settings: { 'fee-withdraw': '' } });
  assert.deepEqual(await atL.money('u'), [before - 1_000n, 0n]);
  assert.equal(await atL.balance('CUSTODIAN', 'CUSTODIAN_FEE_INCOME'), income + 150n);
  assert.equal(await atL.balance('CUSTODIAN', 'FEES_OWED'), -150n);
});

test('L2.9 the fee comes back once with the money: what is owed is struck first, the rest credited', async () => {
  await core.directory.change(d.platform.platformNo, { settings: { 'fee-withdraw': '2.00' } });
  const money = async () => [
    (await atD.money('FEE'))[0],
    await atD.balance('CUSTODIAN', 'FEES_OWED'),
    await atD.balance('CUSTODIAN', 'CUSTODIAN_FEE_INCOME'),
  ];
  await d.deposit(FEE, 50n);
  const before = await money();
  const [covered = 0n] = before;
  assert.ok(covered > 0n && covered < 200n);
  const returned = (bankRef: string): BankOutcome => ({ state: 'RETURNED', amount: 100n, reason: '退票', bankRef });
  await d.confirm('fee1', withdrawal('u', 100n, { urgency: 'URGENT' }));
  assert.deepEqual(await money(), [0n, covered - 200n, 200n]);
  await runSweeps();
  const number = bank.payouts.at(-1)?.bankOrderNo as string;
  // What the lane remembers is stale: the command itself must ask for every account that it touches.
  await core.database.sql`update lanes set version = version + 1`;
  for (const bankRef of ['F1', 'F1', 'F2']) await reported(number, returned(bankRef));
  assert.deepEqual(await money(), before, 'what was owed of it is struck, what was paid comes back');
  await d.confirm('fee2', withdrawal('u', 100n, { urgency: 'URGENT' }));
  await runSweeps();
  await reported(bank.payouts.at(-1)?.bankOrderNo as string, paid(100n));
  await core.directory.change(d.platform.platformNo, { settings: { 'fee-withdraw': '' } });
  assert.deepEqual(await money(), [0n, covered - 200n, 200n], 'paid out, it stays');
  await d.deposit(FEE, 200n);
});

test('D-WDR-2 accepted is frozen and told; paid leaves, less the commission, and is told', async () => {
  const [before] = await atD.money('u');
  const [fee] = await atD.money('FEE');
  await d.confirm('i1', withdrawal('u', 1_000n, { commission: 30n, urgency: 'URGENT' }));
  assert.deepEqual(await atD.money('u'), [before - 1_000n, 1_000n]);
  assert.deepEqual(await atD.notices('i1'), ['ACCEPTED PENDING']);
  bank.payout = paid(970n);
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  assert.equal(bank.payouts.at(-1)?.amount, 970n);
  assert.deepEqual(await atD.money('u'), [before - 1_000n, 0n]);
  assert.equal((await atD.money('FEE'))[0], fee + 30n, 'D-WDR-4 the commission goes to 003');
  assert.deepEqual(await atD.notices('i1'), ['ACCEPTED WITHDRAWN', 'FINAL PENDING'], 'D-WDR-3');
  assert.equal((await atD.order('i1'))?.state, 'DONE');
});

test('D-WDR-2 D-WDR-3 a failure at the bank gives the frozen money back; a delivered ACCEPT stays', async () => {
  const [before] = await atD.money('u');
  const [fee] = await atD.money('FEE');
  await d.confirm('j1', withdrawal('u', 1_000n, { commission: 30n, urgency: 'URGENT' }));
  await core.database.sql`update notices set state = 'DELIVERED', due_at = null where request_no = 'j1'`;
  bank.payout = { state: 'CLOSED', reason: '无此账户' };
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  assert.deepEqual(await atD.money('u'), [before, 0n]);
  assert.equal((await atD.money('FEE'))[0], fee);
  assert.deepEqual(await atD.notices('j1'), ['ACCEPTED DELIVERED', 'FINAL PENDING']);
  assert.equal((await atD.order('j1'))?.refusal, 'BANK_RETURNED');
});

test('D-WDR-4 commission is less than the amount', async () => {
  assert.equal(await refused(d, withdrawal('u', 100n, { commission: 100n })), 'COMMISSION_TOO_HIGH');
  assert.equal(await refused(d, withdrawal('u', 100n, { commission: 99n })), 'OPEN');
});

test('D-WDR-1 D-WDR-5 platform accounts withdraw to the settlement account, with the payment password', async () => {
  await d.deposit(MARKETING, 1_000n);
  const token = (await d.open('k1', withdrawal(MARKETING, 400n, { urgency: 'URGENT' }))) as string;
  assert.deepEqual((await core.custody.pages.view(token))?.card, { masked: '621768*********9990', bank: 'CITIC' });
  const wrong = await core.custody.pages.confirm(token, '246802');
  assert.deepEqual(wrong, refuse('PASSWORD_WRONG', { left: 4 }));
  await core.custody.pages.confirm(token, PASSWORD);
  assert.deepEqual(await atD.money('MARKETING'), [600n, 400n]);
  await runSweeps();
  assert.equal(bank.payouts.at(-1)?.cardNumber, '6217680000000009990');
  assert.equal(await refused(d, withdrawal(COMPENSATION, 1n)), 'BALANCE_INSUFFICIENT', '001 may withdraw what it has');
});

test('D-WDR-1 without a settlement account a platform account is refused, without a card a member', async () => {
  await core.directory.change(l.platform.platformNo, { settlementAccount: null });
  await l.deposit(FEE, 1_000n);
  assert.equal(await refused(l, withdrawal(FEE, 100n)), 'SETTLEMENT_ACCOUNT_MISSING');
});

test('L2.9 a card of a bank that the protocol does not list takes no withdrawal', async () => {
  const postal = { ...person('postal', 'ORDINARY'), cardNumber: cardNumber('621098') } as ReturnType<typeof person>;
  assert.equal(await refused(l, postal), 'CARD_BANK_UNSUPPORTED', 'it cannot even be bound');
});

test('D-WDR-6 the page says when the money arrives', async () => {
  clock.set(parseTime('20270301120000') as number);
  const view = async (p: typeof l, no: string, urgency: 'NORMAL' | 'URGENT') =>
    (await core.custody.pages.view((await p.open(no, withdrawal('u', 10n, { urgency }))) as string))?.arrivesAt;
  assert.equal(await view(l, 'm1', 'NORMAL'), clock.now() + 12 * HOUR + 30 * MINUTE);
  assert.equal(await view(d, 'm2', 'URGENT'), clock.now());
  const due = clock.now() + 12 * HOUR + 30 * MINUTE;
  const token = await l.confirm('m3', withdrawal('u', 10n));
  clock.advance(DAY);
  assert.equal((await core.custody.pages.view(token))?.arrivesAt, due, 'as it was told when it was accepted');
});
