import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { type ClientConfig, depository, formHtml, type GatewayForm, lianyintong } from '../sdk/index.ts';
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

/** A platform of its own, and what its client needs: nothing of it knows that the clock of a sandbox can be moved. */
async function platform(dialect: Dialect, platformNo: string, notifyUrl: string): Promise<ClientConfig> {
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
  return { baseUrl: program.at.custodian, platformNo, privateKey, keySerial: '1', custodianKeys };
}

/** A registration as each protocol asks for it. */
async function registration(dialect: Dialect, platformNo: string, notifyUrl: string): Promise<GatewayForm> {
  const config = await platform(dialect, platformNo, notifyUrl);
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

test('DW-2 after `clock advance 2h` clients that stamp real time, and those that follow, are served', async () => {
  const config = await platform('depository', '6000000093', CALLBACK);
  await program.ask('clock', 'advance', '2h');
  const now = new Date((await program.ask<{ now: string }>('clock', 'show')).now);
  const between = new Date((Date.now() + now.getTime()) / 2);
  const served = { unmodified: config, following: { ...config, now: () => now } };
  for (const [name, each] of Object.entries(served)) {
    const answer = await depository(each).call('USER_QUERY', { userNo: 'nobody' });
    assert.ok(answer.kind === 'refused' && answer.code !== '00003', `${name}: ${JSON.stringify(answer)}`);
  }
  const astray = await depository({ ...config, now: () => between }).call('USER_QUERY', { userNo: 'nobody' });
  assert.ok(astray.kind === 'refused');
  assert.match(astray.message, /^timestamp \d{14}，北京时间 \d{14}，超10分钟$/);
});
