import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ConnectionLost } from '../db/breach.ts';
import { closePool, openPool, type Reserved, type Sql } from '../db/pool.ts';
import { overCapRequests } from '../custody/projects/tables.ts';
import { CORE_TABLES } from '../custody/tables.ts';
import { verifyLedger } from '../custody/verify.ts';
import { createTestCustody, type TestCustody, type TestCustodyOptions } from '../testing/custody.ts';
import { auto, looks, project, tender } from '../testing/loans.ts';
import { serverError, type Spy, spyOn } from '../testing/spy-sql.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { LANE_SETTINGS, LaneFull, LaneHeld, type LaneLimits, type Task } from './lane.ts';
import { highestStatement, snake } from './statements.ts';
import { createSealer } from '../kernel/seal.ts';
import type { World } from './world.ts';

const pools: Sql[] = [];
// Made before all other hooks: one that fails keeps the later from running, and open pools the process from ending.
after(() => Promise.all(pools.map((pool) => closePool(pool))));

/** A core whose lanes are watched, with an investor who may be tendered for and a project. */
async function stage(options: TestCustodyOptions = {}): Promise<TestCustody & { spy: Spy }> {
  let lanes: Sql | undefined;
  const core = await createTestCustody({
    ...options,
    async lanes(url) {
      lanes = lanePool(url);
      return lanes;
    },
  });
  const p = core.depository;
  await p.register('inv', 'INVESTOR');
  await p.register('bor', 'BORROWER');
  await p.deposit('inv', 10_000_000n);
  await p.confirm('grant', { verb: 'AUTHORIZE', userNo: 'inv', kinds: ['TENDER'], amount: null, until: null });
  assert.equal(await p.outcome('p1', project('P1', 'bor', 10_000_000n), false), 'DONE');
  assert.ok(lanes);
  return { ...core, spy: spyOn(lanes) };
}

function lanePool(url: string): Sql {
  const sql = openPool({ url, max: 8, applicationName: 'lanes', settings: LANE_SETTINGS });
  pools.push(sql);
  return sql;
}

const core = await stage();
const { depository: p, lianyintong: other, spy, database } = core;
const look = looks(database.sql, p.platform.platformId);
const tenderOf = (amount: bigint) => auto(tender('inv', 'P1', amount));

/** Holds the lane rows of these platforms, as another node or a person at a terminal would, until it is called. */
async function holdRows(sql: Sql, ...platformIds: readonly number[]): Promise<() => Promise<void>> {
  const holder: Reserved = await sql.reserve();
  await holder.unsafe('begin');
  await holder.unsafe(`select 1 from lanes where platform_id in (${platformIds.join(', ')}) for update`);
  return async () => {
    await holder.unsafe('rollback');
    holder.release();
  };
}

/** Lanes of a node of its own on the same database. */
function node(
  limits: Partial<LaneLimits> = {},
  more: { sql?: Sql; onHealed?: (platformId: number) => void } = {},
): Lanes {
  const { clock } = core;
  const { sql = lanePool(database.url), onHealed } = more;
  const sealer = createSealer(Buffer.alloc(32, 7));
  return createLanes({
    ...{ sql, clock, sealer, limits, numbered: CORE_TABLES, onCommit: () => undefined },
    ...(onHealed && { onHealed }),
  });
}

/** A command that only asks what time it is. */
const idle: Task<string> = { weight: 1, needs: () => undefined, run: () => 'seen' };
/** Where something may hang for ever. */
const SOON = { timeout: 10_000 };
/** A command that makes the world change in a way that harms nobody. */
const number: Task<bigint> = { weight: 1, needs: () => undefined, run: (world: World) => world.nextNo() };

/** A command that writes a row which nothing else looks at. */
const record: Task<unknown> = {
  weight: 1,
  needs: () => undefined,
  run(world: World) {
    const recordNo = world.nextNo();
    const what = { requestNo: 'r', memberNo: 1n, projectNo: 'P1', amount: 1n, total: 1n, cap: 1n, at: world.at };
    return world.insert(overCapRequests, { recordNo, ...what });
  },
};

