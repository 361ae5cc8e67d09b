/**
 * The custodian's keys are changed under load, at two nodes and in both protocols: a key is published, signs from a
 * time that the operator told, and the one before is retired. No order is refused or lost for it, and every answer and
 * every notice verifies under the key that was announced for its time (G-2).
 */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../src/db/embedded/postmaster.ts';
import type { Sql } from '../src/db/pool.ts';
import { depository, type DepositoryClient } from '../sdk/index.ts';
import { type PemPair as Pems, pemPair } from '../sdk/testing/custodian.ts';
import { callAdmin } from '../src/main/cli/client.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { type Receiver, startReceiver } from '../src/testing/receiver.ts';
import { startBalancer } from './balancer.ts';
import { Tally } from './caller.ts';
import { cunguan, launcherOf, Program, ROOT } from './program.ts';
import { askAgain, type Besieger, besiege, checkNotices, compare, type Front } from './siege.store.ts';
import { type Phase, underLoad } from './under-load.ts';
import type { Dialect } from './walk.ts';

/** Orders acknowledged in each state of the rotation. */
const PHASE = 40;
/** How long before the time the operator tells it: longer than a node takes to hear of it. */
const AHEAD = 4_000;
/** A notice was signed a moment before it arrived. */
const ON_ITS_WAY = 1_000;

const PATIENCE = 30_000;

/** Something that was signed, and when: not before the one, not after the other. */
interface Signed {
  readonly what: string;
  readonly bytes: Buffer;
  readonly signature: Buffer;
  readonly from: number;
  readonly to: number;
}

/** A platform whose custodian changes keys. */
interface Rotating {
  readonly no: string;
  readonly besieger: Besieger;
  readonly answers: Signed[];
  readonly before: KeyObject;
  readonly after: KeyObject;
  readonly nextPem: string;
}

const NEXT = 'R2';
const encodingOf = (dialect: Dialect) => (dialect === 'lianyintong' ? 'base64' : 'hex');

function checkKey({ before, after }: Rotating, at: number, { what, bytes, signature, from, to }: Signed): 0 | 1 {
  const isOld = verify('sha1', bytes, before, signature);
  const isNew = verify('sha1', bytes, after, signature);
  assert.ok(isOld !== isNew, `${what} is signed by one of the two keys`);
  assert.ok(to >= at || isOld, `${what} came before the time and is signed by the new key`);
  assert.ok(from < at || isNew, `${what} came after the time and is signed by the old key`);
  return isNew ? 1 : 0;
}

const ask = <T>({ data }: Pick<Front, 'data'>, command: string, args: object): Promise<T> =>
  callAdmin(data, { command, args: { ...args } }) as Promise<T>;

/** Registers a platform under load; the key that the custodian is to sign with later is known to its client already. */
async function register(front: Front, dialect: Dialect, no: string, url: string, tally: Tally): Promise<Rotating> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const answers: Signed[] = [];
  const custodianKeys = { [NEXT]: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const besieger = await besiege(front, dialect, no, url, tally, {
    custodianKeys,
    onExchange: ({ service, body, signature, ms, failure }) => {
      if (failure !== '') return;
      const to = Date.now();
      const made = Buffer.from(signature, encodingOf(dialect));
      answers.push({ what: service, bytes: Buffer.from(body), signature: made, from: to - ms - 1, to });
    },
  });
  const [key] = await ask<{ keySerial: string }[]>(front, 'keys.list', { platformNo: no });
  const shown = { platformNo: no, keySerial: key?.keySerial };
  const { publicKey: pem } = await ask<{ publicKey: string }>(front, 'keys.show', shown);
  const nextPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { no, besieger, answers, before: createPublicKey(pem), after: publicKey, nextPem };
}

/**
 * A platform that can hold one key of ours: it asks without end, and when an answer does not verify it takes the other
 * key, once, and asks again.
 */
class OneKeyClient implements Changing {
  readonly no = '7000000002';
  readonly nextPem: string;
  answers = 0;
  switchedAt = 0;
  #client: DepositoryClient;
  readonly #next: DepositoryClient;

