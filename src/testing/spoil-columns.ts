/**
 * Spoils every column of a table, row by row of each kind, and asks the database and `ledger verify` who notices. Each
 * lie is told in a transaction that is taken back, so the next one begins with the truth.
 */
import type { Sql, Transaction } from '../db/pool.ts';
import { placed } from '../kernel/seal.ts';
import { SEALED_TABLES } from '../custody/resealing.store.ts';
import { SEALER } from './custody.ts';

/** A lie: what is set, as SQL, and what it is called. */
interface Lie {
  /** `moved`: the same text as it would be sealed in another row. */
  readonly what: 'other' | 'moved' | 'null' | 'gone';
  readonly statement: string;
}

/** Who noticed a lie: a check of verify, a constraint of the database, or nobody. */
export interface Noticed {
  readonly table: string;
  readonly column: string;
  /** Which kind of row it was told of. */
  readonly row: string;
  readonly what: Lie['what'];
  readonly by: { readonly check: string } | { readonly constraint: string } | null;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** How lies are told of one table. */
export interface Spoiling {
  readonly table: string;
  /** What tells kinds of rows apart, as SQL: of each the first row is spoilt. */
  readonly kind: string;
  /** Other values than the usual ones, as SQL, by column. */
  readonly values?: Readonly<Record<string, string>>;
  /** Columns in which a lie may go unnoticed, and why that is no harm; '' for a row that is gone. */
  readonly silent: Readonly<Record<string, string>>;
}

/** The first check that finds something, or null. */
export type Look = (snapshot: Transaction) => Promise<string | null>;

/** Tells every lie about a table of a platform and answers who noticed. */
export async function* spoil(sql: Sql, platformId: number, spoiling: Spoiling, look: Look): AsyncGenerator<Noticed> {
  const { table, kind, values = {} } = spoiling;
  const columns = await columnsOf(sql, table);
  const closed = await closedSets(sql, table);
  for (const { ctid, row } of await rowsOf(sql, platformId, table, kind)) {
    const where = `where ctid = '${ctid}'`;
    const sealed = await sealedOf(sql, platformId, table, where);
    for (const column of columns) {
      const lies = liesOf(table, where, column, values[column.name] ?? sealed.get(column.name)?.other, closed);
      const moved = sealed.get(column.name)?.moved;
      for (const lie of moved ? [...lies, setting(table, where, column.name, 'moved', moved)] : lies) {
        const by = await tell(sql, lie, look);
        if (by !== 'no lie') yield { table, column: column.name, row, what: lie.what, by };
      }
    }
    const by = await tell(sql, { what: 'gone', statement: `delete from ${table} ${where}` }, look);
    if (by !== 'no lie') yield { table, column: '', row, what: 'gone', by };
  }
}

async function columnsOf(sql: Sql, table: string): Promise<readonly Column[]> {
  const rows = await sql`
    select column_name, data_type, is_nullable from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and column_name <> 'platform_id' order by ordinal_position`;
  return rows.map((row) => ({ name: row.column_name, type: row.data_type, nullable: row.is_nullable === 'YES' }));
}

/** The words that a column may have, where the database says so. */
async function closedSets(sql: Sql, table: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql`
    select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = ${table}::regclass and contype = 'c'`;
  const found = new Map<string, readonly string[]>();
  for (const { text } of rows) {
    const match = /^CHECK \(\((\w+) = ANY \(ARRAY\[(.*)\]\)\)\)$/.exec(String(text));
    if (match)
      found.set(
        match[1] as string,
        [...(match[2] as string).matchAll(/'([^']*)'/g)].map(([, word]) => word as string),
      );
  }
  return found;
}

/** Of each kind of row the first one. */
async function rowsOf(sql: Sql, platformId: number, table: string, kind: string) {
  const rows = await sql.unsafe(`
    select distinct on (kind) ctid::text as ctid, kind from (
      select t.ctid, ${kind} as kind from ${table} t where platform_id = ${platformId}) k order by kind, ctid`);
  return rows.map((row) => ({ ctid: String(row.ctid), row: String(row.kind) }));
}

/** Of each sealed column of a row: another text sealed for it, and its own text sealed for another row. */
async function sealedOf(sql: Sql, platformId: number, table: string, where: string) {
  const found = new Map<string, { readonly other: string; readonly moved: string }>();
  const known = SEALED_TABLES.find((each) => each.table === table);
  if (!known) return found;
  const [row] = await sql.unsafe(`select ${[...known.whose, ...known.sealed].join(', ')} from ${table} ${where}`);
  for (const column of known.sealed) {
    const name = `${table}.${column}`;
    const context = placed(name, platformId, ...known.whose.map((each) => row?.[each] as string | bigint));
    const value = row?.[column] as Buffer | null;
    const text = value === null ? '"另一个"' : SEALER.open(value, context);
    found.set(column, {
      other: literal(SEALER.seal('"另一个"', context)),
      moved: literal(SEALER.seal(text, placed(name, platformId, 'another row'))),
    });
  }
  return found;
}

function literal(bytes: Buffer): string {
  return `'\\x${bytes.toString('hex')}'::bytea`;
}

function setting(table: string, where: string, name: string, what: Lie['what'], value: string): Lie {
  return { what, statement: `update ${table} set ${name} = ${value} ${where} and ${name} is distinct from ${value}` };
}

function liesOf(
  table: string,
  where: string,
  { name, type, nullable }: Column,
  given: string | undefined,
  closed: ReadonlyMap<string, readonly string[]>,
): readonly Lie[] {
  const words = closed.get(name);
  const set = (what: Lie['what'], value: string) => setting(table, where, name, what, value);
  const others = given ? [given] : words ? words.map((word) => `'${word}'`) : [usual(name, type)];
  return [...others.map((other) => set('other', other)), ...(nullable ? [set('null', 'null')] : [])];
}

/** Another value than stands there; one where none stands. */
function usual(name: string, type: string): string {
  switch (type) {
    case 'bigint':
    case 'integer':
    case 'smallint':
      return `coalesce(${name} + 1, 7)`;
    case 'boolean':
      return `not ${name}`;
    case 'timestamp with time zone':
      return `coalesce(${name} + interval '1 minute', now())`;
    case 'jsonb':
      return `'{}'`;
    default:
      return `coalesce(${name} || 'x', 'x')`;
  }
}

/** Takes back what it has told. */
class TakenBack extends Error {
  override readonly name = 'TakenBack';
}

async function tell(sql: Sql, { statement }: Lie, look: Look): Promise<Noticed['by'] | 'no lie'> {
  let by: Noticed['by'] | 'no lie' = null;
  try {
    await sql.begin(async (tx) => {
      const { count } = await tx.unsafe(statement);
      if (count === 0) by = 'no lie';
      else {
        const check = await look(tx);
        by = check === null ? null : { check };
      }
      throw new TakenBack();
    });
  } catch (error) {
    if (error instanceof TakenBack) return by;
    const { constraint, code } = error as { readonly constraint?: string; readonly code?: string };
    if (!code?.startsWith('23')) throw error;
    return { constraint: constraint ?? 'not null' };
  }
  return by;
}
