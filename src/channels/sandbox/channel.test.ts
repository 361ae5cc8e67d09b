/** What the adapter itself promises beside the suite for every bank. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { BANKS } from '../../../sandbox-bank/banks.ts';
import { BANK_NAMES } from '../../custody/banks.ts';
import { BANK_CODES, createSandboxChannel } from './channel.ts';
import { createWire } from './wire.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

test('every bank of ours has a code at the sandbox bank, and a name there', () => {
  assert.deepEqual(Object.keys(BANK_CODES).sort(), Object.keys(BANK_NAMES).sort());
  for (const [ours, theirs] of Object.entries(BANK_CODES)) {
    assert.equal(BANKS.get(theirs)?.zh, BANK_NAMES[ours as keyof typeof BANK_NAMES][0]);
  }
});

test('the form leads to the address that browsers know, and is the same each time', () => {
  const { channel } = createSandboxChannel({
    bankUrl: 'http://10.0.0.1:1/',
    bankPublicUrl: 'https://bank.example/',
    bankPublicKey: publicKey,
    privateKey,
  });
  const order = {
    bankOrderNo: 'A1',
    amount: 1n,
    payer: 'PERSON',
    bank: null,
    expiresAt: 0,
    returnUrl: 'https://custodian.example/',
    subject: '充值',
  } as const;
  assert.equal(channel.payinForm(order).url, 'https://bank.example/netbank/payin');
  assert.deepEqual(channel.payinForm(order), channel.payinForm(order));
  const english = channel.payinForm({ ...order, language: 'en' });
  assert.equal(english.url, 'https://bank.example/netbank/payin?lang=en');
  assert.deepEqual(english.fields, channel.payinForm(order).fields, 'the order is the same in either language');
});

test('G-27 what the bank signed and cannot be read is told in its words, and so is what could not be kept', () => {
  const { channel } = createSandboxChannel({ bankUrl: 'http://10.0.0.1:1/', bankPublicKey: publicKey, privateKey });
  // Here the bank has our key, so what we sign is what it signed.
  const wire = createWire({ bankUrl: '', bankPublicKey: publicKey, privateKey, fetch, onFault: () => undefined });
  const read = (report: string) => channel.readReport({ report, signature: wire.signText('bank-report', report) });
  const good = { messageId: 'M', kind: 'PAYIN', bankOrderNo: 'D1-1', state: 'CLOSED', reason: '已关闭' };
  assert.equal(read(JSON.stringify(good))?.outcome?.state, 'CLOSED');
  for (const [bankOrderNo, words] of [
    [null, ''],
    [null, 'PAID'],
    [null, '[1]'],
    ['D1-1', JSON.stringify({ ...good, state: 'LOST' })],
    ['D1-1', JSON.stringify({ ...good, kind: 'GIFT' })],
    ['D1-1', JSON.stringify({ ...good, state: 'PAID', amount: '5', bankRef: 'R' })],
    ['D1-1', JSON.stringify({ ...good, messageId: 'a\0b' })],
    ['D1-1', JSON.stringify({ ...good, messageId: '\ud800' })],
    ['D1-1', JSON.stringify({ ...good, messageId: 'M'.repeat(1_001) })],
  ] as const) {
    assert.deepEqual(read(words), { messageId: null, kind: null, bankOrderNo, outcome: null, words }, words);
  }
  assert.equal(channel.readReport({ report: 'PAID', signature: wire.signText('bank-payin-order', 'PAID') }), null);
});

test('a report that the bank signed is believed only when its kinds, numbers and texts are what they can be', () => {
  const { channel } = createSandboxChannel({ bankUrl: 'http://10.0.0.1:1/', bankPublicKey: publicKey, privateKey });
  const told = (fields: object) => {
    const report = JSON.stringify(fields);
    const signature = sign('RSA-SHA256', Buffer.from(`bank-report\n${report}`), privateKey).toString('base64');
    return channel.readReport({ report, signature });
  };
  const paid = {
    ...{ messageId: 'M1', kind: 'PAYIN', bankOrderNo: 'D1-1', state: 'PAID', amount: '100', bankRef: 'R1' },
    paidAt: '2026-11-21T12:00:00.000Z',
  };
  assert.equal(told(paid)?.outcome?.state, 'PAID');
  const bad: Readonly<Record<string, readonly unknown[]>> = {
    messageId: ['', '\0', 'a\u0000b', '\ud800', 'x'.repeat(201), 7, null, {}],
    kind: ['payin', 'PAYOUT_RETURN', '', null],
    bankOrderNo: ['', 'D1-1\0', 5, []],
    state: ['paid', 'DONE', null],
    amount: ['0', '-1', '1.00', '1e3', 100, '9'.repeat(16), '１'],
    bankRef: ['', 'a\nb', '\0', 'x'.repeat(201), null],
    paidAt: ['2026-11-21', '+275760-09-13T00:00:00.000Z', '0000-01-01T00:00:00.000Z', 'Sat, 21 Nov 2026 12:00:00', 0],
  };
  for (const [name, values] of Object.entries(bad)) {
    for (const value of values)
      assert.equal(told({ ...paid, [name]: value })?.outcome, null, `${name}=${JSON.stringify(value)}`);
  }
});

test('redirects, endless answers and a bank that is away are all no answer', async (t) => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url === '/api/payin/query') return response.writeHead(302, { location: '/elsewhere' }).end();
    return response.end('x'.repeat(2 * 1024 * 1024));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.closeAllConnections());
  const faults: string[] = [];
  const { channel, sms, clock, sweep } = createSandboxChannel({
    bankUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bankPublicKey: publicKey,
    privateKey,
    timeoutMs: 2_000,
    onFault: ({ path, why }) => faults.push(`${path} ${why}`),
  });
  assert.deepEqual(await channel.queryPayin('A1'), { state: 'UNKNOWN' });
  assert.equal(asked, 2, 'what can be repeated is tried twice');
  assert.deepEqual(await channel.queryPayout('A1'), { state: 'UNKNOWN' });
  assert.equal(asked, 4);
  assert.equal(await sms.send('13800001234', '123456'), false);
  assert.equal(asked, 5, 'a message is tried once');
  server.close();
  server.closeAllConnections();
  assert.equal(await clock.read(), null);
  assert.equal(await channel.statement('20261121'), null);
  await assert.rejects(sweep.nextDue(), /does not answer/);
  assert.match(faults.join('\n'), /payin\/query unexpected redirect|payin\/query fetch failed/);
  assert.match(faults.join('\n'), /payout\/query the answer is too long/);
});