test('lanes whose rows are held elsewhere keep nothing from a third', SOON, async () => {
  const platforms = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => {
      const [row] = await database.sql`
        insert into platforms (platform_id, platform_no, name, dialect, created_at)
        values (${100 + i}, ${`held${i}`}, 'held', 'depository', now()) returning platform_id`;
      await database.sql`insert into lanes (platform_id, last_at) values (${100 + i}, now())`;
      return row?.platform_id as number;
    }),
  );
  const release = await holdRows(database.sql, ...platforms);
  const mine = node({ rowWait: 100 });
  let ended = 0;
  const held = platforms.map((id) => mine.submit(id, idle).finally(() => (ended += 1)));
  for (let i = 0; i < 20; i += 1) assert.equal(await mine.submit(p.platform.platformId, idle), 'seen');
  assert.equal(ended, 0, 'the others still wait');
  await release();
  assert.deepEqual(
    await Promise.all(held),
    platforms.map(() => 'seen'),
  );
});

test('a row that is held for too long is told as busy, to all who wait for it; nothing was begun', SOON, async () => {
  const id = other.platform.platformId;
  const release = await holdRows(database.sql, id);
  const mine = node({ rowWait: 20, rowPatience: 60, batchTasks: 1 });
  const waiting = [mine.submit(id, number), mine.submit(id, number), mine.submit(id, number)];
  const told = await Promise.allSettled(waiting);
  for (const each of told) assert.ok(each.status === 'rejected' && each.reason instanceof LaneHeld);
  assert.ok(new LaneHeld('') instanceof LaneFull, 'and so answered as a system that is busy');
  await release();
  assert.equal(typeof (await mine.submit(id, number)), 'bigint', 'and goes on when it is free');
});

test('a time-out belongs to the batch: its commands are not run one by one', async () => {
  await p.outcome('warm-1', tenderOf(1n));
  spy.sent.length = 0;
  spy.fail(/^with lane/, serverError('57014'));
  const requests = ['t1', 't2', 't3'].map((no) => p.execute(no, tenderOf(1n)));
  const told = await Promise.allSettled(requests);
  const failed = told.filter((each) => each.status === 'rejected');
  assert.ok(failed.length > 0);
  for (const each of failed) assert.equal((each.reason as { code: string }).code, '57014');
  assert.equal(spy.sent.filter((text) => text.startsWith('with lane')).length, 1 + (3 - failed.length > 0 ? 1 : 0));
});

test('a server out of resources is waited out; a batch is then carried as it is', async () => {
  for (const code of ['53300', '53100', '40001', '40P01']) {
    spy.fail(/^with lane/, serverError(code));
    assert.equal(await p.outcome(`class-${code}`, tenderOf(1n)), 'DONE', code);
  }
});

test('G-11 the answer of a short road is lost: the order has its outcome and one effect', async () => {
  await p.outcome('warm-2', tenderOf(1n));
  const [available, frozen] = await look.money('inv');
  spy.sent.length = 0;
  spy.fail(/^with lane/, new ConnectionLost('gone'), 'AFTER');
  assert.equal(await p.outcome('lost', tenderOf(700n)), 'DONE');
  assert.ok(spy.sent[0]?.startsWith('with lane'), 'it was the short road');
  assert.deepEqual(await look.money('inv'), [available - 700n, frozen + 700n]);
});

test('what is remembered is used, forgotten above its limit, and then read again', async () => {
  const read = (sent: readonly string[]) => sent.filter((text) => text.includes('from accounts')).length;
  const sql = lanePool(database.url);
  const watched = spyOn(sql);
  const task = (): Task<unknown> => ({
    weight: 1,
    needs: (want) => void want.row(CORE_TABLES[0], 101n),
    run: (world) => world.nextNo(),
  });
  for (const [keptRows, reads] of [
    [100, 1],
    [0, 3],
  ] as const) {
    const mine = node({ keptRows }, { sql });
    watched.sent.length = 0;
    for (let i = 0; i < 3; i += 1) await mine.submit(p.platform.platformId, task());
    assert.equal(read(watched.sent), reads, `${keptRows} rows`);
  }
});

test('a version that came again after the database was put back is not believed', async () => {
  await p.outcome('warm-3', tenderOf(1n));
  const id = p.platform.platformId;
  const [available] = await look.money('inv');
  await database.sql`update lanes set token = token + 1 where platform_id = ${id}`;
  await database.sql`update accounts set balance = 1 where platform_id = ${id} and balance = ${available}`;
  assert.equal(await p.outcome('put-back', tenderOf(100n)), 'BALANCE_INSUFFICIENT');
  await database.sql`update accounts set balance = ${available} where platform_id = ${id} and balance = 1`;
  await database.sql`update lanes set version = version + 1 where platform_id = ${id}`;
  assert.equal(await p.outcome('put-forth', tenderOf(100n)), 'DONE', 'another version is enough');
});

