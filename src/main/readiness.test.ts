import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMigrations } from '../db/migrate.ts';
import { closePool, openPool, type Sql } from '../db/pool.ts';
import { createTestDatabase, MIGRATIONS } from '../testing/database.ts';
import { type Readiness, watchReadiness } from './readiness.ts';

const { url, sql: database } = await createTestDatabase();
const KNOWN = (await readMigrations(MIGRATIONS[0].folder)).length;

function serving(sql: Sql): Readiness {
  const readiness = watchReadiness(sql, KNOWN);
  readiness.enter();
  return readiness;
}

test('a node is ready while its database can be written and nobody has asked it to stop', async () => {
  const sql = openPool({ url, max: 1, applicationName: 'ready' });
  const readiness = watchReadiness(sql, KNOWN);
  assert.equal(await readiness.missing(), 'this node is starting');
  readiness.enter();
  assert.equal(await readiness.missing(), null);
  readiness.leave();
  assert.equal(await readiness.missing(), 'this node is stopping');
  await closePool(sql);
  assert.equal(await serving(sql).missing(), 'the database does not answer');
});

test('a node is not ready on a database that may only be read, as a standby', async () => {
  const settings = { default_transaction_read_only: 'on' };
  const sql = openPool({ url, max: 1, applicationName: 'standby', settings });
  assert.equal(await serving(sql).missing(), 'the database is read-only');
  await closePool(sql);
});

test('a node that was left behind by a migration it cannot live with is not ready', async () => {
  const behind = serving(database);
  for (const [version, mayServe, missing] of [
    [KNOWN + 1, true, null],
    [KNOWN + 2, false, 'the database was migrated by a later version'],
  ] as const) {
    await database`insert into schema_migrations (version, name, checksum, older_may_serve)
      values (${version}, 'later', 'c', ${mayServe})`;
    assert.equal(await behind.missing(), missing);
  }
});
