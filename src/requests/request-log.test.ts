/** The request log: what it keeps, that it is bounded, that nobody waits for it, and that it forgets. */
import assert from 'node:assert/strict';
import { createHash, createSign } from 'node:crypto';
import { test } from 'node:test';
import { resealAll } from '../custody/resealing.store.ts';
import { ConnectionLost } from '../db/breach.ts';
import type { Sql } from '../db/pool.ts';
import { createKeychain } from '../kernel/keychain.ts';
import { SealBroken } from '../kernel/seal.ts';
import { DAY, MINUTE } from '../kernel/time.ts';
import { SEALER } from '../testing/custody.ts';
import { createTestDatabase } from '../testing/database.ts';
import { bodyOf, PLATFORM_KEYS, STRANGER_KEYS, wireStage } from '../testing/wire-stage.ts';
import type { Exchanged } from '../wire/exchange.ts';
import type { SignatureFault } from '../wire/signature-faults.ts';
import { createExplain, type Explain } from './explain.ts';
import { createRequestLog, type RequestLogLimits } from './request-log.ts';
import { RequestStore, SEALED_REQUESTS } from './requests.store.ts';

const { sql } = await createTestDatabase();
await sql`insert into platforms (platform_id, platform_no, name, dialect, created_at) values
  (1, '6000000001', 'P', 'lianyintong', now()), (2, '6000000002', 'Q', 'lianyintong', now())`;
const store = new RequestStore(sql, SEALER);
const ANY = { platformId: null, requestNo: null, userNo: null, code: null, from: null, to: null };
const said: object[] = [];
const tell = (facts: object) => void said.push(facts);
const log = { info: tell, warn: tell, error: tell };
const NOW = Date.UTC(2026, 10, 27, 12);
const open = (
  limits: Partial<RequestLogLimits> = {},
  more: Partial<{ sql: Sql; days: number; now: () => number; explain: Explain }> = {},
) => createRequestLog({ sql, sealer: SEALER, log, days: 30, explain: null, limits, now: () => NOW, ...more });
const never = () => assert.fail('nothing fails');

/** Calls of a platform, as the wire hands them over. */
async function calls(
  play: (stage: ReturnType<typeof wireStage>) => Promise<unknown>,
  platformId = 1,
): Promise<Exchanged[]> {
  const stage = wireStage('lianyintong');
  stage.platform = { ...stage.platform, platformId, platformNo: `600000000${platformId}` };
  await play(stage);
  return stage.kept;
}

const PROJECT = { requestNo: 'M1', projectNo: 'P1', status: 'REPAYING' };
const modify = (stage: ReturnType<typeof wireStage>, more: object = {}) =>
  stage.call('MODIFY_PROJECT', { ...PROJECT, ...more });

test('G-19 a call is kept whole with its answer, sealed, and found by number, member, code and time', async () => {
  const kept = await calls(async (stage) => {
    await modify(stage);
    stage.queries = { member: async () => null };
    await stage.call('QUERY_USER_INFORMATION', { platformUserNo: 'u1' });
  });
  const requests = open();
  for (const each of kept) requests.keep(each);
  await requests.stop();
  const [done, query] = kept.map(({ call }) => call.requestId) as [string, string];
  const ids = async (filter: object) => (await store.list({ ...ANY, ...filter }, 10)).map(({ requestId }) => requestId);
  assert.deepEqual(await ids({ requestNo: 'M1' }), [done]);
  assert.deepEqual(await ids({ userNo: 'u1' }), [query]);
  assert.deepEqual(await ids({ code: '100007' }), [query], 'by code');
  assert.deepEqual(await ids({ code: 'said' }), [done], 'by what became of it');
  assert.deepEqual((await ids({ from: NOW - MINUTE, to: NOW + MINUTE })).sort(), [done, query].sort());
  assert.deepEqual(await ids({ from: NOW + MINUTE }), []);
  const found = await store.find(done);
  assert.ok(found);
  assert.deepEqual([found.caller, found.body], ['192.0.2.1', kept[0]?.call.body], 'the bytes as they came');
  assert.match(found.answer?.toString() ?? '', /"code":"0"/);
  assert.deepEqual([found.platformNo, found.service, found.verified], ['6000000001', 'MODIFY_PROJECT', true]);
  const [raw] = await sql`select encode(content, 'escape') as text from request_log
    where request_id = ${done}`;
  assert.doesNotMatch(String(raw?.text), /MODIFY_PROJECT|reqData|code|192\.0\.2\.1/);
});

