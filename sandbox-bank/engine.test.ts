/** What the bank does by itself: its clock, its reports, a restart. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { DAY, HOUR, MINUTE, SECOND } from '../src/kernel/time.ts';
import { startTestBank } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { REPORT_WAITS } from './reporter.ts';

const { url, sql } = await createTestDatabase();
const bank = await startTestBank(url);
after(() => bank.stop());

const GOOD = '4111111111111111';
const payout = (cardNumber = GOOD) => ({
  bankOrderNo: `E${randomBytes(8).toString('hex')}`,
  amount: 5_000n,
  cardNumber,
  accountName: '李四',
  bank: 'CMB' as const,
});

test('a report is repeated on the bank’s clock until it is acknowledged', async () => {
  bank.acknowledge(false);
  const order = payout();
  await bank.channel.payOut(order);
  await bank.reports(order.bankOrderNo, 1);
  await bank.advance(20 * SECOND);
  await bank.advance(2 * MINUTE);
  bank.acknowledge(true);
  await bank.advance(10 * MINUTE);
  await bank.advance(DAY);
  const told = await bank.reports(order.bankOrderNo, 4);
  assert.equal(told.length, 4);
  assert.deepEqual(new Set(told.map(({ path }) => path)), new Set(['/bank/notify']));
  assert.equal(new Set(told.map(({ fields }) => fields.report)).size, 1);
});

test('one long step of the clock sends every repetition, each at its time, and then gives up', async () => {
  bank.acknowledge(false);
  const order = payout();
  await bank.channel.payOut(order);
  await bank.reports(order.bankOrderNo, 1);
  await bank.advance(2 * DAY);
  assert.equal((await bank.reports(order.bankOrderNo, 1)).length, 1 + REPORT_WAITS.length);
  assert.equal((await bank.clock.read())?.nextDue, null);
  bank.acknowledge(true);
  await bank.advance(2 * DAY);
  assert.equal((await bank.reports(order.bankOrderNo, 1)).length, 1 + REPORT_WAITS.length);
});

test('the next thing due is told, and happens when the clock gets there, at its own time', async () => {
  const expiresAt = (await bank.now()) + HOUR;
  const expiring = { bankOrderNo: 'EXPIRES', amount: 1n, payer: 'PERSON', bank: null, expiresAt } as const;
  const form = bank.channel.payinForm({ ...expiring, returnUrl: 'http://127.0.0.1:9/', subject: '充值' });
  await fetch(form.url, { method: 'POST', body: new URLSearchParams(form.fields) });
  assert.equal(await bank.sweep.nextDue(), expiresAt);
  await bank.sweep.run(expiresAt - MINUTE);
  assert.equal((await bank.channel.queryPayin('EXPIRES')).state, 'OPEN');
  const followed = await bank.clock.follow(expiresAt + DAY);
  assert.ok(followed && followed.done >= 2, 'closed and reported before the answer');
  assert.equal((await bank.reports('EXPIRES', 1)).length, 1);
  const [order] = (await (await fetch(`${bank.url}/sandbox/payins`)).json()) as Record<string, string>[];
  const late = Date.parse(order?.decidedAt ?? '') - expiresAt;
  assert.ok(late >= 0 && late < MINUTE, `closed ${late} ms after it expired, not a day later`);
});

test('the clock never goes back', async () => {
  const now = await bank.now();
  const followed = await bank.clock.follow(now - DAY);
  assert.ok(followed && followed.now >= now);
});

test('a restart keeps clock, key, and what was under way', async () => {
  const order = payout('6222020000000050005');
  await bank.channel.payOut(order);
  await bank.advance(MINUTE);
  const before = await bank.now();
  await bank.restart();
  assert.ok((await bank.now()) >= before);
  await bank.advance(10 * MINUTE);
  assert.equal((await bank.channel.queryPayout(order.bankOrderNo)).state, 'PAID');
});

test('messages are kept newest first, with the six digits found in them', async () => {
  const mobile = '13512345678';
  for (const text of ['验证码 111222，请勿告诉他人', '订单 12345678 已受理', '123456 is your code']) {
    assert.ok(await bank.sms.send(mobile, text));
  }
  const read = async (query: string) => (await fetch(`${bank.url}/sandbox/sms${query}`)).json();
  const messages = (await read(`?mobile=${mobile}`)) as Record<string, string>[];
  assert.deepEqual(
    messages.map(({ code }) => code),
    ['123456', '', '111222'],
  );
  assert.deepEqual(Object.keys(messages[0] ?? {}), ['mobile', 'code', 'text', 'at']);
  assert.ok(!Number.isNaN(Date.parse(messages[0]?.at ?? '')));
  assert.deepEqual(await read('?mobile=13500000000'), []);
  assert.deepEqual(((await read('')) as Record<string, string>).error, 'BAD_REQUEST');
});

test('G-19 a message is gone a day after it was sent', async () => {
  const mobile = '13587654321';
  assert.ok(await bank.sms.send(mobile, '验证码 333444'));
  const read = async () => (await (await fetch(`${bank.url}/sandbox/sms?mobile=${mobile}`)).json()) as object[];
  const stored = async () => (await sql`select message_no from sandbox_bank.messages`).length;
  await bank.advance(DAY - MINUTE);
  assert.deepEqual([(await read()).length, (await stored()) > 0], [1, true]);
  await bank.advance(2 * MINUTE);
  assert.deepEqual([await read(), await stored()], [[], 0]);
});

test('payouts are listed with the card masked', async () => {
  const order = payout();
  await bank.channel.payOut(order);
  await bank.reports(order.bankOrderNo, 1);
  const [newest] = (await (await fetch(`${bank.url}/sandbox/payouts`)).json()) as Record<string, unknown>[];
  const { bankOrderNo, amount, state, cardNumber } = newest ?? {};
  assert.deepEqual([bankOrderNo, amount, state, cardNumber], [order.bankOrderNo, '50.00', 'PAID', '411111******1111']);
});
