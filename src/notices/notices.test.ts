import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform } from '../custody/api.ts';
import { HOUR, SECOND } from '../kernel/time.ts';
import { answering, fail, sentAt, stage, stages } from '../testing/notices-stage.ts';
import { startReceiver } from '../testing/receiver.ts';
import { createNotices } from './notices.ts';

test('LW-9 an acknowledged notice is delivered once and for all', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  await on.deliver();
  await on.exhaust();
  assert.equal(receiver.received.length, 1);
  assert.equal(receiver.received[0]?.fields.requestNo, 'R1');
  assert.equal(await on.state(id), 'delivered/1');
});

test('LW-9 not acknowledged: six retries at their instants, within one hour, then parked', async () => {
  const receiver = await answering('received');
  const on = await stage(receiver.url);
  const start = on.clock.now();
  const id = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  const seconds = sentAt(receiver).map((at) => (at - start) / SECOND);
  assert.deepEqual(seconds, [0, 9, 36, 117, 360, 1089, 3276]);
  assert.ok(on.clock.now() - start < HOUR);
  assert.equal(await on.state(id), 'parked/7/answered HTTP 200 with 8 bytes that are not SUCCESS');
});

test('every send of an order is remembered, also those before a new schedule; of very many the last ones', async () => {
  let word = 'received';
  const receiver = await startReceiver(({ answer }) => answer(200, word));
  const on = await stage(receiver.url);
  const start = on.clock.now();
  const orderNo = await on.order('R1');
  const id = await on.owe('R1', orderNo);
  await on.exhaust();
  word = 'SUCCESS';
  await on.notices.operations.resend(id);
  await on.exhaust();
  const sends = async () =>
    (await on.notices.operations.list({ platform: on.platformNo, orderNo: BigInt(orderNo) })).sends ??
    assert.fail('sends are told');
  const told = await sends();
  const reason = 'answered HTTP 200 with 8 bytes that are not SUCCESS';
  const failed = [0, 9, 36, 117, 360, 1089, 3276].map((seconds, i) => [i + 1, start + seconds * SECOND, reason]);
  const seen = told.map(({ attempt, at, reason: why }) => [attempt, Date.parse(at), why]);
  assert.deepEqual(seen, [...failed, [1, on.clock.now(), null]]);
  assert.ok(told.every(({ notice, milliseconds }) => notice === id && milliseconds >= 0));
  for (let more = 0; more < 50; more += 1) {
    await on.notices.operations.resend(id);
    await on.exhaust();
  }
  assert.deepEqual([...new Set((await sends()).map(({ reason: why }) => why))], [null]);
  assert.equal((await sends()).length, 50);
});

test('LW-9 retries are counted from the send: an answer that takes its time moves none of them', async () => {
  const receiver = await startReceiver((received) => {
    on.clock.advance(4 * SECOND);
    received.answer(500, 'slow');
  });
  const on = await stage(receiver.url);
  const start = on.clock.now();
  await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  const seconds = sentAt(receiver).map((at) => (at - start) / SECOND);
  assert.deepEqual(seconds, [0, 9, 36, 117, 360, 1089, 3276]);
});

