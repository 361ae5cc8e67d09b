import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { noteMode } from './mode.store.ts';

const { sql } = await createTestDatabase();

test('a sandbox may go into production, and what has been in production is no sandbox any more', async () => {
  await noteMode(sql, 'sandbox');
  await noteMode(sql, 'sandbox');
  await noteMode(sql, 'production');
  await noteMode(sql, 'production');
  await assert.rejects(noteMode(sql, 'sandbox'), /has been in production/);
});
