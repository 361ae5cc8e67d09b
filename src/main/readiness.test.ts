import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closePool, openPool } from '../db/pool.ts';
import { createTestDatabase } from '../testing/database.ts';
import { watchReadiness } from './readiness.ts';

const { url } = await createTestDatabase({ empty: true });

test('a node is ready while its database can be written and nobody has asked it to stop', async () => {
  const sql = openPool({ url, max: 1, applicationName: 'ready' });
  const readiness = watchReadiness(sql);
  assert.equal(await readiness.missing(), null);
  readiness.leave();
  assert.equal(await readiness.missing(), 'this node is stopping');
  await closePool(sql);
  assert.equal(await watchReadiness(sql).missing(), 'the database does not answer');
});

test('a node is not ready on a database that may only be read, as a standby', async () => {
  const settings = { default_transaction_read_only: 'on' };
  const sql = openPool({ url, max: 1, applicationName: 'standby', settings });
  assert.equal(await watchReadiness(sql).missing(), 'the database is read-only');
  await closePool(sql);
});
