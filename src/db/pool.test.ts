import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { isConnectionLost, isPlanStale } from './breach.ts';
import { closePool, openPool, type Queryable } from './pool.ts';

const { sql, url } = await createTestDatabase({ empty: true });
await sql`create table sums (id bigint primary key, amount bigint not null, note text, at timestamptz, data jsonb,
  raw bytea, flags boolean[], names text[], numbers bigint[])`;

/** Rows that tests change, each its own. */
await sql`insert into sums (id, amount) values (10, 1), (20, 2)`;

test('values come back as they went in: exact, in UTC, with NULL in arrays', async () => {
  const at = new Date('2026-11-21T16:00:00.123Z');
  const wide = 9_223_372_036_854_775_807n;
  await sql`insert into sums values (${1n}, ${wide}, ${"o'clock 张三"}, ${at}, ${sql.json({ a: [1, '二'] })},
    ${Buffer.from([0, 255])}, ${[true, null]}, ${['a,b', null, '"']}, ${[1n, null]})`;
  const [row] =
    await sql`select *, sum(amount) over () as total, 1.50::numeric as rate, 7 as small from sums where id = 1`;
  assert.deepEqual(row, {
    ...{ id: 1n, amount: wide, note: "o'clock 张三", at, data: { a: [1, '二'] }, raw: Buffer.from([0, 255]) },
    ...{ flags: [true, null], names: ['a,b', null, '"'], numbers: [1n, null] },
    ...{ total: wide.toString(), rate: '1.50', small: 7 },
  });
});

test('statements nest, names are quoted, and values never become text', async () => {
  const wicked = '"; drop table sums; --';
  const note = sql`note = ${wicked}`;
  const done = await sql`update ${sql('sums')} set ${note} where id = ${10} and ${true}`;
  assert.equal(done.count, 1);
  assert.deepEqual(await sql`select note from sums where ${note}`.values(), [[wicked]]);
  await assert.rejects(sql`select ${sql(wicked)} from sums`.then(), { code: '42703' });
  await assert.rejects(sql`select ${undefined as unknown as null}`.then(), TypeError);
});

test('a transaction commits what its work did, or nothing', async () => {
  await sql.begin((tx) => tx`insert into sums (id, amount) values (2, 2)`);
  const broken = sql.begin(async (tx) => {
    await tx`insert into sums (id, amount) values (3, 3)`;
    throw new Error('changed my mind');
  });
  await assert.rejects(broken, /changed my mind/);
  const unnoticed = sql.begin(async (tx) => {
    await tx`insert into sums (id, amount) values (4, 4)`;
    await tx`insert into sums (id, amount) values (2, 2)`.catch(() => undefined);
  });
  await assert.rejects(unnoticed, /failed unnoticed/);
  assert.deepEqual(await sql`select id from sums where id between 2 and 4`.values(), [[2n]]);
});

test('a transaction reads one snapshot when asked to, and is of no use after its end', async () => {
  const escaped: Queryable[] = [];
  await sql
    .begin('isolation level repeatable read read only', async (tx) => {
      escaped.push(tx);
      const before = await tx`select count(*)::int as n from sums`;
      await sql`insert into sums (id, amount) values (5, 5)`;
      assert.deepEqual(await tx`select count(*)::int as n from sums`, before);
      await assert.rejects(tx`delete from sums`.then(), { code: '25006' });
      throw new Error('over');
    })
    .catch((error: Error) => assert.equal(error.message, 'over'));
  await assert.rejects(async () => escaped.map((tx) => tx`select 1`)[0], /after it was given back/);
});

test('statements sent together keep their order, and one that fails does not harm another connection', async () => {
  const reserved = await sql.reserve();
  const [, first, second] = await Promise.all([
    reserved.unsafe('begin'),
    reserved`update sums set amount = amount + 1 where id = 20 returning amount`,
    reserved`update sums set amount = amount * 10 where id = 20 returning amount`,
  ]);
  assert.deepEqual([first[0]?.amount, second[0]?.amount], [3n, 30n]);
  const failing = await Promise.allSettled([
    reserved`insert into sums (id, amount) values (20, 2)`,
    reserved`select 1`,
    reserved.unsafe('commit'),
  ]);
  assert.deepEqual(
    failing.map(({ status }) => status),
    ['rejected', 'rejected', 'fulfilled'],
  );
  reserved.release();
  assert.deepEqual(await sql`select amount from sums where id = 20`.values(), [[2n]]);
});

test('a statement that could not be prepared can be, later, on the same connection', async () => {
  const reserved = await sql.reserve();
  const send = (id: number) => reserved`select amount + ${id}::bigint as sum from later where true`;
  await assert.rejects(send(1).then(), { code: '42P01' });
  await sql`create table later as select 1::bigint as amount`;
  await reserved`begin`;
  const failing = [
    reserved`insert into sums (id, amount) values (20, 2)`,
    send(1),
    send(2),
    reserved.unsafe('rollback'),
  ];
  const ends = await Promise.allSettled(failing);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected', 'fulfilled'],
  );
  const sums = await Promise.all([send(1), send(2), send(3)]);
  assert.deepEqual(
    sums.map(([row]) => row?.sum),
    [2n, 3n, 4n],
  );
  reserved.release();
});

test('a connection left inside a transaction is not handed to the next one', async () => {
  const pool = openPool({ url, max: 1, applicationName: 'careless' });
  const reserved = await pool.reserve();
  await reserved`begin`;
  await reserved`insert into sums (id, amount) values (6, 6)`;
  reserved.release();
  const [row] = await pool`select count(*)::int as n from sums where id = 6`;
  assert.equal(row?.n, 0);
  await closePool(pool);
});

test('closing a pool tells those who wait for a connection, and those who hold one', async () => {
  const pool = openPool({ url, max: 1, applicationName: 'closing' });
  const reserved = await pool.reserve();
  const waiting = pool`select 1`.then();
  const closed = closePool(pool, 0);
  await assert.rejects(waiting, isConnectionLost);
  await closed;
  await assert.rejects(reserved`select 1`.then(), isConnectionLost);
});

test('a migration under a serving pool makes no statement fail, and its connections are replaced', async () => {
  const pool = openPool({ url, max: 3, applicationName: 'serving' });
  await sql`create table grown as select 1::bigint as id`;
  // Every column, to break as badly as a statement can.
  const read = (at: Queryable) => at<{ id: bigint; pid: number }[]>`
    select *, pg_backend_pid() as pid from grown where id = ${1n}`;
  const readAll = () => Promise.all([1, 2, 3, 4, 5, 6].map(async () => (await read(pool))[0]));
  const before = new Set((await readAll()).map((row) => row?.pid));
  await sql`alter table grown add column more text default 'new'`;
  const after = await readAll();
  assert.deepEqual(new Set(after.map((row) => Object.keys(row ?? {}).join())), new Set(['id,more,pid']));
  assert.ok(after.every((row) => !before.has(row?.pid)));
  await sql`alter table grown add column most text`;
  const inside = pool.begin(async (tx) => {
    await tx`insert into grown (id) values (2)`;
    await read(tx);
  });
  await assert.rejects(inside, isPlanStale);
  assert.equal((await pool`select id from grown`).length, 1, 'a transaction is undone, and not half of it sent again');
  await pool.begin((tx) => read(tx));
  await closePool(pool);
});
