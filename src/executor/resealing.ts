/**
 * Sealed values are sealed anew when another key has taken over: a page of rows of one table at a time, under the lock
 * of the platform's lane, so that no batch is under way. What the lanes remember stays true, as the values open to the
 * same.
 */
import { arrayLiteral, type Element } from '../db/arrays.ts';
import type { Sql, Transaction } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import { contextOf, SQL_TYPE, snake } from './statements.ts';
import type { Row, Table } from './table.ts';

/** Rows of one page: a lane waits no longer than that takes. */
const PAGE = 100;

/** A column of a table, by its name there. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/** Where sealed values stand. */
interface Place {
  readonly table: string;
  readonly key: readonly Column[];
  readonly sealed: readonly (Column & { readonly context: string })[];
}

function placeOf(table: Table<Row>): Place {
  const types = table.types as Readonly<Record<string, keyof typeof SQL_TYPE>>;
  const column = (name: string): Column => ({ name: snake(name), type: SQL_TYPE[types[name] ?? 'text'] });
  const isSealed = (name: string): boolean => types[name] === 'sealed' || types[name] === 'packed';
  const names = table.columns as readonly string[];
  return {
    table: table.name,
    key: (table.key as readonly string[]).map(column),
    sealed: names.filter(isSealed).map((name) => ({ ...column(name), context: contextOf(table.name, name) })),
  };
}

/** Seals anew what stands in a table of a platform under another key than the present one; tells after each page. */
export async function* resealTable(
  sql: Sql,
  sealer: Sealer,
  table: Table<Row>,
  platformId: number,
): AsyncGenerator<number> {
  const place = placeOf(table);
  if (place.sealed.length === 0) return;
  let after: readonly unknown[] | null = null;
  do {
    const page = await sql.begin(async (tx) => {
      await tx`set local lock_timeout = 2000`;
      await tx`select 1 from lanes where platform_id = ${platformId} for update`;
      return resealPage(tx, sealer, place, platformId, after);
    });
    after = page.last;
    if (page.rows > 0) yield page.rows;
  } while (after !== null);
}

async function resealPage(
  tx: Transaction,
  sealer: Sealer,
  { table, key, sealed }: Place,
  platformId: number,
  after: readonly unknown[] | null,
): Promise<{ readonly rows: number; readonly last: readonly unknown[] | null }> {
  const keys = key.map(({ name }) => name).join(', ');
  const stale = sealed.map(({ name }) => `substring(${name} from 2 for 4) <> decode($2, 'hex')`).join(' or ');
  const beyond = after ? `and (${keys}) > (${key.map(({ type }, i) => `$${i + 3}::${type}`).join(', ')})` : '';
  const columns = [...key, ...sealed].map(({ name }) => name).join(', ');
  const rows = await tx.unsafe(
    `select ${columns} from ${table} where platform_id = $1 ${beyond} and (${stale}) order by ${keys} limit ${PAGE}`,
    [platformId, sealer.keyId, ...(after ?? [])],
  );
  for (const column of sealed) {
    const found = rows.filter((row) => row[column.name] !== null);
    if (found.length === 0) continue;
    const anew = found.map((row) =>
      sealer.seal(sealer.open(row[column.name] as Buffer, column.context), column.context),
    );
    const arrays = key.map(({ type }, i) => `$${i + 3}::${type}[]`).join(', ');
    const match = key.map(({ name }) => `t.${name} = n.${name}`).join(' and ');
    await tx.unsafe(
      `update ${table} t set ${column.name} = n.anew from unnest(${arrays}, $2::bytea[]) as n(${keys}, anew)
       where t.platform_id = $1 and ${match}`,
      [
        platformId,
        arrayLiteral(anew),
        ...key.map(({ name }) => arrayLiteral(found.map((row) => row[name] as Element))),
      ],
    );
  }
  const last = rows.length === PAGE ? rows.at(-1) : undefined;
  return { rows: rows.length, last: last ? key.map(({ name }) => last[name]) : null };
}
