/** Writes `schema.sql`, or says that it is stale: with a throw-away PostgreSQL, because only a database knows. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../db/embedded/server.ts';
import { closePool, openPool } from '../db/pool.ts';
import { applyMigrations } from './database.ts';
import { describeSchema } from './schema.ts';

const FILE = join(import.meta.dirname, '..', '..', 'schema.sql');

/** `write` puts the file right; otherwise the answer is 1 when it is stale. */
export async function keepSchemaFile(write: boolean): Promise<number> {
  const text = await currentSchema();
  if (write) {
    await writeFile(FILE, text);
    return 0;
  }
  if ((await readFile(FILE, 'utf8').catch(() => '')) === text) return 0;
  process.stderr.write('schema.sql is stale: run "node bin/schema.js --write".\n');
  return 1;
}

async function currentSchema(): Promise<string> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-schema-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await startEmbedded({ folder, durable: false });
  stack.defer(() => server.stop());
  const sql = openPool({ url: server.url, max: 2, applicationName: 'cunguan-schema' });
  stack.defer(() => closePool(sql));
  await applyMigrations(sql);
  // Awaited here: the stack is taken down when this function returns.
  return await describeSchema(sql);
}
