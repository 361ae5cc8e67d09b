/** What the bank's door lets in: by which name it was called, and texts that no database takes. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { BANK_KEY } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { startBank } from './bank.ts';

const custodian = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { url } = await createTestDatabase();
const faults: string[] = [];
const bank = await startBank({
  databaseUrl: url,
  sealingKey: BANK_KEY,
  host: '127.0.0.1',
  port: 0,
  publicUrl: 'https://bank.example',
  custodianUrl: 'http://127.0.0.1:9',
  custodianPublicKey: custodian.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  log: pino({ level: 'error' }, { write: (line: string) => void faults.push(line) }),
});
after(() => bank.stop());
const { port } = new URL(bank.url);

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}) {
  const sent = request({ host: '127.0.0.1', port, path, method, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode as number, body: await text(response) };
}

test('a page of a foreign name that is made to lead here reads no SMS codes, and nothing else', async () => {
  const paths = [
    '/sandbox/sms?mobile=13800001234',
    '/sandbox/payins',
    '/sandbox/payouts',
    '/sandbox/clock',
    '/healthz',
  ];
  for (const path of [...paths, '/netbank/x', '/assets/bank.css', '/none']) {
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
      assert.equal((await ask(path, { headers: { host } })).status, 421, `${host} ${path}`);
    }
  }
  const json = { 'content-type': 'application/json', host: 'evil.example' };
  assert.equal((await ask('/sandbox/reports', { method: 'POST', headers: json, body: '{}' })).status, 421);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'bank.example', '[::1]', '10.1.2.3']) {
    assert.equal((await ask('/sandbox/sms?mobile=13800001234', { headers: { host } })).status, 200, host);
  }
});

/** Posts what the custodian signed. */
function call(path: string, fields: object) {
  const body = JSON.stringify(fields);
  const [timestamp, nonce] = [
    String(Date.now()),
    `nonce-of-sixteen-${faults.length}-${performance.now()}`.replace('.', '-'),
  ];
  const bytes = Buffer.from(`bank-request\n${path}\n${timestamp}\n${nonce}\n${body}`);
  const signature = sign('RSA-SHA256', bytes, custodian.privateKey).toString('base64');
  const headers = {
    'content-type': 'application/json',
    ...{ 'bank-timestamp': timestamp, 'bank-nonce': nonce, 'bank-signature': signature },
  };
  return ask(path, { method: 'POST', headers, body });
}

/** Posts a form that the custodian signed. */
function order(fields: object) {
  const text = JSON.stringify(fields);
  const signature = sign('RSA-SHA256', Buffer.from(`bank-payin-order\n${text}`), custodian.privateKey).toString(
    'base64',
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return ask('/netbank/payin', {
    method: 'POST',
    headers,
    body: new URLSearchParams({ order: text, signature }).toString(),
  });
}

const PAYIN = {
  ...{ bankOrderNo: 'D1-1', amount: '100', payer: 'PERSON', bank: null, subject: '充值' },
  ...{ expiresAt: new Date(Date.now() + 600_000).toISOString(), returnUrl: 'https://custodian.example/bank/return' },
};
const PAYOUT = { bankOrderNo: 'W1-1', amount: '100', cardNumber: '6222021000000000', accountName: '张三', bank: 'CMB' };
const BAD: readonly unknown[] = [
  ...['\0', 'a\0b', '\u0007', '\ud800', '', ' ', 'x'.repeat(600), '-1', '1e3', '9'.repeat(30), "' or 1=1 --"],
  ...[null, true, 7, 1.5, [], ['a'], {}, { a: 1 }, '2026-13-45T99:99:99.999Z', '0000-00-00T00:00:00.000Z'],
];

test('malformed texts, kinds and numbers in any field are refused, and never a fault of ours', async () => {
  const shapes: readonly [string, object][] = [
    [
      '/api/card/verify',
      { realName: '张三', idNumber: '11010519491231002X', cardNumber: '6222021000000000', mobile: '1' },
    ],
    ['/api/payin/query', { bankOrderNo: 'D1-1' }],
    ['/api/payout/query', { bankOrderNo: 'W1-1' }],
    ['/api/payout', PAYOUT],
    ['/api/statement', { date: '20261121', after: '0' }],
    ['/api/sms', { mobile: '13800001234', text: '123456' }],
    ['/sandbox/clock', { now: new Date(0).toISOString() }],
  ];
  for (const [path, fields] of shapes) {
    for (const name of Object.keys(fields)) {
      for (const value of BAD) {
        const { status, body } = await call(path, { ...fields, [name]: value });
        assert.ok(status < 500, `${path} ${name}=${JSON.stringify(value)}: ${status} ${body}`);
      }
    }
  }
  for (const name of Object.keys(PAYIN)) {
    for (const value of BAD) {
      const { status } = await order({ ...PAYIN, bankOrderNo: 'D1-2', [name]: value });
      assert.ok(status < 500, `netbank ${name}=${JSON.stringify(value)}: ${status}`);
    }
  }
  for (const path of ['/sandbox/sms?mobile=%00', '/sandbox/sms', '/netbank/%00', '/netbank/a%00b', '/netbank/%ff']) {
    assert.ok((await ask(path)).status < 500, path);
  }
  const json = { 'content-type': 'application/json' };
  for (const name of ['bankOrderNo', 'kind', 'state', 'amount', 'bankRef', 'reason', 'messageId']) {
    for (const value of BAD) {
      const said = { bankOrderNo: 'W1-1', kind: 'PAYOUT', state: 'RETURNED', amount: '1.00', [name]: value };
      const { status } = await ask('/sandbox/reports', { method: 'POST', headers: json, body: JSON.stringify(said) });
      assert.ok(status < 500, `report ${name}=${JSON.stringify(value)}: ${status}`);
    }
  }
  assert.deepEqual(faults, []);
});
