/** What the bank says against what we asked: nothing is dropped, nothing is posted on a guess (G-14, G-27). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { createTestCustody } from '../../testing/custody.ts';
import { looks, withdrawal } from '../../testing/loans.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import type { BankOutcome, BankReport } from '../ports.ts';

const core = await createTestCustody();
const { depository: d, bank, clock } = core;
const { sql } = core.database;
const at = looks(sql, d.platform.platformId);
await d.register('u', 'INVESTOR');
await d.deposit('u', 1_000_000n);

const paid = (amount: bigint, bankRef: string): BankOutcome => ({
  state: 'PAID',
  amount,
  paidAt: clock.now(),
  bankRef,
});
const returned = (amount: bigint, bankRef: string): BankOutcome => ({
  state: 'RETURNED',
  amount,
  reason: '退票',
  bankRef,
});
const CLOSED: BankOutcome = { state: 'CLOSED', reason: '无此账户' };
const say = (kind: BankReport['kind'], bankOrderNo: string, outcome: BankOutcome, messageId?: string) =>
  core.custody.bankReport(fakeReport({ kind, bankOrderNo, outcome, ...(messageId ? { messageId } : {}) }));
const unallocated = () => at.balance('CUSTODIAN', 'UNALLOCATED_RECEIPTS');
const runSweeps = () => runDue(core.sweeps, clock.now());

/** Kinds of the breaks of an order, oldest first, each with the money at stake. */
async function breaksOf(bankOrderNo: string): Promise<readonly string[]> {
  const rows = await sql`
    select kind, amount from breaks where platform_id = ${d.platform.platformId}
      and order_no = ${bankOrderNo.split('-')[1] ?? ''} order by break_no`;
  return rows.map((row) => `${row.kind} ${row.amount}`);
}

async function receiptsOf(bankOrderNo: string): Promise<readonly string[]> {
  const rows = await sql`
    select bank_ref, state, amount from receipts where platform_id = ${d.platform.platformId}
      and order_no = ${bankOrderNo.split('-')[1] ?? ''} order by receipt_no`;
  return rows.map((row) => `${row.bank_ref} ${row.state} ${row.amount}`);
}

/** A deposit at the bank; answers its number there. */
async function handed(requestNo: string, amount: bigint): Promise<string> {
  const holder = { kind: 'member', userNo: 'u' } as const;
  const command = { verb: 'DEPOSIT', holder, amount, way: 'NETBANK_B2C', bank: 'ICBC', payCompany: null } as const;
  const form = await core.custody.pages.handOver((await d.open(requestNo, command)) as string);
  assert.ok(form?.ok && form.value !== 'MOVED');
  return form.value.fields.bankOrderNo as string;
}

/** A payout that the bank has been told of; answers its number there. */
async function sent(requestNo: string, amount: bigint): Promise<string> {
  await d.confirm(requestNo, withdrawal('u', amount, { urgency: 'URGENT' }));
  await runSweeps();
  return bank.payouts.at(-1)?.bankOrderNo as string;
}

test('G-14 G-27 another reference for one order is more money, the same reference the same', async () => {
  const number = await handed('twice', 700n);
  const before = [(await at.money('u'))[0], await unallocated()] as const;
  await say('PAYIN', number, paid(700n, 'R1'));
  await say('PAYIN', number, paid(700n, 'R2'));
  await say('PAYIN', number, paid(700n, 'R2'));
  await say('PAYIN', number, paid(5n, 'R3'));
  await say('PAYIN', number, paid(700n, 'R1'));
  assert.deepEqual([(await at.money('u'))[0], await unallocated()], [before[0] + 700n, before[1] + 705n]);
  assert.deepEqual(await receiptsOf(number), ['R1 CREDITED 700', 'R2 UNALLOCATED 700', 'R3 UNALLOCATED 5']);
  assert.deepEqual(await breaksOf(number), ['PAID_AGAIN 700', 'PAID_AGAIN 5']);
  assert.deepEqual(await at.order('twice'), { state: 'DONE', final: true, refusal: null });
});

test('G-14 money for an order that the bank had closed, each reference a receipt of its own', async () => {
  const number = await handed('closed', 300n);
  const before = await unallocated();
  await say('PAYIN', number, CLOSED);
  await say('PAYIN', number, paid(300n, 'L1'));
  await say('PAYIN', number, paid(300n, 'L2'));
  assert.equal(await unallocated(), before + 600n);
  assert.deepEqual(await receiptsOf(number), ['L1 UNALLOCATED 300', 'L2 UNALLOCATED 300']);
});

