import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../kernel/time.ts';
import { createTestDatabase } from '../testing/database.ts';
import { noteMode } from './mode.store.ts';

test('what has been in production is no sandbox any more', async () => {
  const { sql } = await createTestDatabase();
  await noteMode(sql, 'sandbox');
  await noteMode(sql, 'sandbox');
  await noteMode(sql, 'production');
  await noteMode(sql, 'production');
  await assert.rejects(noteMode(sql, 'sandbox'), /has been in production/);
});

test('a sandbox that anything happened in never goes into production, and it is said what was found', async () => {
  const { sql } = await createTestDatabase();
  await noteMode(sql, 'sandbox');
  await sql`insert into platforms (platform_id, platform_no, name, dialect, created_at)
    values (1, '6000000001', '示例', 'lianyintong', now())`;
  await sql`insert into entries (platform_id, entry_no, template, effective_at) values (1, 1, 'hold', now()),
    (1, 2, 'hold', now())`;
  await sql`update sandbox_clock set offset_ms = ${400 * DAY}`;
  const found = '1 platform, 2 entries of fictitious money, a clock that was moved by 400 days';
  const needs = 'production needs a database and keys of its own.';
  const message = `This database has been a sandbox and holds ${found}: ${needs}`;
  await assert.rejects(noteMode(sql, 'production'), { name: 'OperatorError', message });
  await noteMode(sql, 'sandbox');
});
