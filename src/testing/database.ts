/**
 * A real database per test file, cheap: a clone of a template that already has every table. `bin/test.js` starts one
 * PostgreSQL for a whole run and builds the template once; clones do not see each other, so files run side by side.
 */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { migrate } from '../db/migrate.ts';
import { closePool, openPool, type Sql } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';

export interface TestDatabase {
  /** For pools of the test's own, and for child processes. */
  readonly url: string;
  /** A pool on schema public, of at most eight connections. */
  readonly sql: Sql;
  /** Closes the pool and drops the database. Called by itself after the test file (or the test that made it). */
  end(): Promise<void>;
}

const TEMPLATE = 'cunguan_template';
const ROOT = join(import.meta.dirname, '..', '..');

/** The migrations of the whole product: folder and the schema each belongs to. */
export const MIGRATIONS = [
  { folder: join(ROOT, 'migrations'), schema: 'public' },
  { folder: join(ROOT, 'sandbox-bank', 'migrations'), schema: 'sandbox_bank' },
] as const;

/** A fresh database with all migrations applied; `empty` for one without a single table. */
export async function createTestDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const server = process.env.CUNGUAN_TEST_DATABASE_URL;
  if (!server) throw new Error('Tests that need a database are run with "npm test -- <file>", which starts one.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await command(server, `create database ${name} template ${options.empty ? 'template0' : TEMPLATE}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const sql = openPool({ url, max: 8, applicationName: 'cunguan-test' });
  let ended: Promise<void> | null = null;
  const end = () => (ended ??= closePool(sql).then(() => command(server, `drop database ${name} with (force)`)));
  after(end);
  return { url, sql, end };
}

/** A database as it stood before a migration of a schema (`0008`); `update` brings that schema up to date. */
export async function createEarlierDatabase(
  before: string,
  { folder, schema }: (typeof MIGRATIONS)[number] = MIGRATIONS[0],
): Promise<TestDatabase & { readonly update: () => Promise<unknown> }> {
  const database = await createTestDatabase({ empty: true });
  const { sql } = database;
  const earlier = await mkdtemp(join(tmpdir(), 'cunguan-migrations-'));
  try {
    const files = (await readdir(folder)).filter((file) => file < before);
    await Promise.all(files.map((file) => cp(join(folder, file), join(earlier, file))));
    await migrate({ sql, folder: earlier, schema });
  } finally {
    await rm(earlier, { recursive: true });
  }
  return { ...database, update: () => migrate({ sql, folder, schema }) };
}

/** Makes the template on a server that has none yet. Called once per run, by `bin/test.js`. */
export async function buildTemplate(server: string): Promise<void> {
  await command(server, `create database ${TEMPLATE} template template0`);
  const url = Object.assign(new URL(server), { pathname: `/${TEMPLATE}` }).href;
  const sql = openPool({ url, max: 1, applicationName: 'cunguan-test' });
  try {
    await applyMigrations(sql);
  } catch (error) {
    throw error instanceof OperatorError
      ? error
      : new OperatorError(`The test template could not be made: ${String(error)}`);
  } finally {
    await closePool(sql);
  }
  // Nobody may connect to it: a template in use cannot be cloned.
  await command(server, `alter database ${TEMPLATE} allow_connections false`);
}

/** Runs every migration of the product. */
export async function applyMigrations(sql: Sql): Promise<void> {
  for (const { folder, schema } of MIGRATIONS) await migrate({ sql, folder, schema });
}

async function command(server: string, text: string): Promise<void> {
  const sql = openPool({ url: server, max: 1, applicationName: 'cunguan-test' });
  try {
    await sql.unsafe(text);
  } finally {
    await closePool(sql);
  }
}
