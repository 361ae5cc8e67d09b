import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { freePort } from '../src/kernel/ports.ts';
import { startBrowser } from '../src/testing/browser.ts';
import { Program } from './program.ts';
import { Walk } from './walk.ts';

let program: Program;
let browser: Browser;

/** Custodian on 127.0.0.1, platform and bank on localhost: two sites, as in life. */
before(async () => {
  program = await Program.prepare();
  const [demo, bank] = [await freePort(), await freePort()];
  await program.start({
    CUNGUAN_DEMO_PORT: String(demo),
    CUNGUAN_DEMO_URL: `http://localhost:${demo}`,
    CUNGUAN_BANK_PORT: String(bank),
    CUNGUAN_BANK_URL: `http://localhost:${bank}`,
  });
  browser = await startBrowser();
});

after(async () => {
  await browser.close();
  await program[Symbol.asyncDispose]();
});

test('the way over three addresses of two sites: no cookie is missed, no form is blocked', async () => {
  assert.match(program.at.demo, /^http:\/\/localhost:/);
  assert.match(program.at.custodian, /^http:\/\/127\.0\.0\.1:/);
  for (const [dialect, script] of [
    ['lianyintong', true],
    ['depository', false],
  ] as const) {
    await using walk = await Walk.open({ browser, at: program.at, dialect, script });
    const policies: string[] = [];
    walk.page.on('response', (response) => {
      const { origin, pathname } = new URL(response.url());
      if (pathname.startsWith('/pages/') && origin === program.at.custodian && !pathname.includes('/assets/')) {
        policies.push(response.headers()['content-security-policy'] ?? '');
      }
    });
    for (const step of ['register-investor', 'register-borrower', 'deposit', 'create-project', 'tender']) {
      await walk.step(step);
    }
    assert.deepEqual(walk.complaints, []);
    const cookies = await walk.page.context().cookies();
    assert.deepEqual(
      cookies.filter(({ sameSite, httpOnly }) => sameSite === 'None' || !httpOnly).map(({ name }) => name),
      [],
      'no cookie is open to other sites or to scripts',
    );
    assert.ok(policies.length > 0);
    for (const policy of policies) {
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|form-action[^;]*\*/);
    }
    const kinds = new Set(policies.map((policy) => /form-action ([^;]*)/.exec(policy)?.[1]));
    assert.deepEqual(kinds, new Set(["'self'", "'self' http: https:"]), 'pages without a way out let nothing out');
  }
});
