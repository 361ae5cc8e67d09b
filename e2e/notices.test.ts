import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { depository, formHtml, type GatewayForm, lianyintong } from '../sdk/index.ts';
import { until } from '../src/db/embedded/postmaster.ts';
import { startBrowser } from '../src/testing/browser.ts';
import { cardNumber, idNumber } from '../src/testing/people.ts';
import { type Receiver, startReceiver } from '../src/testing/receiver.ts';
import { Program } from './program.ts';
import { type Dialect, register } from './walk.ts';

let program: Program;
let browser: Browser;
before(async () => {
  program = await Program.prepare();
  await program.start();
  browser = await startBrowser();
});

after(async () => {
  await browser.close();
  await program[Symbol.asyncDispose]();
});

const CALLBACK = 'http://127.0.0.1:9/back';
const PERSON = { realName: '王五', mobile: '13900001234' };

/** A registration as each protocol asks for it. */
async function registration(dialect: Dialect, platformNo: string, notifyUrl: string): Promise<GatewayForm> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeFile(join(program.data, 'platform.pem'), publicKey);
  const words = ['--dialect', dialect, '--public-key', join(program.data, 'platform.pem'), '--notify-url', notifyUrl];
  const made = await program.ask<{ custodianKeySerial: string; custodianPublicKey: string }>(
    ...['platform', 'create', '--no', platformNo, '--name', '不应答', ...words],
  );
  const custodianKeys = { [made.custodianKeySerial]: made.custodianPublicKey };
  // Time-stamps are judged by the sandbox's clock, which the test before may have moved.
  const now = new Date((await program.ask<{ now: string }>('clock', 'show')).now);
  const config = {
    now: () => now,
    baseUrl: program.at.custodian,
    platformNo,
    privateKey,
    keySerial: '1',
    custodianKeys,
  };
  const given = { ...PERSON, requestNo: 'REG1', callbackUrl: CALLBACK };
  const [card, id] = [cardNumber('622202123'), idNumber()];
  if (dialect === 'depository') {
    const more = { userNo: 'U1', userRole: 'INVESTOR', idNumber: id, cardNumber: card } as const;
    return depository(config).form('PERSONAL_REGISTER', { ...given, ...more });
  }
  const more = {
    platformUserNo: 'U1',
    idCardType: 'G2_IDCARD',
    userRole: 'NORMAL',
    idCardNo: id,
    bankcardNo: card,
  } as const;
  return lianyintong(config).form('PERSONAL_REGISTER', { ...given, ...more });
}

interface Line {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly lastError: string | null;
}

async function list(...words: readonly string[]): Promise<readonly Line[]> {
  return (await program.ask<{ notices: readonly Line[] }>('notices', 'list', ...words)).notices;
}

/** Somebody registers; the platform is told once, and does not acknowledge. */
async function arrive(dialect: Dialect, platformNo: string, receiver: Receiver): Promise<void> {
  const form = await registration(dialect, platformNo, receiver.url);
  await using context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent(formHtml(form, { id: 'go', button: '前往' }));
  await page.click('#go button');
  await register(page, program.at.bank, PERSON.mobile);
  await receiver.arrived(1);
}

for (const [rule, dialect, platformNo, sends, word] of [
  ['LW-9', 'lianyintong', '6000000091', 7, 'SUCCESS'],
  ['DW-5', 'depository', '6000000092', 4, 'OK'],
] as const) {
  test(`${rule} ${dialect}: who never acknowledges is told ${sends} times in an hour, then parked`, async () => {
    let willing = false;
    const receiver = await startReceiver((each) => each.answer(200, willing ? word : 'no'));
    await arrive(dialect, platformNo, receiver);
    await program.ask('clock', 'advance', '1h');
    assert.equal(receiver.received.length, sends);
    await program.ask('clock', 'advance', '2d');
    assert.equal(receiver.received.length, sends, 'a parked notice rests');
    const [parked, ...none] = await list('--platform', platformNo, '--state', 'parked');
    assert.ok(parked);
    assert.deepEqual([parked.attempts, none], [sends, []]);
    assert.match(parked.lastError ?? '', /\S/);
    assert.match((await program.cli('notices', 'list', '--platform', platformNo)).out, new RegExp(`\\n${parked.id} `));
    willing = true;
    assert.deepEqual(await program.ask('notices', 'resend', parked.id), { id: parked.id, state: 'pending' });
    await receiver.arrived(sends + 1);
    assert.ok(await until(async () => (await list('--platform', platformNo))[0]?.state === 'delivered', 10_000));
    assert.deepEqual(await list('--platform', platformNo, '--state', 'parked'), []);
    assert.equal(new Set(receiver.received.map(({ fields }) => fields.respData)).size, 1, 'always the same content');
  });
}