test('G-27 one reference with two amounts is a break, and credits once', async () => {
  const number = await handed('changed', 400n);
  const before = [(await at.money('u'))[0], await unallocated()];
  await say('PAYIN', number, paid(400n, 'C1'));
  await say('PAYIN', number, paid(401n, 'C1'));
  assert.deepEqual([(await at.money('u'))[0], await unallocated()], [(before[0] as bigint) + 400n, before[1]]);
  assert.deepEqual(await breaksOf(number), ['AMOUNT_DIFFERS 401']);
});

test('G-27 a payout paid with another amount posts nothing; with the right one it is paid', async () => {
  const pool = await at.balance('CUSTODIAN', 'BANK_POOL');
  const number = await sent('cent', 900n);
  await say('PAYOUT', number, paid(1n, 'P1'));
  assert.equal(await at.balance('CUSTODIAN', 'BANK_POOL'), pool);
  assert.equal((await at.order('cent'))?.state, 'ACCEPTED');
  assert.deepEqual(await breaksOf(number), ['AMOUNT_DIFFERS 900']);
  await say('PAYOUT', number, paid(900n, 'P1'));
  assert.equal(await at.balance('CUSTODIAN', 'BANK_POOL'), pool + 900n);
  assert.deepEqual(await breaksOf(number), ['AMOUNT_DIFFERS 900'], 'what was found stays');
});

test('G-27 the answer of a call is checked as a report is, and found once however often it comes', async () => {
  const pool = await at.balance('CUSTODIAN', 'BANK_POOL');
  bank.payout = paid(1n, 'A1');
  const number = await sent('answer', 800n);
  bank.payout = { state: 'OPEN' };
  bank.payoutKnown = paid(1n, 'A1');
  for (let i = 0; i < 3; i += 1) {
    clock.advance(3_600_000);
    await runSweeps();
  }
  bank.payoutKnown = { state: 'UNKNOWN' };
  assert.equal(await at.balance('CUSTODIAN', 'BANK_POOL'), pool);
  assert.deepEqual(await breaksOf(number), ['AMOUNT_DIFFERS 800']);
  const payin = await handed('asked', 500n);
  bank.payinKnown = paid(499n, 'Q1');
  clock.advance(3_600_000);
  await runSweeps();
  bank.payinKnown = { state: 'UNKNOWN' };
  assert.deepEqual(await receiptsOf(payin), ['Q1 UNALLOCATED 499']);
  assert.deepEqual(await breaksOf(payin), ['AMOUNT_DIFFERS 499']);
});

test('G-27 paid after it was returned or closed is a break and moves nothing', async () => {
  for (const [requestNo, end, kind] of [
    ['back', returned(600n, 'B1'), 'PAID_AFTER_RETURN'],
    ['never', CLOSED, 'PAID_AFTER_CLOSED'],
  ] as const) {
    const number = await sent(requestNo, 600n);
    await say('PAYOUT', number, end);
    const before = await at.money('u');
    await say('PAYOUT', number, paid(600n, 'B2'));
    assert.deepEqual(await at.money('u'), before);
    assert.deepEqual(await breaksOf(number), [`${kind} 600`]);
  }
});

test('G-27 returned twice, or with another amount, is a break; the same return again is the same', async () => {
  const number = await sent('again', 500n);
  await say('PAYOUT', number, returned(1n, 'S0'));
  assert.equal((await at.order('again'))?.state, 'ACCEPTED', 'nothing comes back on a guess');
  const before = await at.money('u');
  await say('PAYOUT', number, returned(500n, 'S1'));
  await say('PAYOUT', number, returned(500n, 'S1'));
  await say('PAYOUT', number, returned(500n, 'S2'));
  await say('PAYOUT', number, returned(499n, 'S1'));
  assert.deepEqual(await at.money('u'), [before[0] + 500n, before[1] - 500n]);
  assert.deepEqual(await breaksOf(number), ['AMOUNT_DIFFERS 500', 'RETURNED_AGAIN 500', 'AMOUNT_DIFFERS 500']);
});

test('G-14 G-27 returned after it was paid is a receipt and a break, the first time and with its amount', async () => {
  const number = await sent('late', 700n);
  await say('PAYOUT', number, paid(700n, 'T1'));
  const before = [await unallocated(), await at.balance('CUSTODIAN', 'BANK_POOL')] as const;
  await say('PAYOUT', number, returned(699n, 'T2'));
  assert.equal(await unallocated(), before[0]);
  await say('PAYOUT', number, returned(700n, 'T3'));
  await say('PAYOUT', number, returned(700n, 'T3'));
  await say('PAYOUT', number, returned(700n, 'T4'));
  await say('PAYOUT', number, paid(700n, 'T1'));
  await say('PAYOUT', number, CLOSED);
  await say('PAYOUT', number, paid(700n, 'T5'));
  assert.deepEqual(
    [await unallocated(), await at.balance('CUSTODIAN', 'BANK_POOL')],
    [before[0] + 700n, before[1] - 700n],
  );
  assert.deepEqual(await receiptsOf(number), ['T3 UNALLOCATED 700']);
  assert.deepEqual(await breaksOf(number), [
    'AMOUNT_DIFFERS 700',
    'RETURNED_AFTER_PAID 700',
    'RETURNED_AGAIN 700',
    'CLOSED_AFTER_PAID 700',
    'PAID_AGAIN 700',
  ]);
  assert.deepEqual(await at.order('late'), { state: 'DONE', final: true, refusal: null });
});

