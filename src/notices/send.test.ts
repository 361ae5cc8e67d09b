import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { startReceiver } from '../testing/receiver.ts';
import { type SendOptions, send } from './send.ts';

const OPTIONS: SendOptions = {
  policy: { requireHttps: false, refusePrivate: false },
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  timeout: 5_000,
};
const FORM = { serviceName: 'RECHARGE', respData: '{"remark":"张三 & co"}', sign: 'a+b/c==' };

async function replyTo(status: number, body: string, wanted = 'SUCCESS', headers = {}) {
  const receiver = await startReceiver((received) => received.answer(status, body, headers));
  const reply = await send(receiver.url, FORM, wanted, OPTIONS);
  return { receiver, reply, reason: reply.acknowledged ? 'acknowledged' : reply.reason };
}

test('LW-9 a notice is a POST form, and every byte of it arrives', async () => {
  const { receiver, reply } = await replyTo(200, 'SUCCESS');
  assert.deepEqual(reply, { acknowledged: true });
  assert.deepEqual(receiver.received[0]?.fields, FORM);
  assert.match(receiver.received[0]?.contentType ?? '', /^application\/x-www-form-urlencoded/);
});

test('LW-9 only HTTP 200 with SUCCESS acknowledges, white space around it ignored', async () => {
  assert.equal((await replyTo(200, ' \r\nSUCCESS\n')).reason, 'acknowledged');
  assert.equal((await replyTo(200, 'success')).reason, 'answered HTTP 200 with 7 bytes that are not SUCCESS');
  assert.equal((await replyTo(200, '')).reason, 'answered HTTP 200 with 0 bytes that are not SUCCESS');
  assert.equal((await replyTo(200, 'SUCCESS!')).reply.acknowledged, false);
  assert.equal((await replyTo(201, 'SUCCESS')).reason, 'answered HTTP 201');
  assert.equal((await replyTo(500, 'SUCCESS')).reason, 'answered HTTP 500');
});

test('DW-5 OK acknowledges where OK is asked for, and SUCCESS does not', async () => {
  assert.equal((await replyTo(200, 'OK\n', 'OK')).reply.acknowledged, true);
  assert.equal((await replyTo(200, 'SUCCESS', 'OK')).reply.acknowledged, false);
});

test('LW-9 redirects are not followed', async () => {
  const elsewhere = await startReceiver((received) => received.answer(200, 'SUCCESS'));
  const { reason } = await replyTo(302, 'SUCCESS', 'SUCCESS', { location: elsewhere.url });
  assert.equal(reason, 'answered HTTP 302; redirects are not followed');
  assert.equal(elsewhere.received.length, 0);
});

test('LW-9 no more than a few bytes of an answer are read, and none of it is told', async () => {
  const secret = '11010519491231002X';
  assert.equal((await replyTo(200, secret.repeat(1_000))).reason, 'answered HTTP 200 with more than 4096 bytes');
  assert.doesNotMatch((await replyTo(200, secret)).reason, /1101/);
});

test('LW-9 a receiver that hangs, refuses or breaks off is a failure with a reason', async () => {
  const silent = await startReceiver(() => undefined);
  const options = { ...OPTIONS, timeout: 50 };
  assert.deepEqual(await send(silent.url, FORM, 'OK', options), {
    acknowledged: false,
    reason: 'no answer within 0.05 s',
  });
  const rude = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(rude, 'listening');
  const { port } = rude.address() as { port: number };
  const broken = await send(`http://127.0.0.1:${port}/`, FORM, 'OK', OPTIONS);
  assert.deepEqual(broken, { acknowledged: false, reason: 'could not be reached: ECONNRESET' });
  rude.close();
  await once(rude, 'close');
  const refused = await send(`http://127.0.0.1:${port}/`, FORM, 'OK', OPTIONS);
  assert.deepEqual(refused, { acknowledged: false, reason: 'could not be reached: ECONNREFUSED' });
});

test('LW-9 a name server that hangs or denies costs no more than the time-out', async () => {
  const hanging = { ...OPTIONS, timeout: 50, resolve: () => new Promise<never>(() => undefined) };
  const reply = await send('http://platform.example/', FORM, 'OK', hanging);
  assert.deepEqual(reply, { acknowledged: false, reason: 'no answer within 0.05 s' });
  const denying = { ...OPTIONS, resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) };
  const denied = await send('http://platform.example/', FORM, 'OK', denying);
  assert.deepEqual(denied, { acknowledged: false, reason: 'could not be reached: ENOTFOUND' });
});

test('LW-9 what was checked is what is connected to: a name is resolved once for each send', async () => {
  const receiver = await startReceiver((received) => received.answer(200, 'OK'));
  const url = new URL(receiver.url);
  url.hostname = 'rebinding.example';
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [{ address: asked === 1 ? '127.0.0.1' : '10.255.255.1', family: 4 }];
  };
  assert.deepEqual(await send(url.href, FORM, 'OK', { ...OPTIONS, resolve }), { acknowledged: true });
  assert.equal(asked, 1);
});

test('LW-9 in production nothing is sent to a private address', async () => {
  const receiver = await startReceiver((received) => received.answer(200, 'OK'));
  const policy = { requireHttps: false, refusePrivate: true };
  const reply = await send(receiver.url, FORM, 'OK', { ...OPTIONS, policy });
  assert.deepEqual(reply, { acknowledged: false, reason: 'the notify address leads to a private network' });
  assert.equal(receiver.received.length, 0);
});
