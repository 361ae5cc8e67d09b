/** Secrets are changed under a core that has everything sealed that there is to be sealed, and pages open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeychain } from '../kernel/keychain.ts';
import { openSealing } from '../custody/operator.ts';
import { createRequestLog } from '../requests/request-log.ts';
import { SEALED_REQUESTS } from '../requests/requests.store.ts';
import { createSealer, placed } from '../kernel/seal.ts';
import { SECOND } from '../kernel/time.ts';
import { verifyTrail } from '../audit/verify.ts';
import { createTestTrail, event } from '../testing/audit.ts';
import { createTestCustody } from '../testing/custody.ts';
import { unreadableReport } from '../testing/fake-bank.ts';
import { sealForColumn } from '../testing/old-seals.ts';
import { fillBooks } from '../testing/rich-books.ts';
import { wireStage } from '../testing/wire-stage.ts';
import { KeyRing } from './key-ring.ts';
import { sealingHolder, tokenHolder } from './secret-holders.ts';
import { SecretKeys } from './secret-keys.ts';
import { makePair, publish, resealSigningKeys } from './signing-keys.ts';

const first = Buffer.alloc(32, 7);
const keychain = createKeychain(first);
const tokens = tokenHolder(Buffer.alloc(32, 8));
const core = await createTestCustody({ sealer: keychain, tokenKeys: tokens.keys });
const { sql } = core.database;
let now = Date.now();

async function* reseal(): AsyncGenerator<number> {
  const keys = await resealSigningKeys(sql, keychain);
  if (keys > 0) yield keys;
  yield* core.reseal([SEALED_REQUESTS]);
}

const common = { sql, wrapper: createSealer(first), now: () => now };
const node = (chain = keychain, work = reseal) =>
  new SecretKeys({ ...common, purpose: 'data', holder: sealingHolder(chain), reseal: work });
const dataKeys = node();

/** An account under the first key. */
const ACCOUNT = placed('platforms.settlement_account', core.lianyintong.platform.platformId);
const LATE = createSealer(first).seal('6217680000000009990', ACCOUNT);

type Line = Readonly<Record<'keySerial' | 'state', string>>;
const standing = (lines: readonly object[]) =>
  (lines as Line[]).map((line) => `${line.keySerial} ${line.state}`).join();

/** Does what is due, to the end; answers in how many steps. */
async function drain(keys = dataKeys): Promise<number> {
  for (let steps = 0; ; steps += 1) {
    if ((await keys.sweep.nextDue()) === null) return steps;
    await keys.sweep.run(now, assert.fail);
    assert.ok(steps < 1_000, 'it comes to an end');
  }
}

/** Key ids of everything that the database keeps sealed, by column; of whatever column holds bytes. */
async function keyIds(): Promise<Map<string, Set<string>>> {
  const columns = await sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' and table_name <> 'secret_keys'`;
  const found = new Map<string, Set<string>>();
  for (const { table, column } of columns) {
    const ids = await sql.unsafe(`select distinct encode(substring(${column} from 2 for 4), 'hex') as id from ${table}
      where ${column} is not null`);
    found.set(`${table}.${column}`, new Set(ids.map(({ id }) => String(id))));
  }
  return found;
}

const { platformId } = core.lianyintong.platform;
await sql.begin(async (tx) => {
  const pair = await makePair();
  await publish(tx, keychain, { platformId, pair, serial: null, at: now, signsFrom: 0 });
});
for (const user of ['a', 'b']) await core.lianyintong.register(user);
await core.depository.register('i', 'INVESTOR');
await fillBooks(core);
await core.lianyintong.deposit('a', 50_000n);
const withdraw = { verb: 'WITHDRAW', holder: { kind: 'member', userNo: 'a' }, amount: 100n } as const;
await core.custody.bankReport(unreadableReport('...'));
await core.lianyintong.confirm('w1', { ...withdraw, urgency: 'URGENT', commission: 0n });
const stage = wireStage('lianyintong');
await stage.call('QUERY_USER_INFORMATION', { platformUserNo: 'a' });
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const requests = createRequestLog({ sql, sealer: keychain, log, days: 30, explain: null });
for (const each of stage.kept) requests.keep(each);
await requests.stop();

const trail = createTestTrail(sql, keychain);
await trail.append(event('platform.set', { before: { settlementAccount: '6217680000000009990' } }));
const verify = async () => (await verifyTrail(sql, keychain, [])).difference;

