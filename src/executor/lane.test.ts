import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionLost } from '../db/breach.ts';
import type { Reserved, Sql } from '../db/pool.ts';
import { CORE_TABLES } from '../custody/tables.ts';
import { SEALER } from '../testing/custody.ts';
import { verifyLedger } from '../custody/verify.ts';
import { idle, lanePool, laneStage, number, record, tenderOf } from '../testing/lane-stage.ts';
import { serverError, spyOn } from '../testing/spy-sql.ts';
import { LaneFull, LaneHeld } from './lane.ts';
import { highestStatement, snake } from './statements.ts';

const core = await laneStage();
const { depository: p, lianyintong: other, spy, database, node } = core;

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

/** Where something may hang for ever. */
const SOON = { timeout: 10_000 };

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

test('more lanes than there are connections, all of them held, go on when they are let go', SOON, async () => {
  const ids = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      await database.sql`insert into platforms (platform_id, platform_no, name, dialect, created_at)
        values (${200 + i}, ${`crowd${i}`}, 'crowd', 'depository', now())`;
      await database.sql`insert into lanes (platform_id, last_at) values (${200 + i}, now())`;
      return 200 + i;
    }),
  );
  const release = await holdRows(database.sql, ...ids);
  const mine = node({ rowWait: 50 });
  const held = ids.flatMap((id) => [mine.submit(id, record), mine.submit(id, record)]);
  await mine.submit(p.platform.platformId, idle);
  await release();
  const free = Array.from({ length: 20 }, () => mine.submit(p.platform.platformId, idle));
  await Promise.all([...held, ...free]);
});

test(
  'G-11 a commit whose answer was lost is not called refused because the row was held afterwards',
  SOON,
  async () => {
    const id = other.platform.platformId;
    const sql = lanePool(database.url);
    const watched = spyOn(sql);
    const mine = node({ rowWait: 20, rowPatience: 60 }, { sql });
    watched.fail(/^commit$/, new ConnectionLost('gone'), 'AFTER');
    const told = assert.rejects(mine.submit(id, record), ConnectionLost);
    while (!watched.sent.includes('commit')) await new Promise(setImmediate);
    const release = await holdRows(database.sql, id);
    await told;
    await release();
  },
);

test('a time-out belongs to the batch: its commands are not run one by one', async () => {
  await p.outcome('warm-1', tenderOf(1n));
  spy.sent.length = 0;
  // The first is a batch of its own; the others wait for it and are the second.
  for (let batch = 0; batch < 2; batch += 1) spy.fail(/^with lane/, serverError('57014'));
  const requests = ['t1', 't2', 't3'].map((no) => p.execute(no, tenderOf(1n)));
  for (const each of await Promise.allSettled(requests)) {
    assert.ok(each.status === 'rejected');
    assert.equal((each.reason as { code: string }).code, '57014');
  }
  assert.equal(spy.sent.filter((text) => text.startsWith('with lane')).length, 2);
});

test('a command heavier than a batch is a batch of its own', SOON, async () => {
  const mine = node({ batchWeight: 3 });
  const weighing = (weight: number) => mine.submit(p.platform.platformId, { ...idle, weight });
  assert.deepEqual(await Promise.all([1, 9, 2, 2].map(weighing)), ['seen', 'seen', 'seen', 'seen']);
});

test('a server out of resources is waited out; a batch is then carried as it is', async () => {
  for (const code of ['53300', '53100', '40001', '40P01']) {
    spy.fail(/^with lane/, serverError(code));
    assert.equal(await p.outcome(`class-${code}`, tenderOf(1n)), 'DONE', code);
  }
});

test('numbers behind the highest one used are found and put right when the lane is entered; verify tells', async () => {
  const id = p.platform.platformId;
  await database.sql`update lanes set last_no = 1000, version = version + 1 where platform_id = ${id}`;
  const before = await verifyLedger(database.sql, SEALER);
  assert.ok(before.differences.some(({ check }) => check === 'no number is ahead of the lane that gives numbers out'));
  const healed: number[] = [];
  const mine = node({}, { onHealed: (platformId) => healed.push(platformId) });
  const given = await mine.submit(id, number);
  const [used] = (await database.sql.unsafe('select max(order_no) as no from orders where platform_id = $1', [
    id,
  ])) as unknown as { no: bigint }[];
  assert.ok(given > (used?.no ?? 0n));
  assert.ok((await mine.submit(id, number)) > given, 'also when the first had nothing to write');
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
    ...['deposits.order_no', 'withdrawals.order_no', 'marketing_counters.holder_no', 'cards.bound_by'],
    ...['enterprises.member_no', 'enterprises.order_no'],
  ];
  const found = columns.map(({ table_name, column_name }) => `${table_name}.${column_name}`);
  assert.deepEqual(found.filter((name) => !borrowed.includes(name)).sort(), [...declared].sort());
  const { text } = highestStatement(1, CORE_TABLES);
  for (const name of declared) assert.ok(text.includes(`max(${name.split('.')[1]}) from ${name.split('.')[0]}`), name);
});
