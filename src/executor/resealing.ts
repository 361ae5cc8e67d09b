/**
 * Sealed values are sealed anew when another key has taken over. What is to be done is looked for a stretch of rows at
 * a time, with nothing locked; it is done a page at a time, under the lock of the platform's lane, so that no batch is
 * under way. What the lanes remember stays true, as the values open to the same.
 */
import { arrayLiteral, type Element } from '../db/arrays.ts';
import type { Sql, Transaction } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import { contextOf, SQL_TYPE, snake } from './statements.ts';
import type { Row, Table } from './table.ts';

/** Rows looked at in one statement. */
const STRETCH = 1_000;
/** Rows of one page: a lane waits no longer than that takes. */
const PAGE = 100;
/** Milliseconds that a page waits for the lane; then its platform is left for later. */
const LANE_WAIT = 1_000;

/** A column of a table, by its name there. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/** Where sealed values stand. */
interface Place {
  readonly platformId: number;
  readonly table: string;
  readonly key: readonly Column[];
  readonly sealed: readonly (Column & { readonly context: string })[];
}

type Found = Readonly<Record<string, unknown>>;

function placeOf(table: Table<Row>, platformId: number): Place {
  const types = table.types as Readonly<Record<string, keyof typeof SQL_TYPE>>;
  const column = (name: string): Column => ({ name: snake(name), type: SQL_TYPE[types[name] ?? 'text'] });
  const isSealed = (name: string): boolean => types[name] === 'sealed' || types[name] === 'packed';
  const names = table.columns as readonly string[];
  return {
    platformId,
    table: table.name,
    key: (table.key as readonly string[]).map(column),
    sealed: names.filter(isSealed).map((name) => ({ ...column(name), context: contextOf(table.name, name) })),
  };
}

/**
 * Seals anew what stands in a table of a platform under another key than the present one. Tells after each page how
 * many rows it held, and 0 after a stretch without any.
 */
export async function* resealTable(
  sql: Sql,
  sealer: Sealer,
  table: Table<Row>,
  platformId: number,
): AsyncGenerator<number> {
  const place = placeOf(table, platformId);
  if (place.sealed.length === 0) return;
  let after: Found | null = null;
  do {
    const rows: readonly Found[] = await look(sql, sealer, place, after);
    const stale = rows.filter((row) => row.stale);
    for (let i = 0; i < stale.length; i += PAGE) yield await resealPage(sql, sealer, place, stale.slice(i, i + PAGE));
    after = rows.length === STRETCH ? (rows.at(-1) ?? null) : null;
    if (after && stale.length === 0) yield 0;
  } while (after);
}

/** The keys of the next rows, and whether something of each is stale. */
function look(sql: Sql, sealer: Sealer, { platformId, table, key, sealed }: Place, after: Found | null) {
  const keys = key.map(({ name }) => name).join(', ');
  const stale = sealed.map(({ name }) => `coalesce(${isStale(name)}, false)`).join(' or ');
  const beyond = after ? `and (${keys}) > (${key.map(({ type }, i) => `$${i + 3}::${type}`).join(', ')})` : '';
  return sql.unsafe<Found[]>(
    `select ${keys}, ${stale} as stale from ${table}
     where platform_id = $1 ${beyond} order by ${keys} limit ${STRETCH}`,
    [platformId, sealer.keyId, ...(after ? key.map(({ name }) => after[name]) : [])],
  );
}

function isStale(column: string): string {
  return `substring(${column} from 2 for 4) <> decode($2, 'hex')`;
}

function resealPage(sql: Sql, sealer: Sealer, place: Place, page: readonly Found[]): Promise<number> {
  return sql.begin(async (tx) => {
    await tx.unsafe(`set local lock_timeout = ${LANE_WAIT}`);
    await tx`select 1 from lanes where platform_id = ${place.platformId} for update`;
    for (const column of place.sealed) await resealColumn(tx, sealer, place, column, page);
    return page.length;
  });
}

/** Reads the rows again, as they are now that the lane stands still. */
async function resealColumn(
  tx: Transaction,
  sealer: Sealer,
  { platformId, table, key }: Place,
  { name, context }: Place['sealed'][number],
  page: readonly Found[],
): Promise<void> {
  const names = key.map((column) => column.name);
  const arrays = key.map(({ type }, i) => `$${i + 3}::${type}[]`).join(', ');
  const match = names.map((column) => `t.${column} = n.${column}`).join(' and ');
  const valuesOf = (rows: readonly Found[]) =>
    names.map((column) => arrayLiteral(rows.map((row) => row[column] as Element)));
  const rows = await tx.unsafe<Found[]>(
    `select ${names.map((column) => `t.${column}`).join(', ')}, t.${name} as sealed
     from ${table} t join unnest(${arrays}) as n(${names.join(', ')}) on ${match}
     where t.platform_id = $1 and ${isStale(`t.${name}`)}`,
    [platformId, sealer.keyId, ...valuesOf(page)],
  );
  if (rows.length === 0) return;
  const anew = rows.map((row) => sealer.seal(sealer.open(row.sealed as Buffer, context), context));
  await tx.unsafe(
    `update ${table} t set ${name} = n.anew from unnest(${arrays}, $2::bytea[]) as n(${names.join(', ')}, anew)
     where t.platform_id = $1 and ${match}`,
    [platformId, arrayLiteral(anew), ...valuesOf(rows)],
  );
}