  private constructor(front: Front, platform: Pems, next: Pems, custodian: string) {
    const clientOf = (pem: string) => {
      const custodianKeys = { any: pem };
      return depository({
        baseUrl: front.at.custodian,
        platformNo: this.no,
        privateKey: platform.privateKey,
        custodianKeys,
      });
    };
    this.nextPem = next.privateKey;
    this.#client = clientOf(custodian);
    this.#next = clientOf(next.publicKey);
  }

  static async register(front: Front): Promise<OneKeyClient> {
    const [platform, next] = [pemPair(), pemPair()];
    const args = { platformNo: '7000000002', name: 'P', dialect: 'depository', publicKey: platform.publicKey };
    const made = await ask<{ custodianPublicKey: string }>(front, 'platform.create', args);
    return new OneKeyClient(front, platform, next, made.custodianPublicKey);
  }

  async run(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      // Nobody is registered: a signed refusal, which is an answer.
      const answer = await this.#client.call('USER_QUERY', { userNo: 'nobody' });
      if (answer.kind !== 'unknown') {
        this.answers += 1;
        continue;
      }
      assert.deepEqual([answer.reason, answer.repeatable, this.switchedAt], ['BAD_SIGNATURE', true, 0]);
      this.switchedAt = Date.now();
      this.#client = this.#next;
    }
  }
}

type Changing = Pick<Rotating, 'no' | 'nextPem'>;

/** Published at one node, told at the other, retired at the first; answers the time from which the new key signs. */
async function rotate([first, second]: Nodes, platforms: readonly Changing[], phase: Phase): Promise<number> {
  await phase(PHASE);
  for (const { no, nextPem } of platforms)
    await ask(first, 'keys.add', { platformNo: no, custodianKey: nextPem, keySerial: NEXT });
  await phase(PHASE);
  const at = Date.now() + AHEAD;
  for (const { no } of platforms) await ask(second, 'keys.rotate', { platformNo: no, keySerial: NEXT, at });
  while (Date.now() < at) await phase(1);
  await phase(PHASE);
  for (const { no } of platforms) {
    const keys = await ask<{ keySerial: string; state: string }[]>(first, 'keys.list', { platformNo: no });
    const old = keys.find(({ state }) => state === 'replaced');
    await ask(first, 'keys.retire', { platformNo: no, keySerial: old?.keySerial });
  }
  await phase(PHASE);
  return at;
}

/** Notices as a platform got them, each with the moment it came. */
function noticesTo({ no, besieger }: Rotating, receiver: Receiver, arrivals: readonly number[]) {
  const encoding = encodingOf(besieger.lending.caller.dialect);
  return receiver.received.flatMap(({ fields }, i) => {
    if (fields.platformNo !== no) return [];
    const to = arrivals[i] as number;
    const signature = Buffer.from(fields.sign ?? fields.signature ?? '', encoding);
    const bytes = Buffer.from(fields.respData ?? '');
    return [{ serial: fields.keySerial, what: 'a notice', bytes, signature, from: to - ON_ITS_WAY, to }];
  });
}

type Nodes = readonly [Program, Program];

const SERVING = [process.execPath, launcherOf(ROOT), 'serve'];

/** Two nodes on one database, and what spreads calls over both. */
async function startNodes(stack: AsyncDisposableStack, url: string) {
  const nodes = [stack.use(await Program.prepare()), stack.use(await Program.prepare())] as const;
  const environment = { DATABASE_URL: url, CUNGUAN_KEYS: join(nodes[0].data, 'keys'), CUNGUAN_POOL: '8' };
  await cunguan(nodes[0].data, ['migrate'], ROOT, { environment });
  for (const node of nodes) await node.start(environment, SERVING);
  const balancer = await startBalancer(() => nodes.flatMap((node) => (node.isUp ? [node.at.custodian] : [])));
  stack.defer(() => balancer.close());
  const at = { ...nodes[0].at, custodian: balancer.url };
  const front: Front = { data: nodes[0].data, databaseUrl: async () => url, at };
  return { nodes, front, environment };
}