test('G-19 every sealed column is sealed anew, and reads as before, by both keys meanwhile', async () => {
  const old = createSealer(first).keyId;
  const before = await keyIds();
  for (const [column, ids] of before) assert.deepEqual([...ids], [old], `${column} holds something to be sealed anew`);
  const member = await core.custody.queries.member(platformId, 'a');
  assert.equal(standing((await dataKeys.add()).answer), '1 sealing,2 published');
  assert.equal(
    standing((await dataKeys.rotate('2', null)).answer),
    '1 sealing,2 planned',
    'no node may be taken by surprise',
  );
  assert.equal(await drain(), 0);
  now += 5 * SECOND;
  await dataKeys.refresh();
  await core.lianyintong.register('c');
  const both = await keyIds();
  assert.equal(both.get('profiles.real_name')?.size, 2);
  assert.equal(await drain(), 0, 'a node whose look was late may still seal with the old one');
  now += 5 * SECOND;
  assert.ok((await drain()) > 1);
  const after = await keyIds();
  for (const [column, ids] of after) assert.deepEqual([...ids], [keychain.keyId], column);
  assert.notEqual(keychain.keyId, old);
  assert.equal(standing(await dataKeys.list()), '1 wrapping,2 sealing');
  assert.deepEqual(await core.custody.queries.member(platformId, 'a'), member);
  assert.equal(await verify(), null, 'the audit trail is as it was');
  await trail.append(event('keys.rotate'));
  assert.equal(await verify(), null);
  await core.lianyintong.deposit('c', 100n);
  assert.ok(await core.lianyintong.register('d').then(() => true));
});

test('G-19 a node that starts later opens everything; who has the row of the new key alone does not', async () => {
  const chain = createKeychain(first);
  const ring = new KeyRing(sql, chain, core.clock);
  await assert.rejects(ring.signerFor(core.lianyintong.platform), { name: 'SealBroken' });
  await node(chain).refresh();
  assert.equal(chain.keyId, keychain.keyId);
  assert.ok(await new KeyRing(sql, chain, core.clock).signerFor(core.lianyintong.platform));
  const [row] = await sql<{ wrapped: Buffer }[]>`select wrapped from secret_keys`;
  assert.throws(() =>
    createSealer(Buffer.alloc(32, 8)).open(row?.wrapped ?? Buffer.alloc(0), 'secret_keys.wrapped data 2'),
  );
});

test('G-19 sealing anew that failed half-way begins again, and is not called done', async () => {
  await dataKeys.add();
  await dataKeys.rotate('3', null);
  now += 10 * SECOND;
  let pages = 0;
  let isLate = true;
  const failing = node(keychain, async function* () {
    for await (const rows of reseal()) {
      pages += 1;
      if (pages === 2) throw new Error('the database is away');
      yield rows;
    }
    // Written behind our back by a node that has not heard.
    if (!isLate) return;
    isLate = false;
    await sql`update platforms set settlement_account = ${LATE} where platform_id = ${platformId}`;
  });
  await failing.refresh();
  await assert.rejects(drain(failing), /the database is away/);
  assert.equal(standing(await failing.list()), '1 wrapping,2 replaced,3 resealing');
  await drain(failing);
  assert.equal(standing(await failing.list()), '1 wrapping,2 replaced,3 sealing');
  for (const [column, ids] of await keyIds()) assert.deepEqual([...ids], [keychain.keyId], column);
});

test('G-19 what does not open keeps nothing else from being sealed anew, and its key is not called done', async () => {
  await dataKeys.add();
  await dataKeys.rotate('4', null);
  now += 10 * SECOND;
  const [kept] = await sql<{ no: bigint; name: Buffer }[]>`
    select member_no as no, real_name as name from profiles where platform_id = ${platformId} order by 1 limit 1`;
  assert.ok(kept);
  const put = (name: Buffer) => sql`
    update profiles set real_name = ${name} where platform_id = ${platformId} and member_no = ${kept.no}`;
  await put(Buffer.concat([kept.name.subarray(0, -1), Buffer.of((kept.name.at(-1) ?? 0) ^ 1)]));
  await assert.rejects(drain(), /^SealBroken: sealed values do not open, and were not sealed anew: 1$/);
  const left = [...(await keyIds())].filter(([, ids]) => ids.size > 1 || !ids.has(keychain.keyId));
  assert.deepEqual(left, [['profiles.real_name', new Set([keychain.keyId, kept.name.toString('hex', 1, 5)])]]);
  assert.equal(standing(await dataKeys.list()), '1 wrapping,2 replaced,3 replaced,4 resealing');
  await put(kept.name);
  await drain();
  for (const [column, ids] of await keyIds()) assert.deepEqual([...ids], [keychain.keyId], column);
  assert.equal(standing(await dataKeys.list()), '1 wrapping,2 replaced,3 replaced,4 sealing');
});

test('G-19 what was sealed without its row is sealed anew under the key that seals now, while it opens', async () => {
  const { sealer, sweep } = await openSealing(sql, first, { remembered: null, remember: async () => undefined });
  await node(sealer).refresh();
  assert.equal(sealer.keyId, keychain.keyId);
  const put = (value: Buffer) => sql`
    update platforms set settlement_account = ${value} where platform_id = ${platformId}`;
  const old = sealForColumn(first, '6217680000000009990', 'platforms.settlement_account');
  await put(old);
  assert.equal(sealer.open(old, ACCOUNT), '6217680000000009990');
  assert.throws(() => keychain.open(old, ACCOUNT), { name: 'SealBroken' });
  while ((await sweep.run(now, assert.fail)) > 0);
  assert.throws(() => sealer.open(old, ACCOUNT), { name: 'SealBroken' }, 'no more');
  const [row] = await sql<{ value: Buffer }[]>`
    select settlement_account as value from platforms where platform_id = ${platformId}`;
  assert.equal(keychain.open(row?.value ?? old, ACCOUNT), '6217680000000009990');
  for (const [column, ids] of await keyIds()) assert.deepEqual([...ids], [keychain.keyId], column);
});