test('DW-5 not acknowledged: three retries, and three sends for each stage of a withdrawal', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(receiver.url, 'three');
  const start = on.clock.now();
  const deposit = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  assert.deepEqual(
    sentAt(receiver).map((at) => (at - start) / SECOND),
    [0, 252, 1008, 3276],
  );
  assert.match(await on.state(deposit), /^parked\/4\//);
  const orderNo = await on.order('W1', 'WITHDRAW');
  const accepted = await on.owe('W1', orderNo, 'ACCEPTED');
  await on.exhaust();
  const final = await on.owe('W1', orderNo);
  await on.exhaust();
  assert.deepEqual(stages(receiver).slice(4), ['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'FINAL', 'FINAL', 'FINAL']);
  assert.match(await on.state(accepted), /^parked\/3\//);
  assert.match(await on.state(final), /^parked\/3\//);
});

test('G-2 a notice is signed anew for each send, and one that cannot be signed goes by the same schedule', async () => {
  const receiver = await answering('SUCCESS');
  let renders = 0;
  const on = await stage(receiver.url, 'six', {
    render: async () => {
      renders += 1;
      if (renders < 3) throw new Error('no key for 张三');
      return { sign: `signature ${renders}` };
    },
  });
  const id = await on.owe('R1', await on.order('R1'));
  await on.deliver();
  assert.equal(await on.state(id), 'pending/1/the notice could not be rendered');
  await on.exhaust();
  assert.equal(receiver.received[0]?.fields.sign, 'signature 3');
  assert.equal(await on.state(id), 'delivered/3');
});

test('DW-5 a notice that the protocol does not know is withdrawn, not parked', async () => {
  const receiver = await answering('OK');
  const on = await stage(receiver.url, 'three', { render: async () => null });
  const id = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  assert.equal(receiver.received.length, 0);
  assert.equal(await on.state(id), 'withdrawn/1/the protocol has no notice for this service');
});

test('LW-9 a platform without an address: parked at the first try, sent again by the operator', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(null);
  const id = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  assert.equal(await on.state(id), 'parked/1/the platform has no notify address');
  const addressed = { ...(await on.options.platform(on.platformId)), notifyUrl: receiver.url } as Platform;
  const later = createNotices({ ...on.options, platform: async () => addressed });
  assert.deepEqual((await later.operations.resend(id)).answer, { id, state: 'pending' });
  await later.sweep.settled?.();
  assert.equal(await on.state(id), 'delivered/1');
});

test('LW-9 a parked notice is sent again with a fresh schedule, a delivered one too', async () => {
  const receiver = await startReceiver((received, index) => received.answer(200, index < 8 ? 'no' : 'SUCCESS'));
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  assert.match(await on.state(id), /^parked\/7\//);
  await on.notices.operations.resend(id);
  await on.exhaust();
  assert.equal(await on.state(id), 'delivered/2');
  await on.notices.operations.resend(id);
  await on.notices.sweep.settled?.();
  assert.equal(receiver.received.length, 10);
  const { notices, more } = await on.notices.operations.list({ platform: on.platformNo, state: 'delivered' });
  assert.deepEqual([notices.map((line) => line.id), more], [[id], false]);
  assert.equal((await on.notices.operations.list({ platform: on.platformNo, state: 'parked' })).notices.length, 0);
});

test('LW-9 parked notices of one platform are sent again together, but for what was overtaken', async () => {
  const receiver = await startReceiver((received, index) => received.answer(200, index < 21 ? 'no' : 'SUCCESS'));
  const [on, other] = [await stage(receiver.url), await stage(receiver.url)];
  const ids: string[] = [];
  for (const requestNo of ['R1', 'R2', 'R3']) ids.push(await on.owe(requestNo, await on.order(requestNo)));
  await on.exhaust();
  await on.order('R3');
  const none = { before: { parked: 0 }, after: { parked: 0 }, answer: { resent: 0, left: 0 } };
  assert.deepEqual(await other.notices.operations.resendParked(other.platformId), none);
  const two = { before: { parked: 2 }, after: { parked: 0 }, answer: { resent: 2, left: 0 } };
  assert.deepEqual(await on.notices.operations.resendParked(on.platformId), two);
  await on.notices.sweep.settled?.();
  const states = await Promise.all(ids.map((id) => on.state(id)));
  assert.deepEqual(
    states.map((state) => state.split('/')[0]),
    ['delivered', 'delivered', 'parked'],
  );
});

test('LW-9 the operator is told in a sentence why a notice cannot be sent again', async () => {
  const receiver = await startReceiver(() => undefined);
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  await assert.rejects(on.notices.operations.resend('nonsense'), /looks like 6000000001-1042/);
  await assert.rejects(on.notices.operations.resend(`${on.platformNo}-999`), /There is no notice/);
  await assert.rejects(on.notices.operations.list({ state: 'lost' }), /A notice is pending, delivered, parked/);
  on.notices.wake([on.platformId]);
  await receiver.arrived(1);
  await assert.rejects(on.notices.operations.resend(id), /being sent right now/);
  receiver.received[0]?.answer(200, 'SUCCESS');
  await on.notices.sweep.settled?.();
  await on.order('R1');
  await assert.rejects(on.notices.operations.resend(id), /was overtaken/);
});

test('LW-9 two nodes that deliver the same backlog send each notice once', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(receiver.url);
  const other = createNotices(on.options);
  const ids: string[] = [];
  for (let index = 0; index < 60; index += 1) ids.push(await on.owe(`R${index}`, await on.order(`R${index}`)));
  on.notices.wake([on.platformId]);
  other.wake([on.platformId]);
  await Promise.all([on.notices.sweep.settled?.(), other.sweep.settled?.()]);
  assert.equal(receiver.received.length, 60);
  assert.equal(new Set(receiver.received.map(({ fields }) => fields.requestNo)).size, 60);
  for (const id of ids) assert.equal(await on.state(id), 'delivered/1');
});

test('LW-9 a receiver that hangs delays no other platform, and is not asked too much at once', async () => {
  const hanging = await startReceiver(() => undefined);
  const prompt = await answering('SUCCESS');
  const slow = await stage(hanging.url);
  const quick = await stage(prompt.url);
  for (let index = 0; index < 30; index += 1) await slow.owe(`R${index}`, await slow.order(`R${index}`));
  const id = await quick.owe('R1', await quick.order('R1'));
  const both = createNotices({
    ...quick.options,
    platform: async (platformId) =>
      platformId === slow.platformId ? slow.options.platform(platformId) : quick.options.platform(platformId),
  });
  assert.equal(await both.sweep.run(quick.clock.now(), fail), 9);
  await prompt.arrived(1);
  await hanging.arrived(8);
  assert.equal(hanging.open(), 8);
  await quick.notices.sweep.settled?.();
  for (let index = 0; index < 30; index += 1) {
    await hanging.arrived(index + 1);
    hanging.received[index]?.answer(200, 'SUCCESS');
  }
  await both.sweep.settled?.();
  assert.equal(await quick.state(id), 'delivered/1');
  assert.equal(hanging.received.length, 30);
  await both.stop();
});
