import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTestDatabase } from './database.ts';
import { describeSchema } from './schema.ts';

test('schema.sql says what the migrations add up to', async () => {
  const { sql } = await createTestDatabase();
  const kept = await readFile(join(import.meta.dirname, '..', '..', 'schema.sql'), 'utf8');
  assert.equal(kept, await describeSchema(sql), 'run "node bin/schema.js --write" after changing a migration');
});
