import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, SECOND } from '../kernel/time.ts';
import { answering, fail, sql, stage, stages } from '../testing/notices-stage.ts';
import { startReceiver } from '../testing/receiver.ts';
import type { OrderView } from '../custody/api.ts';
import type { NoticesOptions } from './notices.ts';
import { leaseNotices, settleFailed } from './notices.store.ts';

test('D-WDR-3 a final notice waits for the acceptance in flight, and follows it at once', async () => {
  const receiver = await startReceiver((received) => received.fields.stage === 'FINAL' && received.answer(200, 'OK'));
  const on = await stage(receiver.url, 'three');
  const orderNo = await on.order('W1', 'WITHDRAW');
  const accepted = await on.owe('W1', orderNo, 'ACCEPTED');
  on.notices.wake([on.platformId]);
  await receiver.arrived(1);
  const final = await on.owe('W1', orderNo);
  // Whatever the lane does to the row of an acceptance in flight, the final notice waits for it.
  await sql`update notices set state = 'WITHDRAWN', due_at = null, finished_at = created_at
    where platform_id = ${on.platformId} and stage = 'ACCEPTED'`;
  await on.notices.sweep.run(on.clock.now(), fail);
  // What is claimed counts as an attempt before it is sent: what arrives would be seen too late.
  assert.equal(await on.state(final), 'pending/0');
  receiver.received[0]?.answer(200, 'OK');
  await on.notices.sweep.settled?.();
  assert.deepEqual(stages(receiver), ['ACCEPTED', 'FINAL']);
  assert.equal(await on.state(accepted), 'delivered/1');
  assert.equal(await on.state(final), 'delivered/1');
});

test('D-WDR-3 an acceptance that failed while its final notice waited is not sent any more', async () => {
  const receiver = await startReceiver((received) => received.fields.stage === 'FINAL' && received.answer(200, 'OK'));
  const on = await stage(receiver.url, 'three');
  const orderNo = await on.order('W1', 'WITHDRAW');
  const accepted = await on.owe('W1', orderNo, 'ACCEPTED');
  on.notices.wake([on.platformId]);
  await receiver.arrived(1);
  const final = await on.owe('W1', orderNo);
  receiver.received[0]?.answer(500, 'busy');
  await on.notices.sweep.settled?.();
  await on.exhaust();
  assert.deepEqual(stages(receiver), ['ACCEPTED', 'FINAL']);
  assert.equal(await on.state(accepted), 'withdrawn/1/answered HTTP 500');
  assert.equal(await on.state(final), 'delivered/1');
  await assert.rejects(on.notices.operations.resend(accepted), /was overtaken/);
});

test('D-WDR-3 an acceptance left leased by a crash holds the final notice no longer than its lease', async () => {
  const receiver = await answering('OK');
  const on = await stage(receiver.url, 'three');
  const orderNo = await on.order('W1', 'WITHDRAW');
  const accepted = await on.owe('W1', orderNo, 'ACCEPTED');
  const now = on.clock.now();
  await leaseNotices(sql, on.platformId, { now, until: now + 30 * SECOND }, 8);
  const final = await on.owe('W1', orderNo);
  await on.exhaust();
  assert.deepEqual(stages(receiver), ['FINAL']);
  assert.equal(on.clock.now(), now + 30 * SECOND);
  assert.equal(await on.state(accepted), 'withdrawn/1');
  assert.equal(await on.state(final), 'delivered/1');
});

test('L2.2-5 a notice of a step drops an earlier one that was not delivered, and waits for one in flight', async () => {
  const receiver = await startReceiver((received) => received.fields.seq === '3' && received.answer(200, 'OK'));
  const on = await stage(receiver.url, 'three', bySeq());
  const orderNo = await on.order('E1', 'REGISTER_ENTERPRISE');
  const audit = await on.owe('E1', orderNo, 'ACCEPTED', 1);
  on.notices.wake([on.platformId]);
  await receiver.arrived(1);
  const back = await on.owe('E1', orderNo, 'ACCEPTED', 2);
  const again = await on.owe('E1', orderNo, 'ACCEPTED', 3);
  await on.notices.sweep.run(on.clock.now(), fail);
  assert.equal(await on.state(back), 'withdrawn/0', 'dropped when a later one was born');
  assert.equal(await on.state(again), 'pending/0', 'the first is in flight');
  receiver.received[0]?.answer(200, 'OK');
  await on.notices.sweep.settled?.();
  assert.deepEqual(
    receiver.received.map(({ fields }) => fields.seq),
    ['1', '3'],
  );
  assert.equal(await on.state(audit), 'delivered/1');
  assert.equal(await on.state(again), 'delivered/1');
  await assert.rejects(on.notices.operations.resend(audit), /was overtaken/);
});

