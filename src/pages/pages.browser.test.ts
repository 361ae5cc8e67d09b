import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../testing/browser.ts';
import { createDesk, type Desk } from '../testing/pages/desk.ts';
import { COMMANDS, createFakeCore, finished, PERSON, viewOf } from '../testing/pages/fake-core.ts';
import { servePreview } from '../testing/pages/preview.ts';

/** Platform and bank under another host name than ours: cross-site, as in life. */
const outside = { server: createServer(), origin: '', other: '', v6: '' };
let browser: Browser;

before(async () => {
  outside.server.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      // Platforms and payment companies lead on: /to/302/back goes to /back under another name.
      const [, status, path] = /^\/to\/(\d{3})(\/.*)$/.exec(request.url ?? '') ?? [];
      if (status) return response.writeHead(Number(status), { location: `${outside.other}${path}` }).end();
      const text = `<title>outside</title><p id="body">${encodeURIComponent(body)}</p>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(text);
    });
  });
  await new Promise<void>((resolve) => outside.server.listen(0, resolve));
  const { port, family } = outside.server.address() as AddressInfo;
  outside.origin = `http://localhost:${port}`;
  outside.other = `http://127.0.0.1:${port}`;
  // Where the machine has no IPv6, its literal cannot be shown.
  outside.v6 = family === 'IPv6' ? `http://[::1]:${port}` : outside.other;
  browser = await startBrowser();
});

after(async () => {
  await browser.close();
  outside.server.close();
});

interface Visit {
  readonly page: Page;
  readonly desk: Desk;
  readonly origin: string;
  /** What the browser complained about: a breach of the policy, an error of the script. */
  readonly complaints: string[];
}

async function visit(
  options: BrowserContextOptions,
  walk: (visit: Visit) => Promise<void>,
  away = outside.origin,
): Promise<void> {
  const core = createFakeCore(`${away}/pay`);
  const desk = createDesk({ renderReturn: async () => ({ url: `${away}/back`, fields: { sign: 'x' } }) }, core);
  const { server, origin } = await servePreview(desk.pages);
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await walk({ page, desk, origin, complaints });
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    server.close();
  }
}

const PHONE = { viewport: { width: 390, height: 844 } };

async function fillRegistration(page: Page, password: string): Promise<void> {
  await page.fill('#password', password);
  await page.fill('#passwordAgain', password);
  await page.fill('#smsCode', '135790');
  await page.check('#agreed');
}

test('a registration on a phone: mistakes at once, the bank by its card, a code, the way back', async () => {
  await visit(PHONE, async ({ page, desk, origin }) => {
    desk.core.put('reg', viewOf(COMMANDS.registration));
    await page.goto(`${origin}/pages/reg`);
    await page.click('#nextButton');
    assert.equal(await page.evaluate('document.activeElement.id'), 'realName');
    assert.deepEqual(desk.core.calls, []);
    await page.fill('#realName', PERSON.realName);
    await page.fill('#idNumber', '110105194912310021');
    await page.press('#idNumber', 'Tab');
    await page.waitForSelector('#idNumber-error:not([hidden])');
    await page.fill('#idNumber', PERSON.idNumber);
    await page.waitForSelector('#idNumber-error', { state: 'hidden' });
    await page.fill('#cardNumber', '6222 0212 3456 7890 128');
    await page.waitForSelector('#cardBank:text("中国工商银行")');
    await page.fill('#mobile', PERSON.mobile);
    await page.fill('#password', '135246');
    await page.click('#sendSmsButton');
    await page.waitForSelector('#status:text("138****1234")');
    assert.ok(await page.isDisabled('#sendSmsButton'));
    assert.equal(await page.inputValue('#password'), '135246');
    await fillRegistration(page, '135246');
    await page.click('#nextButton');
    await page.waitForSelector('body[data-status="SUCCESS"]');
    await page.waitForURL(`${outside.origin}/back`);
    assert.equal(await page.textContent('#body'), encodeURIComponent('sign=x'));
  });
});

test('the same without JavaScript: every button is a plain form', async () => {
  await visit({ ...PHONE, javaScriptEnabled: false }, async ({ page, desk, origin }) => {
    desk.core.put('reg', viewOf(COMMANDS.registrationGiven));
    await page.goto(`${origin}/pages/reg`);
    await page.click('#sendSmsButton');
    await page.waitForSelector('#status:text("138****1234")');
    await fillRegistration(page, '135246');
    await page.press('#smsCode', 'Enter');
    await page.waitForSelector('body[data-status="SUCCESS"]');
    assert.deepEqual(
      desk.core.calls.map(([step]) => step),
      ['sendSms', 'register'],
    );
    await page.click('#callbackForm button[type=submit]');
    await page.waitForURL(`${outside.origin}/back`);
  });
});

