/**
 * Brings a schema to the state of the code, forward only. The files `NNNN-name.sql` of a folder are run in order,
 * each in a transaction of its own together with its row in `schema_migrations`; an advisory lock inside that
 * transaction makes two nodes that start at once take turns. Beside serving nodes it waits a moment for the locks it
 * needs, gives way and tries again: who waits for a table's lock makes everybody behind it wait, too. It refuses, in
 * one sentence, a file that was edited after it had been run, and a database that is newer than the code – unless each
 * migration that the code does not know said in its first line that older programs may serve.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseError } from './breach.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sql, Transaction } from './pool.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
  /** It takes nothing from programs that do not know it. */
  readonly olderMayServe: boolean;
}

export interface MigrationOptions {
  readonly sql: Sql;
  readonly folder: string;
  /** The schema that holds the tables and `schema_migrations`; made when missing. */
  readonly schema: string;
  /** Milliseconds of trying to get the locks of a migration; a minute when absent. */
  readonly patience?: number;
}

/** Any number will do as long as nobody else locks it. */
const LOCK = 7_021_202_411_220_001n;
/** How a migration says so; in the database it stays for programs that do not have the file. */
const OLDER_MAY_SERVE = /^-- older programs may serve\b/;
/** A lock is waited for so long, which is how long orders may wait behind us; then they have this pause, in ms. */
const LOCK_WAIT = 300;
const PAUSE = 700;
const PATIENCE = 60_000;
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
    if (await stepPatiently(options, migrations, migration)) done.push(migration.name);
  }
  if (migrations.length === 0) await options.sql.begin((tx) => compare(tx, options.schema, migrations));
  return done;
}

/**
 * Throws a `OperatorError` unless every migration has been run, and those besides let us serve: for a node that must
 * not change the database it is given.
 */
export async function requireMigrated({ sql, folder, schema }: MigrationOptions): Promise<void> {
  const migrations = await readMigrations(folder);
  const [found] = await sql`select to_regclass(${`${schema}.schema_migrations`}) as name`;
  const version = found?.name == null ? 0 : await sql.begin((tx) => compare(tx, schema, migrations));
  if (version >= migrations.length) return;
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
      const checksum = createHash('sha256').update(text).digest('hex');
      return { version, name: match[2] ?? '', checksum, text, olderMayServe: OLDER_MAY_SERVE.test(text) };
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
    applied_at timestamptz not null default now(),
    older_may_serve boolean not null default false
  )`;
  // Made by an earlier version of ours. Looked for first: even "if not exists" locks the table.
  const [old] = await tx`
    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = 'schema_migrations' and not exists (
      select 1 from pg_attribute where attrelid = c.oid and attname = 'older_may_serve')`;
  if (old)
    await tx`alter table ${tx(schema)}.schema_migrations add column older_may_serve boolean not null default false`;
}

/** One migration, tried again while others hold what it needs. Answers whether it was still to be run. */
async function stepPatiently(options: MigrationOptions, all: readonly Migration[], next: Migration): Promise<boolean> {
  const { sql, schema, patience = PATIENCE } = options;
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await sql.begin((tx) => step(tx, schema, all, next));
    } catch (error) {
      if (!isInTheWay(error)) throw error;
      if (performance.now() > end) {
        throw new OperatorError(
          `The migration ${next.version} (${next.name}) of schema ${schema} waited ${Math.ceil(patience / 1000)} s ` +
            'for tables that others hold, and nothing was changed: end their long transactions (pg_stat_activity), ' +
            'or run it again in a quiet hour.',
        );
      }
      await delay(PAUSE);
    }
  }
}

/** A lock that could not be had in time, or each waiting for the other's. */
function isInTheWay(error: unknown): boolean {
  return isDatabaseError(error) && (error.code === '55P03' || error.code === '40P01');
}

async function step(tx: Transaction, schema: string, all: readonly Migration[], next: Migration): Promise<boolean> {
  await lock(tx);
  if ((await compare(tx, schema, all)) >= next.version) return false;
  await tx.unsafe(`set local search_path to "${schema}"`);
  await tx.unsafe(`set local lock_timeout = ${LOCK_WAIT}`);
  try {
    await tx.unsafe(next.text);
  } catch (error) {
    if (isInTheWay(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `The migration ${next.version} (${next.name}) of schema ${schema} failed and was undone: ${why}.`,
    );
  }
  await tx`insert into ${tx(schema)}.schema_migrations (version, name, checksum, older_may_serve)
    values (${next.version}, ${next.name}, ${next.checksum}, ${next.olderMayServe})`;
  return true;
}

/**
 * The version of the database, after making sure that every row of it is one of our files, unchanged, or of a newer
 * program that lets us serve.
 */
async function compare(tx: Transaction, schema: string, all: readonly Migration[]): Promise<number> {
  // By way of a document: a table that an earlier version made has no such column.
  const rows = await tx<{ version: number; name: string; checksum: string; mayServe: boolean | null }[]>`
    select version, name, checksum, (to_jsonb(m) ->> 'older_may_serve')::boolean as "mayServe"
    from ${tx(schema)}.schema_migrations m order by version`;
  const last = rows.at(-1)?.version ?? 0;
  if (rows.some((row) => row.version > all.length && !row.mayServe)) {
    throw new OperatorError(
      `The database is newer than this program: schema ${schema} is at migration ${last}, ` +
        `this version knows ${all.length}; start the newer version.`,
    );
  }
  for (const row of rows.slice(0, all.length)) {
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
  await tx`set local lock_timeout = 0`;
  await tx`select pg_advisory_xact_lock(${LOCK})`;
}
