/** The netbank page as a browser without script meets it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { PayinOrder } from '../src/custody/ports.ts';
import { HOUR, MINUTE } from '../src/kernel/time.ts';
import { enterNetbank, formOf, open, press, startTestBank } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';

const { url } = await createTestDatabase();
const bank = await startTestBank(url);
after(() => bank.stop());

let count = 0;
async function order(changes: Partial<PayinOrder> = {}): Promise<PayinOrder> {
  count += 1;
  return {
    bankOrderNo: `NET${count}`,
    amount: 123_456_789n,
    payer: 'PERSON',
    bank: 'ICBC',
    expiresAt: (await bank.now()) + 15 * MINUTE,
    returnUrl: 'http://127.0.0.1:9/bank/return?token=a%20b',
    subject: '账户充值 <平台> & "朋友"',
    ...changes,
  };
}
const enter = async (changes: Partial<PayinOrder> = {}) => enterNetbank(bank.channel.payinForm(await order(changes)));
const directive = (headers: Headers) => /form-action ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];

test('the page shows payee, subject, bank and a large amount, escaped, under a strict policy', async () => {
  const page = await enter();
  assert.equal(page.status, 200);
  for (const text of [
    '1,234,567.89',
    'cunguan',
    '中国工商银行',
    '个人网银',
    '账户充值 &#60;平台&#62; &#38; &#34;朋友&#34;',
  ]) {
    assert.ok(page.text.includes(text), text);
  }
  assert.equal(directive(page.headers), "'self'");
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; .*frame-ancestors 'none'/);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.doesNotMatch(page.text, /<script(?! src)|style=|onclick/);
});

test('paid once: pressing again, reloading and going back change nothing', async () => {
  const page = await enter();
  const outcome = await press(page, 'payButton');
  assert.match(outcome.text, /data-status="PAID"/);
  assert.match(outcome.text, /<form method="post" action="[^"]+" data-auto-submit>/);
  assert.equal(directive(outcome.headers), 'http: https:');
  const { url: back, fields } = formOf(outcome, 'returnButton');
  assert.equal(back, 'http://127.0.0.1:9/bank/return?token=a%20b&lang=zh');
  for (const button of ['payButton', 'failButton']) {
    assert.deepEqual(formOf(await press(page, button), 'returnButton').fields, fields);
  }
  assert.deepEqual(formOf(await open(outcome.url), 'returnButton').fields, fields);
  assert.equal((await bank.reports(`NET${count}`, 1)).length, 1);
});

test('entering again shows the same order; the same number with other content is refused', async () => {
  const first = await order();
  const page = await enterNetbank(bank.channel.payinForm(first));
  const again = await enterNetbank(bank.channel.payinForm(first));
  assert.equal(new URL(again.url).pathname, new URL(page.url).pathname);
  const other = await enterNetbank(bank.channel.payinForm({ ...first, amount: 1n }));
  assert.equal(other.status, 409);
});

test('an order that was not signed by the custodian is not taken', async () => {
  const { url: address, fields } = bank.channel.payinForm(await order());
  const forged = await enterNetbank({ url: address, fields: { ...fields, order: `${fields.order} ` } });
  assert.equal(forged.status, 403);
  assert.match(forged.text, /未通过验签/);
  assert.equal((await enterNetbank({ url: address, fields: {} })).status, 403);
  assert.equal((await bank.channel.queryPayin(`NET${count}`)).state, 'UNKNOWN');
});

test('a press without the page’s own token decides nothing', async () => {
  const page = await enter();
  for (const button of ['payButton', 'failButton']) {
    const { url: address, fields } = formOf(page, button);
    const stolen = { ...fields, csrf: 'guessed' };
    assert.equal((await enterNetbank({ url: address, fields: stolen })).status, 403);
  }
  assert.equal((await bank.channel.queryPayin(`NET${count}`)).state, 'OPEN');
  assert.equal((await open(formOf(page, 'payButton').url)).status, 404, 'no GET decides');
});

test('G-14 an expired order cannot be paid, whether its page was open or not', async () => {
  const page = await enter();
  await bank.advance(HOUR);
  const pressed = await press(page, 'payButton');
  assert.match(pressed.text, /data-status="CLOSED"/);
  assert.match(pressed.text, /订单已过期/);
  assert.equal((await bank.channel.queryPayin(`NET${count}`)).state, 'CLOSED');
  const late = await enter({ expiresAt: (await bank.now()) - 1 });
  assert.match(late.text, /data-status="CLOSED"/);
});

test('the payer chooses a bank when none is named, and cannot pay without one', async () => {
  const page = await enter({ bank: null, payer: 'ENTERPRISE' });
  assert.match(page.text, /企业网银/);
  const { url: address, fields } = formOf(page, 'payButton');
  assert.equal(fields.bank, 'ICBC');
  const { csrf = '' } = fields;
  const unchosen = await enterNetbank({ url: address, fields: { csrf } });
  assert.equal(unchosen.status, 422);
  assert.match(unchosen.text, /role="alert">请先选择一家付款银行/);
  const paid = await enterNetbank({ url: address, fields: { csrf, bank: 'PSBC' } });
  assert.match(paid.text, /中国邮政储蓄银行/);
  assert.equal((await bank.channel.queryPayin(`NET${count}`)).state, 'PAID');
});

test('the root says what runs here and where to go', async () => {
  const page = await open(`${bank.url}/?lang=zh`);
  assert.equal(page.status, 200);
  assert.match(page.text, /<h1>这里是沙箱银行<\/h1>/);
  const places = [...page.text.matchAll(/<dd><a href="([^"]+)"/g)].map(([, place]) => place ?? '');
  assert.match(places[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+$/, 'the custodian');
  assert.deepEqual(places.slice(1), [
    '/sandbox/pos',
    '/sandbox/payins',
    '/sandbox/payouts',
    '/sandbox/clock',
    '/healthz',
  ]);
  for (const place of places.slice(1)) assert.equal((await open(`${bank.url}${place}`)).status, 200, place);
  assert.match(page.text, /<form class="line" method="get" action="\/sandbox\/sms">/);
});

test('the language comes with the payer, is the browser’s where it does not, and goes back with him', async () => {
  const form = bank.channel.payinForm({ ...(await order({ subject: '青禾网贷 账户充值' })), language: 'en' });
  const page = await enterNetbank(form);
  assert.match(page.text, /<html lang="en">/);
  assert.match(page.text, /青禾网贷 · account deposit</);
  const paid = await press(page, 'payButton');
  assert.match(paid.text, /<div role="status"><h1 class="good">Payment made<\/h1>/);
  assert.match(formOf(paid, 'returnButton').url, /&lang=en$/);
  const asked = async (acceptLanguage: string) =>
    (await fetch(`${bank.url}/`, { headers: { 'accept-language': acceptLanguage } })).text();
  assert.match(await asked('en-GB,en;q=0.9'), /<html lang="en">/);
  assert.match(await asked('zh-CN,zh;q=0.9,en;q=0.8'), /<html lang="zh-CN">/);
});

test('every page is there in English too, and stays so', async () => {
  const page = await open((await enter()).url.replace('lang=zh', 'lang=en'));
  assert.match(page.text, /<html lang="en">[\s\S]*Pay CNY 1,234,567\.89/);
  assert.match((await press(page, 'failButton')).text, /Order closed, nothing paid[\s\S]*the payer gave it up/);
  const unknown = await open(`${bank.url}/netbank/nothing?lang=en`);
  assert.deepEqual([unknown.status, directive(unknown.headers)], [404, "'none'"]);
  assert.match(unknown.text, /cannot be opened/);
});
