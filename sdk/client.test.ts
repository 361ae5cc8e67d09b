import assert from 'node:assert/strict';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { after, test } from 'node:test';
import { CunguanError, depository, lianyintong } from './index.ts';
import type { ClientConfig, Exchange } from './index.ts';
import { DEPOSITORY, LIANYINTONG } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import { fakeCustodian, pemPair } from './testing/custodian.ts';
import type { Arrived, FakeCustodian, Reply } from './testing/custodian.ts';

const platform = pemPair();
const custodianKeys = pemPair();
const closing: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closing) await close();
});

async function custodian(protocol: Protocol, reply: (arrived: Arrived) => Reply): Promise<FakeCustodian> {
  const fake = await fakeCustodian(protocol, platform.publicKey, reply, custodianKeys);
  closing.push(() => fake.close());
  return fake;
}

function config(baseUrl: string, more: Partial<ClientConfig> = {}): ClientConfig {
  const keys = { '1': custodianKeys.publicKey };
  return { baseUrl, platformNo: '6000000001', privateKey: platform.privateKey, custodianKeys: keys, ...more };
}

const cancel = { requestNo: 'C1', preTransactionNo: 'T1', amount: 12_30n };
const project = {
  requestNo: 'P1',
  platformUserNo: 'B1',
  projectNo: 'X1',
  projectAmount: '8000',
  projectName: '装修 & 周转',
  projectType: 'STANDARDPOWDER',
  annnualInterestRate: '6.8',
  repaymentWay: 'ONE_TIME_SERVICING',
} as const;

test('G-1 LW-1 a lianyintong call is a form whose reqData bytes are signed in base64', async () => {
  const fake = await custodian(LIANYINTONG, () => ({ data: { code: '0', description: '成功' } }));
  const answer = await lianyintong(config(fake.baseUrl, { keySerial: '2' })).call('ESTABLISH_PROJECT', project);
  assert.deepEqual(answer, { kind: 'done', data: { code: '0', description: '成功' } });
  const [arrived] = fake.arrived;
  assert.ok(arrived?.signed);
  assert.equal(arrived.path, '/lanmaotech/service');
  assert.equal(arrived.fields.keySerial, '2');
  assert.deepEqual(arrived.data, { ...project, projectAmount: '8000.00' });
});

test('DW-1 DW-2 a depository call is signed in hex and stamped with Beijing time', async () => {
  const fake = await custodian(DEPOSITORY, () => ({ data: { respCode: '00000', respMsg: '成功', status: 'SUCCESS' } }));
  const now = (): Date => new Date('2026-11-21T16:30:00Z');
  const answer = await depository(config(fake.baseUrl, { now })).call('CANCEL_PRE_FREEZE', {
    requestNo: 'C1',
    preRequestNo: 'T1',
    amount: '1',
  });
  assert.equal(answer.kind, 'done');
  const [arrived] = fake.arrived;
  assert.ok(arrived?.signed);
  assert.equal(arrived.path, '/service');
  assert.match(arrived.fields.signature ?? '', /^[0-9a-f]{512}$/);
  assert.equal(arrived.data.timestamp, '20261122003000');
  assert.equal(arrived.fields.keySerial, undefined);
});

test('LW-5 a signed failing code is a refusal with code and sentence', async () => {
  const fake = await custodian(LIANYINTONG, () => ({ data: { code: '100014', description: '账户可用余额不足' } }));
  const client = lianyintong(config(fake.baseUrl));
  const answer = await client.call('CANCEL_PRE_TRANSACTION', cancel);
  assert.equal(answer.kind, 'refused');
  assert.equal(answer.kind === 'refused' && answer.message, '账户可用余额不足');
  await assert.rejects(client.demand('CANCEL_PRE_TRANSACTION', cancel), (error: unknown) => {
    return (
      error instanceof CunguanError && error.kind === 'REFUSED' && error.code === '100014' && !error.mayHaveBeenExecuted
    );
  });
});

test('LW-5 a number in code is read as its text', async () => {
  const fake = await custodian(LIANYINTONG, () => ({ data: { code: 100014, description: '不足' } }));
  const answer = await lianyintong(config(fake.baseUrl)).call('CANCEL_PRE_TRANSACTION', cancel);
  assert.equal(answer.kind === 'refused' && answer.code, '100014');
});

test('G-2 an answer that the custodian did not sign is not believed, success or failure', async () => {
  const forger = pemPair();
  for (const [reason, reply] of [
    ['NOT_SIGNED', { data: { code: '0' }, signature: '' }],
    ['BAD_SIGNATURE', { data: { code: '0' }, signature: 'bm8gc2lnbmF0dXJl' }],
    ['NOT_SIGNED', { status: 502, body: '<h1>Bad Gateway</h1>' }],
    ['NOT_SIGNED', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }],
  ] satisfies (readonly [string, Reply])[]) {
    const fake = await custodian(LIANYINTONG, () => reply);
    const answer = await lianyintong(config(fake.baseUrl)).call('ESTABLISH_PROJECT', project);
    assert.equal(answer.kind === 'unknown' && answer.reason, reason);
    assert.equal(answer.kind === 'unknown' && answer.repeatable, false);
  }
  const other = await fakeCustodian(LIANYINTONG, platform.publicKey, () => ({ data: { code: '0' } }), forger);
  closing.push(() => other.close());
  const answer = await lianyintong(config(other.baseUrl)).call('CONFIRM_LOAN', {
    requestNo: 'L',
    projectNo: 'X',
    details: [],
  });
  assert.equal(answer.kind, 'unknown');
});