test('G-16 rows of one platform are not found for another, nor do they open there', async () => {
  const requests = open();
  const [mine] = await calls((stage) => modify(stage, { requestNo: 'OWN' }), 2);
  requests.keep(mine as Exchanged);
  await requests.stop();
  assert.equal((await store.list({ ...ANY, platformId: 2, requestNo: 'OWN' }, 10)).length, 1);
  assert.deepEqual(await store.list({ ...ANY, platformId: 1, requestNo: 'OWN' }, 10), []);
  const requestId = mine?.call.requestId ?? '';
  await sql`update request_log set platform_id = 1 where request_id = ${requestId}`;
  await assert.rejects(store.find(requestId), SealBroken);
  await sql`delete from request_log where request_id = ${requestId}`;
});

test('G-1 of what no right signature vouches for little is kept, and nothing read into it', async () => {
  const long = { projectNo: 'x'.repeat(8_000) };
  const kept = await calls(async (stage) => {
    await stage.call('MODIFY_PROJECT', { ...PROJECT, ...long }, { privateKey: STRANGER_KEYS.privateKey });
    await stage.call('MODIFY_PROJECT', PROJECT, { envelope: { platformNo: '4711' } });
  });
  const requests = open();
  for (const each of kept) requests.keep(each);
  await requests.stop();
  const [wrong, unknown] = await Promise.all(kept.map(({ call }) => store.find(call.requestId)));
  assert.deepEqual([wrong?.platformNo, wrong?.verified, wrong?.requestNo], ['6000000001', false, null]);
  const body = kept[0]?.call.body as Buffer;
  assert.deepEqual([wrong?.body.length, wrong?.bodySize], [4_096, body.length]);
  assert.equal(wrong?.bodyDigest, createHash('sha256').update(body).digest('hex'));
  assert.deepEqual([unknown?.platformId, unknown?.result], [0, 'PLATFORM_UNKNOWN']);
});

test('LW-1 the form of another protocol is found under its platform, by the code of its own protocol', async () => {
  const [here, from] = [wireStage('lianyintong'), wireStage('depository')];
  from.platform = { ...from.platform, platformId: 2, platformNo: '6000000002' };
  here.queries = { platformByNo: async () => ({ platform: from.platform, keys: from.keys }) };
  await here.call('', {}, { body: bodyOf(from, 'USER_QUERY', '{"userNo":"u9"}') });
  const requests = open();
  for (const each of here.kept) requests.keep(each);
  await requests.stop();
  const [line, ...others] = await store.list({ ...ANY, platformId: 2, code: '00003' }, 10);
  assert.deepEqual([line?.result, line?.verified, others], ['ADDRESS_WRONG', false, []]);
});

test('strangers fill the log no faster than so many a second', async () => {
  const [stranger] = await calls((stage) =>
    stage.call('MODIFY_PROJECT', PROJECT, { envelope: { platformNo: '4711' } }),
  );
  const requests = open({ delay: MINUTE, batch: 10_000 });
  for (let i = 0; i < 1_500; i += 1) requests.keep(stranger as Exchanged);
  const { waiting, dropped } = requests.figures();
  assert.ok(waiting >= 1_000 && waiting < 1_100, `${waiting} are kept`);
  assert.equal(waiting + dropped, 1_500);
  await requests.stop();
});

test('when it is full rows are dropped and counted, told once, and the next ones fit again', async () => {
  const kept = await calls(async (stage) => {
    for (let i = 0; i < 6; i += 1) await modify(stage, { requestNo: `F${i}` });
  });
  said.length = 0;
  const requests = open({ rows: 3, delay: MINUTE });
  for (const each of kept) requests.keep(each);
  assert.deepEqual(requests.figures(), { waiting: 3, written: 0, dropped: 3 });
  assert.deepEqual(said, [{ dropped: 1, inAll: 1 }]);
  await requests.stop();
  assert.deepEqual(requests.figures(), { waiting: 0, written: 3, dropped: 3 });
  const tight = open({ bytes: 10 });
  tight.keep(kept[0] as Exchanged);
  assert.equal(tight.figures().dropped, 1, 'bytes are bounded too');
});

/** A database that fails so many times. */
function failing(times: number, error: Error): Sql {
  let left = times;
  return new Proxy(sql, {
    apply: (target, self, args) => {
      left -= 1;
      return left >= 0 ? Promise.reject(error) : Reflect.apply(target, self, args);
    },
  });
}

