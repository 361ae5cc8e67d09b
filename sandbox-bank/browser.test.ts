/** The netbank in a real browser: the policy lets the payer through and back, with script and without, across hosts. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { MINUTE } from '../src/kernel/time.ts';
import { startTestBank } from '../src/testing/bank.ts';
import { startBrowser } from '../src/testing/browser.ts';
import { createTestDatabase } from '../src/testing/database.ts';

const { url } = await createTestDatabase();
const bank = await startTestBank(url);
const browser = await startBrowser();
after(async () => {
  await browser.close();
  await bank.stop();
});

/** A custodian on another host name: hands the browser over with a form, and shows what it came back with. */
async function startCustodian(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      if (!request.url?.startsWith('/bank/return?lang=')) return response.end(await handOver(request.url ?? ''));
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
      return response.end(`<p id="outcome">${bank.channel.readReport(fields)?.outcome?.state ?? 'FORGED'}</p>`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}` };
}

const custodian = await startCustodian();
after(() => custodian.server.close());

async function handOver(path: string): Promise<string> {
  const form = bank.channel.payinForm({
    bankOrderNo: path.slice(1),
    amount: 100_000n,
    payer: 'PERSON',
    bank: null,
    expiresAt: (await bank.now()) + 15 * MINUTE,
    returnUrl: `${custodian.url}/bank/return`,
    subject: '账户充值',
  });
  const inputs = Object.entries(form.fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`,
  );
  return `<form method="post" action="${form.url}">${inputs.join('')}<button id="go">go</button></form>`;
}

async function enter(page: Page, bankOrderNo: string): Promise<void> {
  await page.goto(`${custodian.url}/${bankOrderNo}`);
  await page.click('#go');
  await page.waitForSelector('#payButton');
  assert.equal(new URL(page.url()).hostname, '127.0.0.1', 'the bank has an address of its own');
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with script' : 'without script';
  test(`${how}: pay by keyboard, and come back`, async () => {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await enter(page, `KEY${javaScriptEnabled ? 1 : 0}`);
    await page.focus('#payButton');
    await page.keyboard.press('Enter');
    if (!javaScriptEnabled) await page.click('#returnButton');
    await page.waitForSelector('#outcome');
    assert.equal(await page.textContent('#outcome'), 'PAID');
    assert.deepEqual(
      complaints.filter((text) => /policy|refused/i.test(text)),
      [],
    );
    await context.close();
  });
}

test('going back after paying shows the outcome and stays there', async () => {
  const page = await browser.newPage();
  await enter(page, 'BACK1');
  await page.click('#payButton');
  await page.waitForSelector('#outcome');
  await page.goBack();
  await page.waitForSelector('[data-status="PAID"] #returnButton');
  await page.click('#returnButton');
  await page.waitForSelector('#outcome');
  assert.equal((await bank.reports('BACK1', 1)).length, 1);
  await page.close();
});

test('closing the order comes back too', async () => {
  const page = await browser.newPage();
  await enter(page, 'FAIL1');
  await page.click('#failButton');
  await page.waitForSelector('#outcome');
  assert.equal(await page.textContent('#outcome'), 'CLOSED');
  await page.close();
});

test('nothing is wider than the smallest phone, and every target is large enough for a thumb', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  await enter(page, 'WIDTH1');
  for (const language of ['zh', 'en']) {
    await page.goto(page.url().replace(/lang=\w+/, `lang=${language}`));
    assert.ok((await page.locator('body').evaluate((body) => body.scrollWidth)) <= 320);
    for (const target of await page.locator('button, .banks label, .turn').all()) {
      assert.ok(((await target.boundingBox())?.height ?? 0) >= 44);
    }
  }
  await page.close();
});