test('G-2 keys are rotated under load: nothing is refused, all verifies under the key of its time', async (t) => {
  await using stack = new AsyncDisposableStack();
  const { url, sql } = await createTestDatabase({ empty: true });
  const { nodes, front } = await startNodes(stack, url);
  const arrivals: number[] = [];
  const receiver = await startReceiver(({ fields, answer }, index) => {
    arrivals[index] = Date.now();
    answer(200, fields.sign ? 'SUCCESS' : 'OK');
  });
  const tally = new Tally();
  const platforms = [
    await register(front, 'lianyintong', '7000000000', receiver.url, tally),
    await register(front, 'depository', '7000000001', receiver.url, tally),
  ];
  const oneKey = await OneKeyClient.register(front);
  const callers = [...platforms.map(({ besieger }) => besieger), oneKey];
  const at = await underLoad(tally, callers, (phase) => rotate(nodes, [...platforms, oneKey], phase));
  assert.equal(tally.unanswered, 0, 'no try was without its answer');
  const pending = () => ask<{ notices: readonly object[] }>(front, 'notices.list', { state: 'pending' });
  assert.ok(await until(async () => (await pending()).notices.length === 0, PATIENCE), 'all notices are delivered');
  for (const one of platforms) {
    const notices = noticesTo(one, receiver, arrivals);
    for (const kind of [one.answers, notices])
      assert.deepEqual([...new Set(kind.map((each) => checkKey(one, at, each)))].sort(), [0, 1], 'both keys signed');
    for (const each of notices)
      if (each.serial) assert.equal(each.serial === NEXT, checkKey(one, at, each) === 1, 'the serial names the key');
    t.diagnostic(`${one.no}: ${one.answers.length} answers, ${notices.length} notices, each under the key of its time`);
    await askAgain(one.besieger);
    await compare(sql, one.besieger);
  }
  assert.ok(oneKey.switchedAt >= at, 'whoever holds one key changes it at that moment, and not before');
  t.diagnostic(`${oneKey.answers} answers to a client of one key, which changed it ${oneKey.switchedAt - at} ms after`);
  const besieged = platforms.map(({ besieger }) => besieger);
  checkNotices(besieged, receiver);
  await ask(front, 'ledger.verify', {});
});

/** Key ids of what is sealed of these platforms' people and orders; members are put there by the test itself. */
async function sealedBy(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct encode(substring(sealed from 2 for 4), 'hex') as id from (
      select command as sealed from orders union all select outcome from orders
      union all select presentation from orders union all select private_key from signing_keys) s
    where sealed is not null`;
  return rows.map(({ id }) => id);
}

test('G-19 the data key is rotated under load: nothing is refused, nothing is left under the old one', async (t) => {
  await using stack = new AsyncDisposableStack();
  const { url, sql } = await createTestDatabase({ empty: true });
  const { nodes, front, environment } = await startNodes(stack, url);
  const tally = new Tally();
  const notify = 'http://127.0.0.1:9/notify';
  const besieged = [
    await besiege(front, 'lianyintong', '7000000000', notify, tally),
    await besiege(front, 'depository', '7000000001', notify, tally),
  ];
  const standing = async () => {
    const lines = await ask<{ keySerial: string; state: string }[]>(front, 'keys.list', { platformNo: 'data' });
    return lines.map(({ keySerial, state }) => `${keySerial} ${state}`).join();
  };
  await underLoad(tally, besieged, async (phase) => {
    await phase(PHASE);
    assert.equal((await sealedBy(sql)).length, 1);
    await ask(nodes[0], 'keys.add', { platformNo: 'data' });
    await ask(nodes[1], 'keys.rotate', { platformNo: 'data', keySerial: '2' });
    while ((await standing()) !== '1 wrapping,2 sealing') await phase(1);
    await phase(PHASE);
  });
  assert.equal(tally.unanswered, 0, 'no try was without its answer');
  assert.equal((await sealedBy(sql)).length, 1, 'by one key, which is another');
  t.diagnostic(`${tally.acknowledged} orders while the data key changed`);
  // A node that starts opens all of it.
  await nodes[0].stop();
  await nodes[0].start(environment, SERVING);
  for (const one of besieged) {
    await askAgain(one);
    await compare(sql, one);
  }
  await ask(front, 'ledger.verify', {});
});