test('G-27 a message of the wrong kind credits nothing and pays nothing', async () => {
  const [payin, payout] = [await handed('kind', 200n), await sent('kindOut', 250n)];
  const [before, entries] = [await at.money('u'), await at.count('entries')];
  await say('PAYOUT', payin, paid(200n, 'K1'));
  await say('PAYIN', payout, paid(250n, 'K2'));
  assert.deepEqual([await at.money('u'), await at.count('entries')], [before, entries]);
  assert.deepEqual([await breaksOf(payin), await breaksOf(payout)], [['KIND_DIFFERS 200'], ['KIND_DIFFERS 250']]);
});

test('G-27 money for what was never asked of the bank is a break', async () => {
  const { platformId } = d.platform;
  const entries = await at.count('entries');
  const numbers = [`D${platformId}-999999`, `W${platformId}-999998`];
  await say('PAYIN', numbers[0] as string, paid(77n, 'N1'));
  await say('PAYOUT', numbers[1] as string, paid(78n, 'N2'));
  assert.equal(await at.count('entries'), entries + 0);
  assert.deepEqual(
    [await breaksOf(numbers[0] as string), await breaksOf(numbers[1] as string)],
    [['NOT_ASKED 77'], ['NOT_ASKED 78']],
  );
  await d.confirm('tomorrow', withdrawal('u', 90n));
  const [row] = await sql`select order_no from withdrawals where request_no = 'tomorrow'`;
  const number = `W${platformId}-${row?.order_no}`;
  await say('PAYOUT', number, paid(90n, 'N3'));
  assert.equal((await at.order('tomorrow'))?.state, 'ACCEPTED');
  assert.deepEqual(await breaksOf(number), ['NOT_ASKED 90']);
});

test('G-27 a message number with other content is a break with both contents, and is not acted upon', async () => {
  const [one, two] = [await handed('m1', 110n), await handed('m2', 120n)];
  const [before] = await at.money('u');
  await say('PAYIN', one, paid(110n, 'M1'), 'same');
  await say('PAYIN', two, paid(120n, 'M2'), 'same');
  await say('PAYIN', two, paid(120n, 'M2'), 'same');
  await say('PAYIN', one, paid(110n, 'M1'), 'same');
  assert.equal((await at.money('u'))[0], before + 110n);
  assert.deepEqual([await breaksOf(one), await breaksOf(two)], [[], ['MESSAGE_DIFFERS 120']]);
  const [row] = await sql`select asked, told from breaks where kind = 'MESSAGE_DIFFERS'`;
  assert.match(row?.asked, new RegExp(`${one}.*"110"`));
  assert.match(row?.told, new RegExp(`${two}.*"120"`));
  await say('PAYIN', two, paid(120n, 'M2'));
  assert.equal((await at.money('u'))[0], before + 230n, 'told under a number of its own it counts');
});

test('G-27 other content under a message number is not acted upon after a crash either', async () => {
  const [one, two] = [await handed('n1', 130n), await handed('n2', 140n)];
  await say('PAYIN', one, paid(130n, 'V1'), 'kept');
  const [before] = await at.money('u');
  const outcome = { state: 'PAID', amount: { fen: '140' }, paidAt: 0, bankRef: 'V2' };
  const report = JSON.stringify({ messageId: 'kept', kind: 'PAYIN', bankOrderNo: two, outcome });
  const now = new Date(clock.now());
  await sql`insert into bank_reports (platform_id, message_id, variant, report, received_at, due_at)
    values (${d.platform.platformId}, 'kept', 'v', ${report}::text::jsonb, ${now}, ${now})`;
  clock.advance(120_000);
  await runSweeps();
  assert.equal((await at.money('u'))[0], before);
  assert.deepEqual([await breaksOf(one), await breaksOf(two)], [[], ['MESSAGE_DIFFERS 140']]);
  const [waiting] = await sql`select message_id from bank_reports where processed_at is null`;
  assert.equal(waiting, undefined);
});