async function until(holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => holds() && resolve(), 5);
  await promise.finally(() => clearInterval(timer));
}

test('a database that is away is waited for; what it refuses is dropped and keeps nothing else', async () => {
  const kept = await calls(async (stage) => {
    for (let i = 0; i < 2; i += 1) await modify(stage, { requestNo: `W${i}` });
  });
  const away = open({ delay: 1, rest: 1 }, { sql: failing(3, new ConnectionLost('gone')) });
  away.keep(kept[0] as Exchanged);
  await until(() => away.figures().written === 1);
  assert.equal(away.figures().dropped, 0);
  const refused = Object.assign(new Error('no'), { code: '22021' });
  const picky = open({ delay: 1, rest: 1, batch: 1 }, { sql: failing(1, refused) });
  for (const each of kept) picky.keep(each);
  await until(() => picky.figures().dropped + picky.figures().written === 2);
  assert.deepEqual(picky.figures(), { waiting: 0, written: 1, dropped: 1 });
  await Promise.all([away.stop(), picky.stop()]);
});

test('a batch whose answer was lost is written once', async () => {
  const [one] = await calls((stage) => modify(stage, { requestNo: 'ONCE' }));
  for (let i = 0; i < 2; i += 1) {
    const requests = open();
    requests.keep(one as Exchanged);
    await requests.stop();
  }
  assert.equal((await store.list({ ...ANY, requestNo: 'ONCE' }, 10)).length, 1);
});

test('rows are forgotten after so many real days; none are kept where there is no log', async () => {
  const [old] = await calls((stage) => modify(stage, { requestNo: 'OLD' }));
  const requests = open();
  requests.keep(old as Exchanged);
  await requests.stop();
  let now = NOW + 30 * DAY - MINUTE;
  const { sweep } = open({}, { now: () => now });
  assert.deepEqual([await sweep.nextDue(), await sweep.run(NOW, never), await sweep.nextDue()], [0, 0, null]);
  now += 2 * MINUTE;
  assert.equal(await sweep.nextDue(), 0);
  assert.ok((await sweep.run(NOW, never)) >= 1);
  assert.deepEqual(await store.list({ ...ANY, requestNo: 'OLD' }, 10), []);
  const none = open({}, { days: 0 });
  none.keep(old as Exchanged);
  assert.equal(none.figures().waiting, 0);
});

test('G-19 what is kept is sealed anew when the data key changes', async () => {
  const [one] = await calls((stage) => modify(stage, { requestNo: 'KEY' }));
  const keychain = createKeychain(Buffer.alloc(32, 7));
  const requests = createRequestLog({ sql, sealer: keychain, log, days: 30, explain: null });
  requests.keep(one as Exchanged);
  await requests.stop();
  const next = Buffer.alloc(32, 8);
  keychain.sealWith(keychain.learn(next));
  const moved = await Array.fromAsync(resealAll(sql, keychain, [SEALED_REQUESTS]));
  assert.ok(moved.some((rows) => rows > 0));
  const found = await new RequestStore(sql, createKeychain(next)).find(one?.call.requestId ?? '');
  assert.deepEqual(found?.body, one?.call.body);
});

test('G-1 why a signature was wrong is kept, told in no answer, and looked into so often only', async () => {
  const stage = wireStage('lianyintong');
  const raw = '{ "requestNo": "S1" }';
  const signed = createSign('RSA-SHA256').update(raw).sign(PLATFORM_KEYS.privateKey, 'base64');
  for (let i = 0; i < 30; i += 1) await stage.call('MODIFY_PROJECT', {}, { raw, envelope: { sign: signed } });
  const { body } = await stage.call('MODIFY_PROJECT', {}, { raw, envelope: { sign: signed } });
  assert.doesNotMatch(JSON.stringify(body), /SHA/, 'the answer says no more than ever');
  const requests = open({}, { explain: createExplain(stage.deps.custody.queries, stage.clock) });
  for (const each of stage.kept) requests.keep(each);
  await requests.stop();
  const found = await Promise.all(stage.kept.map(({ call }) => store.find(call.requestId)));
  const faults = found.flatMap((each) => (each?.fault ? [JSON.parse(each.fault) as SignatureFault] : []));
  assert.ok(faults.length >= 20 && faults.length < 25, `${faults.length} were looked into`);
  assert.deepEqual([faults[0]?.causes, faults[0]?.size], [['SHA256'], raw.length]);
});
