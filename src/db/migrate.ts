/**
 * Brings a schema to the state of the code, forward only. The files `NNNN-name.sql` of a folder are run in order,
 * each in a transaction of its own together with its row in `schema_migrations`; an advisory lock inside that
 * transaction makes two nodes that start at once take turns. It refuses, in one sentence, a database that is newer
 * than the code and a file that was edited after it had been run.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sql, Transaction } from './pool.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
}

export interface MigrationOptions {
  readonly sql: Sql;
  readonly folder: string;
  /** The schema that holds the tables and `schema_migrations`; made when missing. */
  readonly schema: string;
}

/** Any number will do as long as nobody else locks it. */
const LOCK = 7_021_202_411_220_001n;
const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/**
 * Runs what is missing and answers the names of what was run. Throws a `OperatorError` for a database it must not
 * touch.
 */
export async function migrate(options: MigrationOptions): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder);
  await options.sql.begin((tx) => prepare(tx, options.schema));
  const done: string[] = [];
  for (const migration of migrations) {
    const ran = await options.sql.begin((tx) => step(tx, options.schema, migrations, migration));
    if (ran) done.push(migration.name);
  }
  if (migrations.length === 0) await options.sql.begin((tx) => compare(tx, options.schema, migrations));
  return done;
}

/**
 * Throws a `OperatorError` unless every migration has been run: for a node that must not change the database it
 * is given.
 */
export async function requireMigrated({ sql, folder, schema }: MigrationOptions): Promise<void> {
  const migrations = await readMigrations(folder);
  const [found] = await sql`select to_regclass(${`${schema}.schema_migrations`}) as name`;
  const version = found?.name == null ? 0 : await sql.begin((tx) => compare(tx, schema, migrations));
  if (version === migrations.length) return;
  throw new OperatorError(
    `The database is at migration ${version} of ${migrations.length}: run "cunguan migrate" before this node.`,
  );
}

/** Reads the migrations of a folder, in order. Numbers start at 1 and leave no gap. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (file, index) => {
      const match = FILE.exec(file);
      const version = Number(match?.[1]);
      if (!match || version !== index + 1) {
        throw new OperatorError(`The migration ${file} in ${folder} does not follow its predecessor as NNNN-name.sql.`);
      }
      const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      return { version, name: match[2] ?? '', checksum: createHash('sha256').update(text).digest('hex'), text };
    }),
  );
}

async function prepare(tx: Transaction, schema: string): Promise<void> {
  await lock(tx);
  // "create schema if not exists" asks for a privilege even when the schema exists; a careful owner may not grant it.
  const found = await tx`select 1 from pg_namespace where nspname = ${schema}`;
  if (found.length === 0) await tx`create schema ${tx(schema)}`;
  await tx`create table if not exists ${tx(schema)}.schema_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`;
}

async function step(tx: Transaction, schema: string, all: readonly Migration[], next: Migration): Promise<boolean> {
  await lock(tx);
  if ((await compare(tx, schema, all)) >= next.version) return false;
  await tx.unsafe(`set local search_path to "${schema}"`);
  try {
    await tx.unsafe(next.text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `The migration ${next.version} (${next.name}) of schema ${schema} failed and was undone: ${why}.`,
    );
  }
  await tx`insert into ${tx(schema)}.schema_migrations (version, name, checksum)
    values (${next.version}, ${next.name}, ${next.checksum})`;
  return true;
}

/** The version of the database, after making sure that every row of it is one of our files, unchanged. */
async function compare(tx: Transaction, schema: string, all: readonly Migration[]): Promise<number> {
  const rows = await tx<{ version: number; name: string; checksum: string }[]>`
    select version, name, checksum from ${tx(schema)}.schema_migrations order by version`;
  const last = rows.at(-1)?.version ?? 0;
  if (last > all.length) {
    throw new OperatorError(
      `The database is newer than this program: schema ${schema} is at migration ${last}, ` +
        `this version knows ${all.length}; start the newer version.`,
    );
  }
  for (const row of rows) {
    if (all[row.version - 1]?.checksum === row.checksum) continue;
    throw new OperatorError(
      `The migration ${row.version} (${row.name}) of schema ${schema} was edited after it had been run; ` +
        'migrations go forward only, so put its text back and write a new one.',
    );
  }
  return last;
}

async function lock(tx: Transaction): Promise<void> {
  await tx`set local statement_timeout = 0`;
  await tx`set local idle_in_transaction_session_timeout = 0`;
  await tx`select pg_advisory_xact_lock(${LOCK})`;
}
