/** What the direct interface lets in, and how it answers what it does not. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { BANK_KEY } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { startBank } from './bank.ts';

const custodian = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const { url } = await createTestDatabase();
const bank = await startBank({
  databaseUrl: url,
  sealingKey: BANK_KEY,
  host: '127.0.0.1',
  port: 0,
  custodianUrl: 'http://127.0.0.1:9',
  custodianPublicKey: custodian.publicKey,
  log: pino({ level: 'silent' }),
});
after(() => bank.stop());

interface Request {
  readonly path: string;
  readonly body: string;
  readonly timestamp: string;
  readonly nonce: string;
}

let count = 0;
function request(changes: Partial<Request> = {}): Request {
  count += 1;
  const body = JSON.stringify({ bankOrderNo: `N${count}` });
  return {
    path: '/api/payin/query',
    body,
    timestamp: String(Date.now()),
    nonce: `nonce-of-sixteen-${count}`,
    ...changes,
  };
}

async function post(sent: Request, signed: Request = sent) {
  const { path, timestamp, nonce, body } = signed;
  const bytes = Buffer.from(`bank-request\n${path}\n${timestamp}\n${nonce}\n${body}`);
  const signature = sign('RSA-SHA256', bytes, custodian.privateKey).toString('base64');
  const response = await fetch(bank.url + sent.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'bank-timestamp': sent.timestamp,
      'bank-nonce': sent.nonce,
      'bank-signature': signature,
    },
    body: sent.body,
  });
  const text = await response.text();
  const at = response.headers.get('bank-timestamp');
  const answer = Buffer.from(`bank-answer\n${response.status}\n${at}\n${sent.nonce}\n${text}`);
  const proof = Buffer.from(response.headers.get('bank-signature') ?? '', 'base64');
  assert.ok(verify('RSA-SHA256', answer, bank.publicKey, proof), 'every answer is signed for its request');
  return { status: response.status, json: JSON.parse(text) as Record<string, unknown> };
}

test('a signed request is answered', async () => {
  const sent = request();
  assert.deepEqual(await post(sent), {
    status: 200,
    json: { bankOrderNo: JSON.parse(sent.body).bankOrderNo, state: 'ABSENT' },
  });
});

test('what was signed for another body, path, time or nonce is refused, signed', async () => {
  const sent = request();
  const changes: Partial<Request>[] = [
    { body: '{}' },
    { path: '/api/payout/query' },
    { timestamp: String(Date.now() - 1) },
    { nonce: 'another-nonce-of-ours' },
  ];
  for (const change of changes) {
    assert.deepEqual((await post({ ...sent, ...change }, sent)).json.error, 'BAD_SIGNATURE', JSON.stringify(change));
  }
});

test('a request is taken once, and only while it is fresh', async () => {
  const sent = request();
  assert.equal((await post(sent)).status, 200);
  assert.deepEqual((await post(sent)).json.error, 'REPLAYED');
  assert.deepEqual((await post(request({ timestamp: String(Date.now() - 301_000) }))).json.error, 'STALE');
  assert.deepEqual((await post(request({ timestamp: 'soon' }))).json.error, 'STALE');
  assert.deepEqual((await post(request({ nonce: 'short' }))).json.error, 'UNSIGNED');
});

test('the first field that does not fit is named', async () => {
  const order = { bankOrderNo: 'P1', amount: '100', cardNumber: '4111111111111111', accountName: '张三', bank: 'ICBC' };
  for (const [name, value] of Object.entries({ bankOrderNo: 'a b', amount: '1.00', accountName: '', bank: 'NOPE' })) {
    const answer = await post(request({ path: '/api/payout', body: JSON.stringify({ ...order, [name]: value }) }));
    assert.equal(answer.status, 400);
    assert.match(String(answer.json.message), new RegExp(`^${name} `));
  }
  for (const body of ['', '[]', 'null', '{"a":', '"text"']) {
    assert.equal((await post(request({ body }))).status, 400, body);
  }
});

test('a body that is too long, of another type, or for no address, is refused', async () => {
  const send = (path: string, type: string, body: string) =>
    fetch(bank.url + path, { method: 'POST', headers: { 'content-type': type }, body });
  assert.equal((await send('/api/payout', 'application/json', ' '.repeat(40_000))).status, 413);
  assert.equal((await send('/api/payout', 'text/xml', '<a/>')).status, 415);
  assert.equal((await send('/api/nothing', 'application/json', '{}')).status, 404);
});
