import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { createTestCustody } from '../../testing/custody.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { bankOrderNo } from '../bank/order-no.ts';
import { auto, looks, project, tender, withdrawal } from '../../testing/loans.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, bank, clock } = core;
const id = l.platform.platformId;
const { queries } = core.custody;
const look = looks(core.database.sql, id);

await l.register('u');
await l.register('bor');
await l.deposit('u', 1_000_000n, 'paid-in');
await l.outcome('p', project('P', 'bor', 100_000n), false);

const numberOf = async (requestNo: string): Promise<bigint> => {
  const [row] = await core.database.sql`
    select order_no from orders where platform_id = ${id} and request_no = ${requestNo}`;
  return row?.order_no as bigint;
};
const historyOf = async (orderNo: bigint) => (await queries.orderHistory(id, orderNo)).map(({ event }) => event);
/** What the notices of a request number tell, oldest first: how the order stood. */
const told = async (requestNo: string) => {
  const rows = await core.database.sql`
    select order_no, event_seq from notices where platform_id = ${id} and request_no = ${requestNo} order by notice_no`;
  return await Promise.all(rows.map((row) => queries.orderAsOf(id, row.order_no as bigint, row.event_seq as number)));
};
const runSweeps = () => runDue(core.sweeps, clock.now());

test('L2.9 a notice tells what was true when it was born, whatever became of the order since', async () => {
  await l.confirm('back', withdrawal('u', 300n, { urgency: 'URGENT' }));
  const acceptedAt = clock.now();
  clock.advance(1_000);
  bank.payout = { state: 'RETURNED', reason: '账户异常', amount: 300n, bankRef: 'B' };
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  assert.equal((await look.order('back'))?.state, 'REFUSED');
  const [accepted, final] = await told('back');
  assert.deepEqual([accepted?.state, accepted?.refusal, accepted?.finishedAt], ['ACCEPTED', null, null]);
  assert.deepEqual(accepted?.outcome, final?.outcome, 'what was accepted stays');
  assert.deepEqual([final?.state, final?.refusal?.name, final?.finishedAt], ['REFUSED', 'BANK_RETURNED', clock.now()]);
  const history = await queries.orderHistory(id, await numberOf('back'));
  assert.deepEqual(
    history.map(({ event, at }) => [event, at - acceptedAt]),
    [
      ['opened', 0],
      ['accepted', 0],
      ['sent', 1_000],
      ['refused', 1_000],
    ],
  );
});

test('G-14 what the bank sends back after it had paid stands in the history, and the outcome stays', async () => {
  await l.confirm('paid', withdrawal('u', 400n, { urgency: 'URGENT' }));
  bank.payout = { state: 'PAID', amount: 400n, paidAt: clock.now(), bankRef: 'P' };
  await runSweeps();
  bank.payout = { state: 'OPEN' };
  const orderNo = await numberOf('paid');
  const outcome = { state: 'RETURNED', reason: '退票', amount: 400n, bankRef: 'R' } as const;
  const report = { kind: 'PAYOUT', bankOrderNo: bankOrderNo('W', id, orderNo), outcome } as const;
  assert.equal(await core.custody.bankReport(fakeReport(report)), true);
  assert.deepEqual(await historyOf(orderNo), ['opened', 'accepted', 'sent', 'completed', 'sentBack']);
  assert.equal((await queries.order(id, 'paid'))?.state, 'DONE');
});

test('L2.6 a deposit is opened, handed over and completed', async () => {
  assert.deepEqual(await historyOf(await numberOf('paid-in')), ['opened', 'handedOver', 'completed']);
});

test('G-11 a try that gave way keeps its history, and is told of no more', async () => {
  const token = (await l.open('again', tender('u', 'P', 500n))) as string;
  await core.custody.pages.cancel(token);
  const first = await numberOf('again');
  const [before] = await told('again');
  assert.equal(before?.refusal?.name, 'PAGE_CANCELLED');
  await l.confirm('again', tender('u', 'P', 700n));
  assert.deepEqual(
    (await told('again')).map((order) => order?.state ?? null),
    [null, 'DONE'],
  );
  assert.deepEqual(await historyOf(first), ['opened', 'refused']);
  assert.deepEqual(await historyOf(await numberOf('again')), ['opened', 'completed']);
});

test('an order that is done, or refused, at once is its own history', async () => {
  await d.register('inv', 'INVESTOR');
  const events = async (requestNo: string) => {
    const order = await queries.order(d.platform.platformId, requestNo);
    const [row] = await core.database.sql`
      select order_no from orders where platform_id = ${d.platform.platformId} and request_no = ${requestNo}`;
    assert.ok(order);
    return await queries.orderHistory(d.platform.platformId, row?.order_no as bigint);
  };
  await d.outcome('x', auto(tender('inv', 'NONE', 5n)));
  const [refused] = await events('x');
  assert.deepEqual([refused?.event, refused?.refusal?.name], ['refused', 'PROJECT_UNKNOWN']);
  assert.equal(
    await core.database.sql`select 1 from order_events e join orders o using (platform_id, order_no)
    where o.request_no in ('x', 'p')`.then((rows) => rows.length),
    0,
  );
});
