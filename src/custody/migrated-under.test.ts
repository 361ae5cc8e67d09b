/** The core goes on while a newer version's migration changes the tables under it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../testing/custody.ts';
import { auto, lend, project, tender } from '../testing/loans.ts';

const core = await createTestCustody();
const { sql } = core.database;
const p = core.depository;

/** A loan with new people: rows that no lane remembers are loaded, and everything is written and read again. */
async function loan(no: string): Promise<void> {
  await p.register(`inv${no}`, 'INVESTOR');
  await p.register(`bor${no}`, 'BORROWER');
  await p.deposit(`inv${no}`, 10_000n);
  await p.confirm(`a${no}`, { verb: 'AUTHORIZE', userNo: `inv${no}`, kinds: ['TENDER'], amount: null, until: null });
  const outcomes = [
    await p.outcome(`p${no}`, project(`P${no}`, `bor${no}`, 10_000n), false),
    await p.outcome(`t${no}`, auto(tender(`inv${no}`, `P${no}`, 1_000n))),
    await p.outcome(`l${no}`, lend(`P${no}`, [[`t${no}`, 1_000n]])),
  ];
  assert.deepEqual(outcomes, ['DONE', 'DONE', 'DONE']);
  const { queries } = core.custody;
  const id = p.platform.platformId;
  assert.equal((await queries.order(id, `t${no}`))?.state, 'DONE');
  assert.equal((await queries.transaction(id, `t${no}`))?.hold?.confirmed, 1_000n);
  assert.equal((await queries.project(id, `P${no}`))?.loaned, 1_000n);
  assert.equal((await queries.member(id, `inv${no}`))?.available, 9_000n);
}

async function tables(): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'`;
  return rows.map(({ name }) => name);
}

/** Connections that are open: one that a stale statement was found on is replaced. */
async function connections(): Promise<readonly number[]> {
  const rows = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`;
  return rows.map(({ pid }) => pid);
}

test('a column added to every table disturbs no order, no query and no connection', async () => {
  await loan('1');
  const open = await connections();
  for (const name of await tables()) await sql`alter table ${sql(name)} add column of_a_newer_version text`;
  await loan('2');
  const still = await connections();
  assert.deepEqual(
    open.filter((pid) => !still.includes(pid)),
    [],
  );
});

test('a column whose type was changed makes a lane run its batch again', async () => {
  await sql`alter table projects alter column name type varchar(500)`;
  await sql`alter table members alter column role type varchar(50)`;
  await sql`alter table accounts alter column balance type bigint, alter column balance set default 0`;
  await loan('3');
});
