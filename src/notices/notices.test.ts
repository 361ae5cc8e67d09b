import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeStage, OrderView, Platform, VerbName } from '../custody/api.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../kernel/time.ts';
import { manualClock } from '../testing/clock.ts';
import { createTestDatabase } from '../testing/database.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { claimNotices } from './notices.store.ts';
import { createNotices, type NoticesOptions } from './notices.ts';

const { sql } = await createTestDatabase();
const RULES = {
  six: { acknowledgement: 'SUCCESS', retries: 6 },
  three: { acknowledgement: 'OK', retries: 3, retriesByVerb: { WITHDRAW: 2 } },
};
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

let lastPlatform = 0;

/** One platform with orders and notices, and a custodian that delivers to it. */
async function stage(notifyUrl: string | null, dialect: 'six' | 'three' = 'six', more: Partial<NoticesOptions> = {}) {
  const clock = manualClock();
  lastPlatform += 1;
  const platformId = lastPlatform;
  const platformNo = `600000${platformId}`;
  const created = new Date(clock.now());
  await sql`insert into platforms (platform_id, platform_no, name, dialect, notify_url, created_at)
    values (${platformId}, ${platformNo}, 'P', ${dialect}, ${notifyUrl}, ${created})`;
  const platform = { platformId, platformNo, name: 'P', dialect, notifyUrl } as Platform;
  const verbs = new Map<string, VerbName>();
  const options: NoticesOptions = {
    sql,
    clock,
    log: LOG,
    rules: RULES,
    platform: async (id) => (id === platformId ? platform : null),
    order: async (_id, requestNo) => ({ requestNo, verb: verbs.get(requestNo) }) as OrderView,
    render: async (_platform, order, noticeStage) => ({
      fields: { requestNo: order.requestNo, stage: noticeStage, sentAt: String(clock.now()) },
    }),
    policy: { requireHttps: false, refusePrivate: false },
    ...more,
  };
  const notices = createNotices(options);
  let lastNo = 0;
  return {
    clock,
    platformId,
    platformNo,
    notices,
    options,
    /** Makes an order, or gives the request number to another try of it. */
    async order(requestNo: string, verb: VerbName = 'DEPOSIT'): Promise<number> {
      verbs.set(requestNo, verb);
      lastNo += 1;
      const at = new Date(clock.now());
      await sql`insert into orders (platform_id, request_no, order_no, command_id, service, verb, state, final, content,
          created_at, finished_at)
        values (${platformId}, ${requestNo}, ${lastNo}, 'c', 'S', ${verb}, 'DONE', true, '{}', ${at}, ${at})
        on conflict (platform_id, request_no) do update set order_no = excluded.order_no`;
      return lastNo;
    },
    /** Owes a notice, as the lane does; answers its id. */
    async owe(requestNo: string, orderNo: number, noticeStage: NoticeStage = 'FINAL'): Promise<string> {
      lastNo += 1;
      const at = new Date(clock.now());
      await sql`insert into notices (platform_id, notice_no, request_no, order_no, service, stage, state, due_at, created_at)
        values (${platformId}, ${lastNo}, ${requestNo}, ${orderNo}, 'S', ${noticeStage}, 'PENDING', ${at}, ${at})`;
      return `${platformNo}-${lastNo}`;
    },
    /** Delivers what is due now and waits for the end of it. */
    async deliver(): Promise<void> {
      notices.wake([platformId]);
      await notices.sweep.settled?.();
    },
    /** Goes from one due time of this platform to the next until nothing is owed. */
    async exhaust(): Promise<void> {
      for (let due = await dueOf(platformId); due !== null; due = await dueOf(platformId)) {
        clock.set(Math.max(due, clock.now()));
        await notices.sweep.run(clock.now());
        await notices.sweep.settled?.();
      }
    },
    /** `state/attempts/last error` of a notice. */
    async state(id: string): Promise<string> {
      const { notices: lines } = await notices.operations.list({ platform: platformNo });
      const line = lines.find((each) => each.id === id);
      return [line?.state, line?.attempts, line?.lastError].filter((part) => part !== null).join('/');
    },
  };
}

async function dueOf(platformId: number): Promise<Instant | null> {
  const [row] = await sql<{ due: Date | null }[]>`
    select min(due_at) as due from notices where platform_id = ${platformId} and state = 'PENDING'`;
  return row?.due?.getTime() ?? null;
}

const sentAt = (receiver: Receiver) => receiver.received.map(({ fields }) => Number(fields.sentAt));
const stages = (receiver: Receiver) => receiver.received.map(({ fields }) => fields.stage);
const answering = (body: string) => startReceiver((received) => received.answer(200, body));

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
      return { fields: { sign: `signature ${renders}` } };
    },
  });
  const id = await on.owe('R1', await on.order('R1'));
  await on.deliver();
  assert.equal(await on.state(id), 'pending/1/the notice could not be rendered');
  await on.exhaust();
  assert.equal(receiver.received[0]?.fields.sign, 'signature 3');
  assert.equal(await on.state(id), 'delivered/3');
});

test('LW-9 a platform without an address: parked at the first try, sent again by the operator', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(null);
  const id = await on.owe('R1', await on.order('R1'));
  await on.exhaust();
  assert.equal(await on.state(id), 'parked/1/the platform has no notify address');
  const addressed = { ...(await on.options.platform(on.platformId)), notifyUrl: receiver.url } as Platform;
  const later = createNotices({ ...on.options, platform: async () => addressed });
  assert.deepEqual(await later.operations.resend(id), { id, state: 'pending' });
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
  await on.notices.sweep.run(on.clock.now());
  assert.deepEqual(stages(receiver), ['ACCEPTED']);
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

test('D-WDR-3 an acceptance left claimed by a crash holds the final notice no longer than its claim', async () => {
  const receiver = await answering('OK');
  const on = await stage(receiver.url, 'three');
  const orderNo = await on.order('W1', 'WITHDRAW');
  const accepted = await on.owe('W1', orderNo, 'ACCEPTED');
  const now = on.clock.now();
  await claimNotices(sql, on.platformId, { now, until: now + 30 * SECOND }, 8);
  const final = await on.owe('W1', orderNo);
  await on.exhaust();
  assert.deepEqual(stages(receiver), ['FINAL']);
  assert.equal(on.clock.now(), now + 30 * SECOND);
  assert.equal(await on.state(accepted), 'withdrawn/1');
  assert.equal(await on.state(final), 'delivered/1');
});

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

test('G-13 what a crash left claimed is claimed again when its claim has run out', async () => {
  const receiver = await answering('SUCCESS');
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  const now = on.clock.now();
  const claim = await claimNotices(sql, on.platformId, { now, until: now + 30 * SECOND }, 8);
  assert.equal(claim.notices[0]?.attempt, 1);
  await on.deliver();
  assert.equal(receiver.received.length, 0);
  on.clock.advance(30 * SECOND);
  await on.deliver();
  assert.equal(await on.state(id), 'delivered/2');
});

test('LW-9 a crash during the last send does not make it seven retries', async () => {
  const receiver = await answering('no');
  const on = await stage(receiver.url);
  const id = await on.owe('R1', await on.order('R1'));
  for (let crash = 1; crash <= 7; crash += 1) {
    const now = on.clock.now();
    await claimNotices(sql, on.platformId, { now, until: now + MINUTE }, 8);
    on.clock.advance(MINUTE);
  }
  await on.exhaust();
  assert.equal(receiver.received.length, 0);
  assert.match(await on.state(id), /^parked\/8\/the process ended during the last send/);
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
  assert.equal(await both.sweep.run(quick.clock.now()), 9);
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
