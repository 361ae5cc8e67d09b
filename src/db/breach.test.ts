import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { breachOf, isConnectionLost } from './breach.ts';
import { openPool } from './pool.ts';

const { sql, url } = await createTestDatabase({ empty: true });
await sql`create table parent (id bigint constraint parent_key primary key)`;
await sql`create table child (id bigint not null constraint child_parent references parent,
  amount bigint constraint child_amount check (amount >= 0))`;

async function errorOf(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('a breached constraint is told by kind, name and table', async () => {
  await sql`insert into parent values (1)`;
  const unique = await errorOf(sql`insert into parent values (1)`);
  const foreign = await errorOf(sql`insert into child values (2, 0)`);
  const check = await errorOf(sql`insert into child values (1, -1)`);
  const empty = await errorOf(sql`insert into child values (null, 0)`);
  assert.deepEqual(breachOf(unique), { kind: 'UNIQUE', constraint: 'parent_key', table: 'parent' });
  assert.deepEqual(breachOf(foreign), { kind: 'FOREIGN_KEY', constraint: 'child_parent', table: 'child' });
  assert.deepEqual(breachOf(check), { kind: 'CHECK', constraint: 'child_amount', table: 'child' });
  assert.deepEqual(breachOf(empty), { kind: 'NOT_NULL', constraint: 'id', table: 'child' });
  assert.equal(breachOf(await errorOf(sql`select nonsense`)), null);
  assert.equal(isConnectionLost(unique), false);
});

test('a connection that is cut is told from a defect, and the pool comes back by itself', async () => {
  const pool = openPool({ url, max: 1, applicationName: 'to-be-cut' });
  const cut = errorOf(pool`select pg_terminate_backend(pg_backend_pid())`);
  assert.equal(isConnectionLost(await cut), true);
  assert.equal((await pool`select 1 as one`)[0]?.one, 1);
  await pool.end();
  assert.equal(isConnectionLost(await errorOf(pool`select 1`)), true);
  const nobody = openPool({ url: 'postgres://a:b@127.0.0.1:1/c', max: 1, applicationName: 'nobody' });
  assert.equal(isConnectionLost(await errorOf(nobody`select 1`)), true);
  await nobody.end();
});

test('a transaction in which nothing happens is ended by the server', async () => {
  const pool = openPool({ url, max: 1, applicationName: 'idle', idleInTransactionTimeout: 50 });
  const [set] =
    await pool`select current_setting('TimeZone') as zone, current_setting('synchronous_commit') as durable`;
  assert.deepEqual({ ...set }, { zone: 'UTC', durable: 'on' });
  const reserved = await pool.reserve();
  await reserved`begin`;
  const ended = async (): Promise<boolean> =>
    (await sql`select 1 from pg_stat_activity where application_name = 'idle'`).length === 0;
  while (!(await ended()));
  assert.equal(isConnectionLost(await errorOf(reserved`select 1`)), true);
  await pool.end({ timeout: 0 });
});
