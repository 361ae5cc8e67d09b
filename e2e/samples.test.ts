import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer, text } from 'node:stream/consumers';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { DEPOSITORY, LIANYINTONG, type Protocol } from '../sdk/index.ts';
import { type FakeCustodian, fakeCustodian, pemPair } from '../sdk/testing/custodian.ts';
import { startBrowser } from '../src/testing/browser.ts';
import { Program, ROOT } from './program.ts';
import { PASSWORD, register } from './walk.ts';

let program: Program;
let browser: Browser;
/** Signs with a key that is nobody's. */
let forger: FakeCustodian;
before(async () => {
  program = await Program.prepare();
  await program.start();
  browser = await startBrowser();
  forger = await fakeCustodian(LIANYINTONG, pemPair().publicKey, () => 'drop');
});

after(async () => {
  await forger.close();
  await browser.close();
  await program[Symbol.asyncDispose]();
});

interface Sample {
  readonly language: string;
  readonly protocol: Protocol;
  /** Programs that have to be on this machine. */
  readonly needs: readonly string[];
  readonly command: readonly string[];
  readonly hold: string;
}

const SAMPLES: readonly Sample[] = [
  {
    language: 'Python',
    protocol: LIANYINTONG,
    needs: ['python3', 'openssl'],
    command: ['python3', join(ROOT, 'samples', 'python', 'sample.py')],
    hold: 'USER_PRE_TRANSACTION',
  },
  {
    language: 'Java',
    protocol: DEPOSITORY,
    needs: ['java'],
    command: ['java', join(ROOT, 'samples', 'java', 'Sample.java')],
    hold: 'USER_PRE_FREEZE',
  },
];

/**
 * What of a sample's programs is not here, in a sentence; '' when nothing is. The project needs nothing but Node, so
 * its tests do not ask for Python or Java: where one is missing its sample is skipped, and says so.
 */
function missing({ needs }: Sample): string {
  const absent = needs.filter((name) => spawnSync(name, ['-version']).error);
  return absent.length === 0 ? '' : `there is no ${absent.join(' and no ')} here`;
}

/** Does on a page of the custodian's, or the bank's it leads to, what its owner would do. */
async function attend(page: Page, address: string, mobile: string): Promise<void> {
  await page.goto(address);
  await page.waitForSelector('#sendSmsButton, #payButton, #nextButton');
  if (mobile !== '') {
    await register(page, program.at.bank, mobile);
  } else if (page.url().startsWith(`${program.at.bank}/`)) {
    await page.click('#payButton');
  } else {
    await page.fill('#password', PASSWORD);
    await page.click('#nextButton');
  }
  await page.waitForSelector('body[data-status=SUCCESS]');
  if (mobile !== '') await comeBack(page);
}

/** The browser's return is believed too, being signed; the sample shows what it says. */
async function comeBack(page: Page): Promise<void> {
  // It may have gone back by itself.
  await page.click('#callbackForm button[type=submit]', { timeout: 3_000 }).catch(() => undefined);
  await page.waitForURL(/\/return$/);
  assert.match(await page.innerText('body'), /^R\d+: \S+$/);
}

/** Tells a sample that its first order is done, which nobody has placed yet, signed by somebody else. */
async function forge({ protocol }: Sample, platformNo: string, notifyUrl: string): Promise<void> {
  const data = { requestNo: 'R1', [protocol.codeField]: protocol.successCode, [protocol.messageField]: 'forged' };
  const head = { serviceName: 'PERSONAL_REGISTER', platformNo, responseType: 'NOTIFY' } as const;
  const body = new URLSearchParams(forger.message(protocol, { ...head, data }));
  const response = await fetch(notifyUrl, { method: 'POST', body });
  assert.deepEqual([response.status, await response.text()], [400, 'not signed by the custodian']);
}

function start({ command: [name = '', ...words] }: Sample, custodian: string) {
  const options = ['--custodian', custodian, '--bank', program.at.bank];
  const env = { ...process.env, CUNGUAN_DATA: program.data };
  return spawn(name, [...words, ...options], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a sample to its end, opens the pages it asks for, and answers what it printed. */
async function walk(sample: Sample): Promise<readonly string[]> {
  const child = start(sample, program.at.custodian);
  const complaints = text(child.stderr);
  const ended = once(child, 'exit');
  await using context = await browser.newContext();
  const lines: string[] = [];
  try {
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      const [, platformNo, notifyUrl] = /^platform (\d+) is known, .* (\S+)$/.exec(line) ?? [];
      if (platformNo && notifyUrl) await forge(sample, platformNo, notifyUrl);
      const [, address, mobile = ''] = /please open (\S+)(?: .*mobile=(\d+)\))?$/.exec(line) ?? [];
      // A page of its own each: one that goes back by itself would get in the way of the next.
      if (address) await attend(await context.newPage(), address, mobile);
    }
  } finally {
    child.kill();
  }
  const [code] = await ended;
  assert.deepEqual([code, await complaints], [0, ''], lines.join('\n'));
  return lines;
}

/** What every sample prints: its pages, their notices, and what everybody has in the end. */
function roadOf({ hold }: Sample): readonly string[] {
  const page = (who: string, service: string) => [`${who}, please open`, `  notice: ${service}`];
  return [
    'platform',
    ...page('Investor', 'PERSONAL_REGISTER'),
    ...page('Borrower', 'PERSONAL_REGISTER'),
    ...page('Investor', 'RECHARGE'),
    ...page('Investor', hold),
    'lent: the borrower has 7920.00',
    ...page('Borrower', 'RECHARGE'),
    ...page('Borrower', hold),
    'repaid: the investor has 10045.60, the borrower 74.40',
  ];
}

/** A line without what differs each time: numbers, addresses, the custodian's sentences. */
function essence(line: string): string {
  return /^(?:platform(?= \d)|\w+, please open| {2}notice: \w+)/.exec(line)?.[0] ?? line;
}

for (const sample of SAMPLES) {
  test(`G-2 G-11 the sample in ${sample.language} goes from its own keys to the repaid loan`, async (t) => {
    const why = missing(sample);
    if (why) return t.skip(why);
    assert.deepEqual((await walk(sample)).map(essence), roadOf(sample));
    assert.equal((await program.cli('ledger', 'verify')).code, 0);
  });

  test(`G-2 the sample in ${sample.language} does not believe an answer that was altered on its way`, async (t) => {
    const why = missing(sample);
    if (why) return t.skip(why);
    await using line = await alteringLine(program.at.custodian);
    const child = start(sample, line.url);
    const [said, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    assert.deepEqual([code, said], [1, '']);
    assert.match(complaints, /^\w+: HTTP 200, not signed by the custodian\n$/);
  });
}

/** Hands calls on to the custodian and its answers back, each with a blank more than was signed. */
async function alteringLine(custodian: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(async (request, response) => {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const body = await buffer(request);
    const answer = await fetch(custodian + request.url, { method: 'POST', headers, body });
    const signatures = ['sign', 'signature'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    assert.equal(signatures.length, 1);
    response.writeHead(answer.status, Object.fromEntries(signatures)).end(`${await answer.text()} `);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