test('L2.2-5 a step whose send failed is not sent again once a later one is born', async () => {
  const receiver = await startReceiver((received) =>
    received.answer(received.fields.seq === '1' ? 500 : 200, received.fields.seq === '1' ? 'busy' : 'OK'),
  );
  const on = await stage(receiver.url, 'three', bySeq());
  const orderNo = await on.order('E1', 'REGISTER_ENTERPRISE');
  const audit = await on.owe('E1', orderNo, 'ACCEPTED', 1);
  await on.deliver();
  assert.match(await on.state(audit), /^pending\/1/);
  await on.owe('E1', orderNo, 'ACCEPTED', 2);
  await on.exhaust();
  assert.match(await on.state(audit), /^withdrawn\/1/);
  assert.deepEqual(
    receiver.received.map(({ fields }) => fields.seq),
    ['1', '2'],
  );
});

/** Notices that say which event they tell of. */
function bySeq(): Partial<NoticesOptions> {
  return {
    order: async (_id, _orderNo, eventSeq) =>
      ({ requestNo: 'E1', verb: 'REGISTER_ENTERPRISE', service: String(eventSeq) }) as OrderView,
    render: async (_platform, order) => ({ seq: order.service }),
  };
}

test('G-11 a notice of a try that gave way to another is not sent any more', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(receiver.url);
  const first = await on.owe('R1', await on.order('R1'));
  const second = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  assert.equal(receiver.received.length, 1);
  assert.equal(await on.state(first), 'withdrawn/0');
  assert.equal(await on.state(second), 'delivered/1');
});

test('G-13 what a crash left leased is leased again when its lease has run out', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  const now = on.clock.now();
  const lease = await leaseNotices(sql, on.platformId, { now, until: now + 30 * SECOND }, 8);
  assert.equal(lease.notices[0]?.attempt, 1);
  await on.deliver();
  assert.equal(receiver.received.length, 0);
  on.clock.advance(30 * SECOND);
  await on.deliver();
  assert.equal(await on.state(id), 'delivered/2');
});

test('LW-9 a send that failed after its lease had run out settles nothing: another node sends now', async () => {
  const on = await stage(null);
  const id = await on.owe('R1', await on.order('R1'));
  const lease = async () => {
    const now = on.clock.now();
    const { notices } = await leaseNotices(sql, on.platformId, { now, until: now + MINUTE }, 8);
    on.clock.advance(MINUTE);
    return notices[0];
  };
  const hung = await lease();
  assert.ok(hung && (await lease()));
  const sent = { attempt: 1, at: on.clock.now(), took: 1, reason: 'hung' };
  const failure = { sent, retryAt: null, now: on.clock.now() };
  assert.equal(await settleFailed(sql, hung, failure), null);
  assert.equal(await on.state(id), 'pending/2');
});

test('LW-9 a crash during the last send does not make it seven retries', async () => {
  const receiver = await answering('no');
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  for (let crash = 1; crash <= 7; crash += 1) {
    const now = on.clock.now();
    await leaseNotices(sql, on.platformId, { now, until: now + MINUTE }, 8);
    on.clock.advance(MINUTE);
  }
  await on.exhaust();
  assert.equal(receiver.received.length, 0);
  assert.match(await on.state(id), /^parked\/8\/the process ended during the last send/);
});

test('G-11 a number that another try takes over after the lease is not told of any more', async () => {
  const receiver = await answering('OK');
  const on = await stage(receiver.url, 'three', { order: async () => null });
  const id = await on.owe('W1', await on.order('W1', 'WITHDRAW'));
  await on.exhaust();
  assert.equal(await on.state(id), 'withdrawn/1/another try has taken over the number');
  assert.equal(receiver.received.length, 0);
});