test('L2.12 G-17 a tender by keyboard alone: a wrong password, the right one, the outcome', async () => {
  await visit({ viewport: { width: 1280, height: 900 } }, async ({ page, desk, origin }) => {
    desk.core.put('tender', viewOf(COMMANDS.tender));
    await page.goto(`${origin}/pages/tender`);
    await page.focus('#password');
    await page.keyboard.type('11x1222');
    assert.equal(await page.inputValue('#password'), '111222');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#password-error:text("还可以输入 4 次")');
    await page.waitForSelector('#password:focus');
    await page.keyboard.type('246810');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.waitForSelector('body[data-status="SUCCESS"]');
    await page.click('[data-stay]');
    assert.ok(await page.isHidden('[data-countdown]'));
  });
});

test('L5.1 an authorisation by keyboard alone and back to the platform, with and without JavaScript', async () => {
  const walk = async ({ page, desk, origin }: Visit) => {
    desk.core.put('grant', viewOf(COMMANDS.authorization));
    await page.goto(`${origin}/pages/grant`);
    await page.type('#password', '246810');
    await page.press('#password', 'Enter');
    await page.press('body[data-status="SUCCESS"] #callbackForm button[type=submit]', 'Enter');
    await page.waitForURL(`${outside.origin}/back`);
    assert.deepEqual(desk.core.calls, [['confirm', 'grant', '246810']]);
  };
  for (const javaScriptEnabled of [true, false]) await visit({ ...PHONE, javaScriptEnabled }, walk);
});

test('G-12 a button pressed twice posts once; reload and back repeat nothing', async () => {
  await visit(PHONE, async ({ page, desk, origin }) => {
    desk.core.put('tender', viewOf(COMMANDS.tender));
    await page.goto(`${origin}/pages/tender`);
    await page.fill('#password', '246810');
    await page.dblclick('#nextButton');
    await page.waitForSelector('body[data-status="SUCCESS"]');
    await page.reload();
    await page.goBack();
    await page.waitForSelector('body[data-status="SUCCESS"]');
    assert.deepEqual(desk.core.calls, [['confirm', 'tender', '246810']]);
  });
});

test('L2.6 a deposit goes to the bank by itself; back on our page it waits and finds the outcome', async () => {
  await visit(PHONE, async ({ page, desk, origin }) => {
    desk.core.put('deposit', viewOf(COMMANDS.deposit));
    await page.goto(`${origin}/pages/deposit`);
    await page.waitForURL(`${outside.origin}/pay`);
    assert.equal(await page.textContent('#body'), encodeURIComponent('order=B1&sign=abc'));
    await page.goto(`${origin}/pages/deposit`);
    await page.waitForSelector('body[data-status="PROCESSING"]');
    desk.core.put('deposit', finished(viewOf(COMMANDS.deposit), { state: 'DONE' }));
    await page.waitForSelector('body[data-status="SUCCESS"]');
  });
});

test('no page is wider than a small phone, and what is to be touched is large enough', async () => {
  await visit({ viewport: { width: 320, height: 640 } }, async ({ page, desk, origin }) => {
    desk.core.put('registration', viewOf(COMMANDS.registration));
    desk.core.put('repayment', viewOf(COMMANDS.repayment));
    desk.core.put('withdrawal', viewOf(COMMANDS.withdrawal));
    for (const token of ['registration', 'repayment', 'withdrawal']) {
      await page.goto(`${origin}/pages/${token}?lang=en`);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, token);
      const small = await page.evaluate(`[...document.querySelectorAll('button:not(.unseen), .line input, .six input')]
        .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.id)`);
      assert.deepEqual(small, [], token);
    }
  });
});