test('G-19 what stands far behind what was sealed anew already is found, a stretch at a time', async () => {
  const command = (n: string) => placed('orders.command', platformId, n);
  const seal = createSealer(first).seal;
  const anew = keychain.seal('{}', 'x');
  await sql`
    insert into orders (platform_id, request_no, order_no, command_id, service, verb, state, final, content, command,
      created_at, finished_at)
    select ${platformId}, 'zz' || to_char(n, 'FM0000'), 100000 + n, 'c', 'S', 'DEPOSIT', 'DONE', true, '{}',
      case n when 1 then ${seal('{}', command('zz0001'))}::bytea when 2200 then ${seal('{}', command('zz2200'))}::bytea
        else ${anew}::bytea end, now(), now()
    from generate_series(1, 2200) n`;
  const pages: number[] = [];
  for await (const rows of core.reseal([])) pages.push(rows);
  assert.deepEqual(pages, [1, 0, 1]);
  assert.deepEqual([...((await keyIds()).get('orders.command') ?? [])], [keychain.keyId]);
  await sql`delete from orders where request_no like 'zz%'`;
});

test('G-19 a data key is retired when nothing is left under it, and its bytes are gone', async () => {
  await assert.rejects(dataKeys.retire('1'), /lies in the keys folder and wraps the others/);
  await assert.rejects(dataKeys.retire('4'), /The data key 4 is in use, or something is left under it/);
  await assert.rejects(dataKeys.retire('9'), /There is no data key 9 to be changed/);
  await assert.rejects(dataKeys.rotate('2', null), /has had its turn: add another/);
  // Written by a node that had not heard: found before the key is gone.
  await sql`update platforms set settlement_account = ${LATE} where platform_id = ${platformId}`;
  await assert.rejects(dataKeys.retire('2'), /Something was left under a key before 3: try again/);
  assert.equal(standing((await dataKeys.retire('2')).answer), '1 wrapping,2 retired,3 replaced,4 sealing');
  const rows = await sql`select serial from secret_keys where wrapped is null`;
  assert.deepEqual(
    rows.map(({ serial }) => serial),
    [2],
  );
  const chain = createKeychain(first);
  await node(chain).refresh();
  assert.equal(chain.keyId, keychain.keyId);
  await assert.rejects(dataKeys.rotate('2', null), /The data key 2 has been retired/);
});

test('G-12 page tokens of the key before hold until it is retired; every node follows', async () => {
  const here = new SecretKeys({ ...common, purpose: 'token', holder: tokens, reseal: null });
  const other = tokenHolder(Buffer.alloc(32, 8));
  const there = new SecretKeys({ ...common, purpose: 'token', holder: other, reseal: null });
  const open = async (requestNo: string) => {
    const token = await core.lianyintong.open(requestNo, { ...withdraw, urgency: 'URGENT', commission: 0n });
    assert.equal(typeof token, 'string');
    return token as string;
  };
  const holds = async (token: string) => (await core.custody.pages.view(token)) !== null;
  const before = await open('t1');
  const note = tokens.sealer.seal('x', 'note');
  assert.equal(standing((await here.add()).answer), '1 signing,2 published');
  await assert.rejects(here.retire('1'), /The token key 1 is in use/);
  assert.equal(standing((await here.rotate('2', null)).answer), '1 signing,2 planned');
  assert.equal(await open('t1'), before, 'the same call finds its page');
  now += 5 * SECOND;
  assert.equal(await here.sweep.nextDue(), null);
  await there.refresh();
  assert.equal(standing(await here.list()), '1 replaced,2 signing');
  const after = await open('t1');
  assert.notEqual(after, before);
  assert.deepEqual(other.keys(), tokens.keys());
  assert.deepEqual([await holds(before), await holds(after)], [true, true]);
  assert.equal(tokens.sealer.open(note, 'note'), 'x', 'what a page carried over is still read');
  assert.equal(standing((await here.retire('1')).answer), '1 retired,2 signing');
  await there.refresh();
  assert.deepEqual([await holds(before), await holds(after)], [false, true]);
  assert.deepEqual([other.keys().length, tokens.keys().length], [1, 1]);
  const later = tokenHolder(Buffer.alloc(32, 8));
  await new SecretKeys({ ...common, purpose: 'token', holder: later, reseal: null }).refresh();
  assert.deepEqual(later.keys(), tokens.keys(), 'a node that starts later');
  await assert.rejects(here.retire('2'), /The token key 2 is in use/);
  await assert.rejects(here.retire('1'), /has been retired/);
});
