import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readForm } from './form-bytes.ts';
import { depository, escapeHtml, formHtml, lianyintong } from './index.ts';
import type { DepositoryClient, LianyintongClient } from './index.ts';
import { DEPOSITORY, LIANYINTONG } from './protocol.ts';
import { fakeCustodian, pemPair, recharge } from './testing/custodian.ts';
import type { FakeCustodian, MessageFields } from './testing/custodian.ts';

const platform = pemPair();
let fake: FakeCustodian;
let lian: LianyintongClient;
let deposit: DepositoryClient;

before(async () => {
  fake = await fakeCustodian(LIANYINTONG, platform.publicKey, () => 'drop');
  const shared = { baseUrl: fake.baseUrl, privateKey: platform.privateKey };
  const custodianKeys = { '7': fake.keys.publicKey };
  lian = lianyintong({ ...shared, platformNo: '6000000001', custodianKeys });
  deposit = depository({ ...shared, platformNo: '6000000002', custodianKeys });
});
after(() => fake.close());

const withdraw: MessageFields = {
  serviceName: 'WITHDRAW',
  platformNo: '6000000002',
  responseType: 'NOTIFY',
  data: { requestNo: 'W1', respCode: '00000', respMsg: '已受理', status: 'ACCEPT', amount: '100.00' },
};

test('LW-9 a signed notice is read, its data typed by its service', () => {
  const notice = lian.readNotice(fake.message(LIANYINTONG, recharge));
  assert.equal(notice.kind, 'verified');
  if (notice.kind !== 'verified' || notice.service !== 'RECHARGE' || !notice.success) assert.fail('not a recharge');
  assert.equal(notice.data.amount, '100.00');
  assert.equal(notice.requestNo, 'R1');
  assert.equal(lian.acknowledgement, 'SUCCESS');
});

test('LW-9 a failing notice keeps its code and sentence', () => {
  const body = fake.message(LIANYINTONG, {
    ...recharge,
    data: { requestNo: 'R1', code: '100008', description: '银行退回' },
  });
  const notice = lian.readNotice(body);
  assert.ok(notice.kind === 'verified' && !notice.success);
  assert.deepEqual([notice.code, notice.message], ['100008', '银行退回']);
});

test('DW-5 a depository notice is verified in hex, either case, and acknowledged with OK', () => {
  const body = fake.message(DEPOSITORY, withdraw);
  assert.equal(deposit.readNotice(body).kind, 'verified');
  const upper = body.replace(/signature=[0-9a-f]+/, (text) => `signature=${text.slice(10).toUpperCase()}`);
  assert.equal(deposit.readNotice(upper).kind, 'verified');
  assert.equal(deposit.acknowledgement, 'OK');
});

test('DW-5 any of the custodian’s keys will do while it changes keys', () => {
  const next = pemPair();
  const client = depository({
    baseUrl: fake.baseUrl,
    privateKey: platform.privateKey,
    platformNo: '6000000002',
    custodianKeys: { '1': next.publicKey, '2': fake.keys.publicKey },
  });
  assert.equal(client.readNotice(fake.message(DEPOSITORY, withdraw)).kind, 'verified');
  assert.equal(client.readNotice(fake.message(DEPOSITORY, { ...withdraw, keys: next })).kind, 'verified');
});

test('G-1 G-2 what is unsigned, altered, forged or not for us is refused with the reason', () => {
  const forged = pemPair();
  const cases: readonly (readonly [string, Partial<MessageFields>])[] = [
    ['UNSIGNED', { change: { sign: '' } }],
    ['BAD_SIGNATURE', { change: { respData: '{"requestNo":"R1","code":"0","amount":"900.00"}' } }],
    ['BAD_SIGNATURE', { change: { sign: 'AAAA' } }],
    ['BAD_SIGNATURE', { change: { sign: '***' } }],
    ['BAD_SIGNATURE', { keys: forged }],
    ['UNKNOWN_KEY', { keySerial: '8' }],
    ['UNKNOWN_KEY', { change: { keySerial: '' } }],
    ['OTHER_PLATFORM', { platformNo: '6000000009' }],
    ['OTHER_RESPONSE_TYPE', { responseType: 'CALLBACK' }],
    ['UNKNOWN_SERVICE', { serviceName: 'SEND_GOLD' }],
    ['UNKNOWN_SERVICE', { serviceName: 'toString' }],
  ];
  for (const [why, fields] of cases) {
    const message = lian.readNotice(fake.message(LIANYINTONG, { ...recharge, ...fields }));
    assert.equal(message.kind === 'rejected' && message.why, why, JSON.stringify(fields));
  }
});

test('G-1 bodies that are no form, or name a field twice, are refused', () => {
  const body = fake.message(LIANYINTONG, recharge);
  for (const bad of ['', '%', 'respData=%ZZ', '{"a":1}', `${body}&respData=%7B%7D`]) {
    assert.equal(lian.readNotice(bad).kind, 'rejected', bad);
  }
  assert.equal(lian.readNotice(fake.message(LIANYINTONG, { ...recharge, data: [] })).kind, 'rejected');
});

test('G-13 a browser return is told from a notice by responseType', () => {
  const body = fake.message(LIANYINTONG, { ...recharge, responseType: 'CALLBACK' });
  assert.equal(lian.readReturn(Buffer.from(body)).kind, 'verified');
  assert.equal(lian.readReturn(fake.message(LIANYINTONG, recharge)).kind, 'rejected');
});

test('G-1 fields are read as bytes: what is no UTF-8 stays what it was', () => {
  assert.deepEqual(readForm('a=%ff+%E4%BD%A0')?.get('a'), Buffer.from([0xff, 0x20, 0xe4, 0xbd, 0xa0]));
});

test('G-12 the form as HTML is escaped and marked for auto-submit', () => {
  const html = formHtml(
    { action: 'https://c/?a=1&b', fields: { reqData: `{"n":"<b>'x'"}` } },
    { id: 'f', button: '去' },
  );
  assert.match(html, /<form id="f" method="post" action="https:\/\/c\/\?a=1&amp;b" data-auto-submit>/);
  assert.match(html, /value="\{&quot;n&quot;:&quot;&lt;b&gt;&#39;x&#39;&quot;\}"/);
  assert.equal(escapeHtml('"&'), '&quot;&amp;');
});