test('G-11 a time-out is an unknown result, never a refusal; idempotent services may be repeated', async () => {
  const fake = await custodian(LIANYINTONG, () => 'hang');
  const client = lianyintong(config(fake.baseUrl, { timeoutMs: 80 }));
  const once = await client.call('ESTABLISH_PROJECT', project);
  assert.deepEqual(once.kind === 'unknown' && [once.reason, once.repeatable], ['TIMEOUT', false]);
  const again = await client.call('CANCEL_PRE_TRANSACTION', cancel);
  assert.deepEqual(again.kind === 'unknown' && [again.reason, again.repeatable], ['TIMEOUT', true]);
  await assert.rejects(client.demand('ESTABLISH_PROJECT', project), (error: unknown) => {
    return error instanceof CunguanError && error.mayHaveBeenExecuted && !error.repeatable;
  });
});

test('G-11 a connection that was never made may be tried again by every service', async () => {
  const fake = await custodian(LIANYINTONG, () => 'hang');
  await fake.close();
  const answer = await lianyintong(config(fake.baseUrl)).call('ESTABLISH_PROJECT', project);
  assert.deepEqual(answer.kind === 'unknown' && [answer.reason, answer.repeatable], ['NOT_SENT', true]);
});

test('G-11 the custodian’s own "not known yet" codes are unknown results', async () => {
  const lost = await custodian(LIANYINTONG, () => ({ data: { code: '100020', description: '交易处理中请勿重试' } }));
  const one = await lianyintong(config(lost.baseUrl)).call('ESTABLISH_PROJECT', project);
  assert.deepEqual(one.kind === 'unknown' && [one.reason, one.code], ['CUSTODIAN', '100020']);
  const busy = await custodian(DEPOSITORY, () => ({ data: { respCode: '00001', respMsg: '系统异常' } }));
  const two = await depository(config(busy.baseUrl)).call('PROJECT_QUERY', { projectNo: 'X' });
  assert.deepEqual(two.kind === 'unknown' && [two.reason, two.repeatable], ['CUSTODIAN', true]);
});

test('G-9 callUntilKnown sends the same requestNo again until the result is known', async () => {
  const replies: Reply[] = ['drop', { status: 500, body: '' }, { data: { code: '0', description: '成功' } }];
  const fake = await custodian(LIANYINTONG, () => replies.shift() ?? 'drop');
  const answer = await lianyintong(config(fake.baseUrl, { retryPauses: [1, 1, 1] })).callUntilKnown(
    'CANCEL_PRE_TRANSACTION',
    cancel,
  );
  assert.equal(answer.kind, 'done');
  assert.deepEqual(
    fake.arrived.map((one) => one.data.requestNo),
    ['C1', 'C1', 'C1'],
  );
});

test('G-9 callUntilKnown gives up after its pauses and says the result is unknown', async () => {
  const fake = await custodian(LIANYINTONG, () => 'drop');
  const answer = await lianyintong(config(fake.baseUrl, { retryPauses: [1] })).callUntilKnown(
    'CANCEL_PRE_TRANSACTION',
    cancel,
  );
  assert.deepEqual(answer.kind === 'unknown' && answer.reason, 'CONNECTION');
  assert.equal(fake.arrived.length, 2);
});

test('G-12 a gateway form holds the signed envelope and needs no network', async () => {
  const client = lianyintong(config('https://custodian.example/bha-neo-app'));
  const form = client.form('RECHARGE', {
    platformUserNo: 'U1',
    requestNo: 'R1',
    amount: 10_000_00n,
    rechargeWay: 'NETBANK_B2C',
    bankcode: 'ICBK',
    callbackUrl: 'https://platform.example/return',
  });
  assert.equal(form.action, 'https://custodian.example/bha-neo-app/lanmaotech/gateway');
  assert.deepEqual(Object.keys(form.fields), ['serviceName', 'platformNo', 'keySerial', 'reqData', 'sign']);
  assert.match(form.fields.reqData ?? '', /"amount":"10000\.00"/);
});

test('every exchange is reported for the platform’s log, as it went over the wire', async () => {
  const seen: Exchange[] = [];
  const fake = await custodian(LIANYINTONG, () => ({ data: { code: '0', description: '成功' } }));
  await lianyintong(config(fake.baseUrl, { onExchange: (one) => seen.push(one) })).call('ESTABLISH_PROJECT', project);
  assert.deepEqual(
    [seen[0]?.status, seen[0]?.verified, seen[0]?.body],
    [200, true, '{"code":"0","description":"成功"}'],
  );
});

test('DW-4 a key shorter than 2048 bits is refused when the client is made', () => {
  const short = pemPair(1024);
  assert.throws(() => lianyintong(config('http://x', { privateKey: short.privateKey })), /2048/);
  assert.throws(() => lianyintong(config('http://x', { custodianKeys: {} })), /public key/);
});

test('DW-4 a custodian’s key that anybody can sign for is refused when the client is made', () => {
  const { n } = createPublicKey(custodianKeys.publicKey).export({ format: 'jwk' });
  const open = createPublicKey({ key: { kty: 'RSA', n, e: 'AQ' } as JsonWebKey, format: 'jwk' });
  const keys = { '1': open.export({ type: 'spki', format: 'pem' }).toString() };
  assert.throws(() => lianyintong(config('http://x', { custodianKeys: keys })), /exponent of 65537/);
});