test('after a new connection nothing is believed, though the stamp is the same', async () => {
  await p.outcome('warm-4', tenderOf(1n));
  const id = p.platform.platformId;
  const [available] = await look.money('inv');
  await database.sql`update accounts set balance = 1 where platform_id = ${id} and balance = ${available}`;
  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lanes'`;
  assert.equal(await p.outcome('other-server', tenderOf(100n)), 'BALANCE_INSUFFICIENT');
  await database.sql`update accounts set balance = ${available} where platform_id = ${id} and balance = 1`;
  await database.sql`update lanes set version = version + 1 where platform_id = ${id}`;
});

test('nodes that take turns read again what the other has written, in the first wave, and only that', async () => {
  const id = p.platform.platformId;
  const trips: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    await node().submit(id, record);
    spy.sent.length = 0;
    assert.equal(await p.outcome(`turn-${i}`, tenderOf(1n)), 'DONE');
    trips.push(spy.sent.map((text) => text.split(' ').slice(0, 1).join()).join(' '));
  }
  // After the first surprise the short road is not tried: lock, all that is needed, write, commit.
  assert.equal(trips.at(-1), 'begin select select select select select select with commit');
  assert.equal(trips.filter((each) => each.startsWith('with')).length, 1, trips.join('\n'));
});

test('a lane alone again goes the short road again', async () => {
  await p.outcome('alone-1', tenderOf(1n));
  await p.outcome('alone-2', tenderOf(1n));
  spy.sent.length = 0;
  await p.outcome('alone-3', tenderOf(1n));
  assert.deepEqual(
    spy.sent.map((text) => text.slice(0, 9)),
    ['with lane'],
  );
});

test('numbers behind the highest one used are found and put right when the lane is entered; verify tells', async () => {
  const id = p.platform.platformId;
  await database.sql`update lanes set last_no = 1000, version = version + 1 where platform_id = ${id}`;
  const before = await verifyLedger(database.sql);
  assert.ok(before.differences.some(({ check }) => check === 'no number is ahead of the lane that gives numbers out'));
  const healed: number[] = [];
  const mine = node({}, { onHealed: (platformId) => healed.push(platformId) });
  const given = await mine.submit(id, number);
  const [used] = (await database.sql.unsafe('select max(order_no) as no from orders where platform_id = $1', [
    id,
  ])) as unknown as { no: bigint }[];
  assert.ok(given > (used?.no ?? 0n));
  assert.deepEqual(healed, [id]);
  assert.equal(await p.outcome('healed', tenderOf(1n)), 'DONE');
});

test('a running lane whose numbers were put back heals at the first number that was not new', async () => {
  const id = p.platform.platformId;
  await p.outcome('warm-5', tenderOf(1n));
  await database.sql`update lanes set last_no = 1000, last_entry_no = last_entry_no - 2, version = version + 1
    where platform_id = ${id}`;
  assert.equal(await p.outcome('wedged', tenderOf(1n)), 'DONE');
});

test('every column that a lane numbers is declared so', async () => {
  const columns = (await database.sql`
    select a.relname as table_name, b.attname as column_name
    from pg_index i join pg_class a on a.oid = i.indrelid join pg_namespace n on n.oid = a.relnamespace
    join pg_attribute b on b.attrelid = a.oid and b.attnum = i.indkey[1] and b.atttypid = 'bigint'::regtype
    where n.nspname = 'public' and i.indisunique
      and i.indpred is null and i.indnatts = 2 order by 1, 2`) as unknown as {
    table_name: string;
    column_name: string;
  }[];
  const declared = CORE_TABLES.flatMap(({ name, numbered }) => (numbered ? [`${name}.${snake(numbered.column)}`] : []));
  // Named by a number that another table has drawn, or composed of one.
  const borrowed = [
    ...['accounts.account_id', 'credentials.holder_no', 'profiles.member_no', 'sms_codes.order_no'],
    ...['deposits.order_no', 'withdrawals.order_no'],
  ];
  const found = columns.map(({ table_name, column_name }) => `${table_name}.${column_name}`);
  assert.deepEqual(found.filter((name) => !borrowed.includes(name)).sort(), [...declared].sort());
  const { text } = highestStatement(1, CORE_TABLES);
  for (const name of declared) assert.ok(text.includes(`max(${name.split('.')[1]}) from ${name.split('.')[0]}`), name);
});