for (const javaScriptEnabled of [true, false]) {
  test(`G-13 platform and bank redirect to a third origin, or are IPv6; script: ${javaScriptEnabled}`, async () => {
    const ways = ['302', '303', '307'].map((status) => [`${outside.origin}/to/${status}`, outside.other] as const);
    for (const [away, arrival] of [...ways, [outside.v6, outside.v6] as const]) {
      await visit(
        { ...PHONE, javaScriptEnabled },
        async ({ page, desk, origin }) => {
          desk.core.put('done', finished(viewOf(COMMANDS.tender), { state: 'DONE' }));
          desk.core.put('deposit', viewOf(COMMANDS.deposit));
          for (const [token, end] of [
            ['done', '/back'],
            ['deposit', '/pay'],
          ]) {
            await page.goto(`${origin}/pages/${token}`);
            if (token === 'done' || !javaScriptEnabled) await page.click('#nextButton');
            await page.waitForURL(`${arrival}${end}`);
            assert.equal(await page.title(), 'outside');
          }
        },
        away,
      );
    }
  });
}

for (const javaScriptEnabled of [true, false]) {
  test(`G-26 nothing that is pasted is cut; script: ${javaScriptEnabled}`, async () => {
    await visit({ ...PHONE, javaScriptEnabled }, async ({ page, desk, origin }) => {
      desk.core.put('reg', viewOf(COMMANDS.registration));
      await page.goto(`${origin}/pages/reg`);
      const pasted = {
        realName: '𠮷'.repeat(50),
        idNumber: PERSON.idNumber.replace(/(.{6})(.{8})/, ' $1 $2 '),
        cardNumber: '6222-0212-3456-7890-128  ',
        mobile: '+86 138 0000 1234',
        password: '１３５ ２４６',
        passwordAgain: '135 246',
        smsCode: '【资金存管】验证码135790，5分钟内有效',
      };
      for (const [id, text] of Object.entries(pasted)) {
        await page.focus(`#${id}`);
        // As a paste does: fill() would write past a maxlength.
        await page.keyboard.insertText(text);
      }
      await page.check('#agreed');
      await page.click('#nextButton');
      await page.waitForSelector('body[data-status="SUCCESS"]');
      const right = { ...PERSON, realName: pasted.realName, password: '135246', passwordAgain: '135246' };
      assert.deepEqual(desk.core.calls.at(-1), ['register', 'reg', { ...right, smsCode: '135790', agreed: true }]);
    });
  });
}

test('another language keeps all that was typed, passwords too, and the page goes on working', async () => {
  await visit(PHONE, async ({ page, desk, origin }) => {
    desk.core.put('reg', viewOf(COMMANDS.registration));
    await page.goto(`${origin}/pages/reg`);
    await page.fill('#realName', PERSON.realName);
    await page.fill('#cardNumber', PERSON.cardNumber);
    await page.fill('#mobile', PERSON.mobile);
    await fillRegistration(page, '135246');
    await page.click('.language');
    await page.waitForSelector('html[lang="en"] h1:text("Open a custody account")');
    const kept = ['#realName', '#cardNumber', '#mobile', '#password', '#passwordAgain', '#smsCode'];
    const values = await Promise.all(kept.map((each) => page.inputValue(each)));
    assert.deepEqual(values, [PERSON.realName, PERSON.cardNumber, PERSON.mobile, '135246', '135246', '135790']);
    assert.ok(await page.isChecked('#agreed'));
    assert.match(page.url(), /lang=en/);
    await page.click('#nextButton');
    assert.equal(await page.evaluate('document.activeElement.id'), 'idNumber', 'the script looks after the new page');
    assert.deepEqual(desk.core.calls, []);
    await page.fill('#idNumber', PERSON.idNumber);
    await page.fill('#cardNumber', '6222 0212 3456 7890 128');
    await page.click('#nextButton');
    await page.waitForSelector('body[data-status="SUCCESS"]');
  });
});

test('an account number never breaks off a digit, and no page is wider than the smallest phone', async () => {
  await visit({ viewport: { width: 320, height: 640 } }, async ({ page, desk, origin }) => {
    const userNo = 'INV6A7B8C9D0E1F2A3B4';
    desk.core.put('numbers', viewOf({ ...COMMANDS.tender, userNo }, { requestNo: 'R2026112214200000100001' }));
    for (const language of ['zh', 'en']) {
      await page.goto(`${origin}/pages/numbers?lang=${language}`);
      const lines = `[...document.querySelectorAll('dd, .number span')].map((each) => {
        const range = document.createRange();
        const text = [...each.childNodes].find((node) => node.nodeType === 3 && node.data.trim().length > 8);
        if (text) range.selectNodeContents(text);
        return text && /^[A-Z0-9]+$/.test(text.data) ? range.getClientRects().length : 1;
      })`;
      assert.ok(
        ((await page.evaluate(lines)) as number[]).every((count) => count === 1),
        language,
      );
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
    }
  });
});
