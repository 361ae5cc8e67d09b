/**
 * What every bank's adapter has to do, as one suite of tests: time-out, unknown, late answer, answer twice, forged
 * answer, money returned, statement agrees. A new adapter brings a harness for its bank, or for a stand-in of it.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { BankOutcome } from '../custody/ports.ts';
import { formatDate, HOUR, MINUTE } from '../kernel/time.ts';
import {
  assertState,
  type ConformanceBank,
  type Get,
  linesAbout,
  orderNo,
  payinOrder,
  payoutOrder,
  tampered,
  terminalOrder,
} from './conformance-bank.ts';
import { terminals } from './conformance-terminals.ts';

/** Declares the suite; `open` is called once, before the first test. */
export function bankConformance(name: string, open: () => Promise<ConformanceBank>): void {
  suite(`every bank: ${name}`, () => {
    let opened: ConformanceBank | null = null;
    const bank: Get = () => {
      assert.ok(opened, 'the bank was opened');
      return opened;
    };
    before(async () => {
      opened = await open();
    });
    after(() => opened?.stop());
    cards(bank);
    payins(bank);
    terminals(bank);
    reports(bank);
    payouts(bank);
    troubles(bank);
    statements(bank);
  });
}

function cards(bank: Get): void {
  const elements = (cardNumber: string) => ({ realName: '张三', idNumber: '11010519491231002X', cardNumber });
  test('L2.1 three and four elements are told apart', async () => {
    const { channel, cards: table } = bank();
    const four = (cardNumber: string) => channel.verifyCard({ ...elements(cardNumber), mobile: '13800001234' });
    assert.equal(await four(table.good), 'PASSED');
    assert.equal(await four(table.threeOnly), 'FAILED');
    assert.equal(await channel.verifyCard(elements(table.threeOnly)), 'PASSED');
    assert.equal(await four(table.bad), 'FAILED');
    assert.equal(await channel.verifyCard(elements(table.bad)), 'FAILED');
  });
  test('time-out: a verification that the bank does not answer is unknown', async () => {
    assert.equal(await bank().channel.verifyCard(elements(bank().cards.silent)), 'UNKNOWN');
  });
}

function payins(bank: Get): void {
  test('G-14 a payin is paid on the bank’s page, reported, and told the same by query and by the browser', async () => {
    const { channel, visit } = bank();
    const order = await payinOrder(bank());
    assertState(await channel.queryPayin(order.bankOrderNo), 'UNKNOWN');
    const brought = channel.readReport(await visit(channel.payinForm(order), 'PAY'));
    const [reported] = await bank().reports(order.bankOrderNo, 1);
    assert.ok(brought && reported);
    assert.deepEqual(channel.readReport(reported.fields), brought);
    const { outcome } = brought;
    assert.ok(outcome?.state === 'PAID');
    assert.equal(outcome.amount, order.amount);
    assert.ok(outcome.paidAt <= (await bank().now()));
    assert.deepEqual(await channel.queryPayin(order.bankOrderNo), outcome);
  });
  test('G-14 a payin that the payer gives up, or that expires, is closed and reported once', async () => {
    const { channel, visit, advance } = bank();
    const given = await payinOrder(bank());
    await visit(channel.payinForm(given), 'GIVE_UP');
    assertState(await channel.queryPayin(given.bankOrderNo), 'CLOSED');
    const late = await payinOrder(bank());
    await advance(HOUR);
    const brought = channel.readReport(await visit(channel.payinForm(late), 'PAY'));
    assertState(brought?.outcome, 'CLOSED');
    assert.equal((await bank().reports(late.bankOrderNo, 1)).length, 1);
  });
}

