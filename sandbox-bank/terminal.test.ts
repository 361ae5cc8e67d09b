/** The POS terminal as a browser without script meets it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TerminalOrder } from '../src/custody/ports.ts';
import { HOUR, MINUTE } from '../src/kernel/time.ts';
import { formOf, open, type Page, startTestBank } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';

const CARD = '6222021234567890128';
const { url } = await createTestDatabase();
const bank = await startTestBank(url);
after(() => bank.stop());

let count = 0;
async function place(changes: Partial<TerminalOrder> = {}): Promise<TerminalOrder> {
  count += 1;
  const order: TerminalOrder = {
    bankOrderNo: `POS${count}`,
    barcode: String(count).padStart(18, '7'),
    amount: 123_456n,
    expiresAt: (await bank.now()) + 30 * MINUTE,
    subject: '青禾网贷 账户充值',
    ...changes,
  };
  assert.equal(await bank.channel.placeAtTerminals(order), true);
  return order;
}

/** Fills the page's one form as a person does, and presses one of its buttons. */
function fill(page: Page, typed: Readonly<Record<string, string>>, path = '/sandbox/pos'): Promise<Page> {
  const { fields } = formOf(page, 'payButton');
  return open(`${bank.url}${path}?lang=zh`, new URLSearchParams({ ...fields, ...typed }));
}
const terminal = (query = '') => open(`${bank.url}/sandbox/pos${query}`);

test('L2.8 a barcode that is read shows the order and its amount, escaped, under a strict policy', async () => {
  const { barcode } = await place({ subject: '<平台> 账户充值' });
  const read = await fill(await terminal(), { barcode: ` ${barcode.replace(/(\d{6})/g, '$1 ')}` }, '/sandbox/pos/look');
  assert.equal(new URL(read.url).searchParams.get('barcode'), barcode);
  assert.match(read.text, /1,234\.56/);
  assert.match(read.text, /&#60;平台&#62; 账户充值/);
  assert.match(read.headers.get('content-security-policy') ?? '', /^default-src 'none'; .*form-action 'self'$/);
  assert.doesNotMatch(read.text, /<script(?! src)|style=|onclick/);
});

test('L2.8 paid once, in one go, and reported signed; pressing again and reloading change nothing', async () => {
  const { barcode, bankOrderNo, amount } = await place();
  const page = await terminal();
  const [paid, again] = await Promise.all([
    fill(page, { barcode, cardNumber: CARD }),
    fill(page, { barcode, cardNumber: CARD }),
  ]);
  for (const each of [paid, again, await terminal(`?barcode=${barcode}`)])
    assert.match(each.text, /data-status="PAID"/);
  const reports = await bank.reports(bankOrderNo, 1);
  assert.equal(reports.length, 1);
  const outcome = bank.channel.readReport(reports[0]?.fields ?? {})?.outcome;
  assert.ok(outcome?.state === 'PAID');
  assert.equal(outcome.amount, amount);
});

test('an unknown barcode, a wrong card, an order that is over: nothing is paid, and the field says why', async () => {
  const page = await terminal();
  const unknown = await fill(page, { barcode: '000000000000000000', cardNumber: CARD });
  assert.equal(unknown.status, 404);
  assert.match(unknown.text, /id="barcodeError"/);
  const { barcode, bankOrderNo } = await place();
  const wrong = await fill(page, { barcode, cardNumber: '6222021234567890121' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="cardNumberError"/);
  assert.equal((await bank.channel.queryPayin(bankOrderNo)).state, 'OPEN');
  await bank.advance(HOUR);
  assert.match((await fill(page, { barcode, cardNumber: CARD })).text, /data-status="CLOSED"/);
  assert.equal((await bank.channel.queryPayin(bankOrderNo)).state, 'CLOSED');
});

test('only a form of the page itself pays: without its token, or from another site, nothing is done', async () => {
  const { barcode, bankOrderNo } = await place();
  const typed = { barcode, cardNumber: CARD };
  const forged = await fill(await terminal(), { ...typed, csrf: 'x' });
  assert.equal(forged.status, 403);
  const { fields } = formOf(await terminal(), 'payButton');
  const foreign = await fetch(`${bank.url}/sandbox/pos`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, ...typed }),
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  assert.equal(foreign.status, 403);
  assert.equal((await terminal(`?barcode=${barcode}&cardNumber=${CARD}`)).status, 200);
  assert.equal((await bank.channel.queryPayin(bankOrderNo)).state, 'OPEN', 'no GET pays');
});

test('the same order again is the same; under its number with other content it is refused', async () => {
  const order = await place();
  assert.equal(await bank.channel.placeAtTerminals(order), true);
  assert.equal(await bank.channel.placeAtTerminals({ ...order, amount: 1n }), false);
  assert.equal(await bank.channel.placeAtTerminals({ ...order, barcode: '1'.repeat(18) }), false);
});