function reports(bank: Get): void {
  test('forged answer: a report is believed only as the bank signed it', async () => {
    const { channel } = bank();
    const order = await payinOrder(bank());
    const fields = await bank().visit(channel.payinForm(order), 'PAY');
    assert.ok(channel.readReport(fields));
    for (const [name, value] of Object.entries(fields)) {
      assert.equal(channel.readReport({ ...fields, [name]: tampered(value) }), null, `${name} changed`);
      assert.equal(channel.readReport({ ...fields, [name]: '' }), null, `${name} empty`);
    }
    assert.equal(channel.readReport({}), null);
    assert.equal(channel.readReport(channel.payinForm(order).fields), null, 'our own order is no report');
  });
  test('answer twice: a report that comes again carries the same message id', async () => {
    const { channel, cards: table } = bank();
    const order = payoutOrder(table.twice);
    await channel.payOut(order);
    const told = (await bank().reports(order.bankOrderNo, 2)).map(({ fields }) => channel.readReport(fields));
    assert.ok(told[0]);
    assertState(told[0].outcome, 'PAID');
    assert.deepEqual(told[1], told[0]);
  });
}

function payouts(bank: Get): void {
  test('a payout is paid once, however often it is asked for', async () => {
    const { channel, cards: table } = bank();
    const order = payoutOrder(table.good);
    const answers = await Promise.all(Array.from({ length: 5 }, () => channel.payOut(order)));
    for (const { state } of answers) assert.match(state, /^(OPEN|PAID)$/);
    assert.equal((await bank().reports(order.bankOrderNo, 1)).length, 1);
    const paid = await channel.queryPayout(order.bankOrderNo);
    assert.ok(paid.state === 'PAID');
    assert.equal(paid.amount, order.amount);
    assert.deepEqual(await channel.payOut(order), paid);
    assert.equal((await linesAbout(bank(), order.bankOrderNo)).length, 1);
  });
  test('a payout under a number that stands for another one pays nothing and decides nothing', async () => {
    const { channel, cards: table } = bank();
    const order = payoutOrder(table.good);
    await channel.payOut(order);
    assertState(await channel.payOut({ ...order, amount: order.amount + 1n }), 'UNKNOWN');
    await bank().reports(order.bankOrderNo, 1);
    assert.deepEqual(
      (await linesAbout(bank(), order.bankOrderNo)).map(({ amount }) => amount),
      [order.amount],
    );
  });
  test('money returned: the reason is told, and both ways stand on the statement', async () => {
    const { channel, cards: table } = bank();
    const order = payoutOrder(table.returned);
    await channel.payOut(order);
    const [reported] = await bank().reports(order.bankOrderNo, 1);
    const outcome = channel.readReport(reported?.fields ?? {})?.outcome;
    assert.ok(outcome?.state === 'RETURNED');
    assert.equal(outcome.amount, order.amount);
    assert.notEqual(outcome.reason, '');
    assert.deepEqual(await channel.queryPayout(order.bankOrderNo), outcome);
    const lines = await linesAbout(bank(), order.bankOrderNo);
    assert.deepEqual(lines.map(({ kind }) => kind).sort(), ['PAYOUT', 'PAYOUT_RETURN']);
  });
  test('unknown: a payout stays unknown until the bank knows, and is then reported', async () => {
    const { channel, cards: table, advance } = bank();
    const order = payoutOrder(table.unsure);
    assert.deepEqual(await channel.payOut(order), { state: 'UNKNOWN' });
    await advance(9 * MINUTE);
    assert.deepEqual(await channel.queryPayout(order.bankOrderNo), { state: 'UNKNOWN' });
    await advance(2 * MINUTE);
    assertState(await channel.queryPayout(order.bankOrderNo), 'PAID');
    assert.equal((await bank().reports(order.bankOrderNo, 1)).length, 1);
  });
}

function troubles(bank: Get): void {
  test('money goes back to who paid it, once, reported as a payout; of a payin that never was nothing', async () => {
    const { channel, visit, reports } = bank();
    const { bankOrderNo: payinNo, ...payin } = await payinOrder(bank());
    await visit(channel.payinForm({ ...payin, bankOrderNo: payinNo }), 'PAY');
    const back = { bankOrderNo: orderNo(), amount: 50n, payinNo, payinRef: 'X' };
    for (let i = 0; i < 2; i += 1) assert.match((await channel.sendBack(back)).state, /^(OPEN|PAID)$/);
    const [told] = (await reports(back.bankOrderNo, 1)).map(({ fields }) => channel.readReport(fields));
    assert.deepEqual([told?.kind, told?.outcome], ['PAYOUT', await channel.queryPayout(back.bankOrderNo)]);
    assert.equal((await linesAbout(bank(), back.bankOrderNo))[0]?.amount, 50n);
    assertState(await channel.sendBack({ ...back, bankOrderNo: orderNo(), payinNo: orderNo() }), 'UNKNOWN');
  });
  test('unknown: an order that the bank has never seen is absent, and never closed', async () => {
    const unheard = { state: 'UNKNOWN', absent: true };
    assert.deepEqual(await bank().channel.queryPayout(orderNo()), unheard);
    assert.deepEqual(await bank().channel.queryPayin(orderNo()), unheard);
  });
  for (const fault of ['LOST', 'LATE', 'FORGED'] as const) {
    test(`${fault}: no call throws, nothing is believed, nothing is known`, async (t) => {
      const { channel, sms, cards: table, disturb } = bank();
      disturb(fault);
      t.after(() => disturb(null));
      const elements = { realName: '张三', idNumber: '11010519491231002X', cardNumber: table.good };
      const answers = await Promise.all([
        channel.verifyCard(elements),
        channel.queryPayin(orderNo()),
        channel.queryPayout(orderNo()),
        channel.payOut(payoutOrder(table.good)),
        channel.sendBack({ bankOrderNo: orderNo(), amount: 1n, payinNo: orderNo(), payinRef: 'X' }),
        channel.placeAtTerminals(await terminalOrder({ now: async () => 0 })),
        channel.statement('20261121'),
        sms.send('13900004321', '验证码 123456'),
      ]);
      const unknown: BankOutcome = { state: 'UNKNOWN' };
      assert.deepEqual(answers, ['UNKNOWN', unknown, unknown, unknown, unknown, false, null, false]);
    });
  }
  test('late answer: the payout whose answer came too late is found by query and not paid again', async (t) => {
    const { channel, cards: table, disturb } = bank();
    const order = payoutOrder(table.good);
    disturb('LATE');
    t.after(() => disturb(null));
    assert.deepEqual(await channel.payOut(order), { state: 'UNKNOWN' });
    disturb(null);
    await bank().reports(order.bankOrderNo, 1);
    assertState(await channel.queryPayout(order.bankOrderNo), 'PAID');
    assertState(await channel.payOut(order), 'PAID');
    assert.equal((await linesAbout(bank(), order.bankOrderNo)).length, 1);
  });
}

function statements(bank: Get): void {
  test('statement agrees: every movement of the day, with amount, time and reference as they were told', async () => {
    const { channel, cards: table } = bank();
    const payin = await payinOrder(bank());
    const payout = payoutOrder(table.good);
    await bank().visit(channel.payinForm(payin), 'PAY');
    await channel.payOut(payout);
    await bank().reports(payout.bankOrderNo, 1);
    for (const [kind, outcome] of [
      ['PAYIN', await channel.queryPayin(payin.bankOrderNo)],
      ['PAYOUT', await channel.queryPayout(payout.bankOrderNo)],
    ] as const) {
      assert.ok(outcome.state === 'PAID');
      const { amount, paidAt: at, bankRef } = outcome;
      const { bankOrderNo } = kind === 'PAYIN' ? payin : payout;
      const lines = (await channel.statement(formatDate(at)))?.filter((line) => line.bankOrderNo === bankOrderNo);
      assert.deepEqual(lines, [{ kind, bankOrderNo, amount, at, bankRef }]);
    }
    assert.deepEqual(await channel.statement('20010101'), []);
  });
  test('a short message is handed over', async () => {
    assert.equal(await bank().sms.send('13900004321', '您的验证码是 246810，5 分钟内有效。'), true);
  });
}
