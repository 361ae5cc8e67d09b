/**
 * The executor's SQL: four set-based statements per table, made once from its declaration, each naming platform_id,
 * so that a distributed engine routes it to one shard. Values go as one array per column.
 */
import { arrayLiteral, type Element as ArrayValue } from '../db/arrays.ts';
import { pack, unpack } from '../kernel/pack.ts';
import { placed, type Sealer } from '../kernel/seal.ts';
import { type ColumnType, type Numbering, type Row, type Table, written } from './table.ts';

const SQL_TYPE: Record<ColumnType, string> = {
  int: 'integer',
  bigint: 'bigint',
  text: 'text',
  bool: 'boolean',
  instant: 'timestamptz',
  sealed: 'bytea',
  packed: 'bytea',
};

/** A statement with its parameters: ready to be sent in a pipeline. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly (number | string)[];
}

/** A table whose rows draw their numbers from a counter of the lane. */
export interface Numbered {
  readonly name: string;
  readonly numbered: Numbering | null;
}

/** What is written by `highestStatement` first: the platform's own numbers; and then: the numbers of its entries. */
const COUNTERS = ['lastNo', 'lastEntryNo'] as const;

/** The highest number used of each counter of the lane: one row of two columns, each look-up the end of an index. */
export function highestStatement(platformId: number, tables: readonly Numbered[]): Statement {
  const text = once(`highest ${tables.map(({ name }) => name).join(' ')}`, () => {
    const columns = COUNTERS.map((counter) => {
      const used = tables.flatMap(({ name, numbered }) =>
        numbered?.by === counter ? [`(select max(${snake(numbered.column)}) from ${name} where platform_id = $1)`] : [],
      );
      return `coalesce(greatest(${['0::bigint', ...used].join(', ')}), 0)`;
    });
    return `select ${columns.join(', ')}`;
  });
  return { text, parameters: [platformId] };
}

/** A set of rows to load: by the primary key (finder null), or by a finder. */
export interface Lookup {
  readonly finder: string | null;
  readonly keys: readonly (readonly unknown[])[];
}

const texts = new Map<string, string>();

function once(name: string, make: () => string): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = make();
    texts.set(name, text);
  }
  return text;
}

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Loads the rows of a look-up; columns in the order of the declaration. */
export function selectStatement<R extends Row>(table: Table<R>, platformId: number, lookup: Lookup): Statement {
  const columns = lookup.finder === null ? table.key : (table.finders[lookup.finder] as typeof table.key);
  const text = once(`select ${table.name} ${lookup.finder}`, () => {
    const list = table.columns.map((column) => `t.${snake(column)}`).join(', ');
    const only = columns[0] as keyof R & string;
    const from = table.derived ? `${table.derived.from} t where` : `${table.name} t where t.platform_id = $1 and`;
    if (columns.length === 1) {
      return `select ${list} from ${from} t.${snake(only)} = any($2::${SQL_TYPE[table.types[only]]}[])`;
    }
    const names = columns.map(snake);
    const arrays = columns.map((column, i) => `$${i + 2}::${SQL_TYPE[table.types[column]]}[]`).join(', ');
    const match = names.map((name) => `t.${name} = k.${name}`).join(' and ');
    // The fence (offset 0) keeps the planner to one index look-up per key, whatever it believes of the table's size.
    return `select ${list} from unnest(${arrays}) as k(${names.join(', ')}) cross join lateral (
      select ${list} from ${from} ${match} offset 0) t`;
  });
  return {
    text,
    parameters: [platformId, ...columns.map((_, i) => arrayLiteral(lookup.keys.map((key) => key[i] as ArrayValue)))],
  };
}

/** What a batch writes to one table. */
export interface TableWrite {
  readonly table: Table<Row>;
  readonly inserted: readonly Row[];
  readonly changed: readonly Row[];
}

/** The lane's own row after the batch. */
export interface LaneWrite {
  readonly lastEntryNo: bigint;
  readonly lastNo: bigint;
  readonly lastAt: number;
  /** What the row said when the batch was decided. */
  readonly before: Stamp;
  readonly after: Stamp;
  /** The batch was one command: its statement is one of few shapes. */
  readonly lone: boolean;
}

/**
 * What tells one commit of a lane from every other: a count, and a random token, for a count may come again when the
 * database was put back under a running node, or failed over.
 */
export interface Stamp {
  readonly version: bigint;
  readonly token: bigint;
}

/**
 * Everything that a batch writes, as one statement that answers one row, or none and has written nothing when the
 * lane's stamp is another than the one it was decided on: a common table expression per table that has new rows and
 * per table that has changed ones, and the lane row last. The text depends on which tables there are, never on how
 * many rows; but that of a lone command takes a single row straight out of its arrays, which spares the database a
 * function scan per column, a quarter of what such a statement cost. (Of batches, which mix, it would make ever more
 * texts, and each costs every connection half a megabyte.) Changed rows go as an upsert,
 * which finds each by the primary key; an update joined to an array is at the mercy of stale statistics.
 */
export function writeStatement(
  platformId: number,
  writes: readonly TableWrite[],
  lane: LaneWrite,
  sealer: Sealer,
): Statement {
  const parameters: (number | string)[] = [
    platformId,
    lane.lastEntryNo.toString(),
    lane.lastNo.toString(),
    new Date(lane.lastAt).toISOString(),
    lane.before.version.toString(),
    lane.before.token.toString(),
    lane.after.token.toString(),
  ];
  const seals = { platformId, sealer };
  let shape = 'write';
  for (const { table, inserted, changed } of writes) {
    if (inserted.length > 0) {
      shape += ` ${isMany(inserted, lane) ? '++' : '+'}${table.name}`;
      for (const column of written(table)) parameters.push(encodeColumn(table, column, inserted, seals));
    }
    if (changed.length > 0) {
      shape += ` ${isMany(changed, lane) ? '~~' : '~'}${table.name}`;
      for (const column of written(table)) parameters.push(encodeColumn(table, column, changed, seals));
    }
  }
  return { text: once(shape, () => writeText(writes, lane)), parameters };
}

function isMany(rows: readonly Row[], { lone }: LaneWrite): boolean {
  return !lone || rows.length > 1;
}

function writeText(writes: readonly TableWrite[], lane: LaneWrite): string {
  const parts: string[] = [];
  let next = 8;
  const insert = (table: Table<Row>, rows: readonly Row[]): string => {
    const columns = written(table);
    const names = columns.map(snake).join(', ');
    const into = `insert into ${table.name} (platform_id, ${names}) select $1`;
    const arrays = columns.map((column) => `$${next++}::${SQL_TYPE[table.types[column as never]]}[]`);
    if (!isMany(rows, lane)) return `${into}, ${arrays.map((array) => `(${array})[1]`).join(', ')} from lane`;
    const from = columns.map((column) => `u.${snake(column)}`).join(', ');
    return `${into}, ${from} from lane, unnest(${arrays.join(', ')}) as u(${names})`;
  };
  for (const { table, inserted, changed } of writes) {
    if (inserted.length > 0) parts.push(`i_${table.name} as (${insert(table, inserted)})`);
    if (changed.length > 0) {
      const set = table.mutable.map((column) => `${snake(column)} = excluded.${snake(column)}`).join(', ');
      const key = table.key.map(snake).join(', ');
      const only = table.changedWhile === null ? '' : ` where ${table.name}.state = '${table.changedWhile}'`;
      parts.push(
        `u_${table.name} as (${insert(table, changed)} on conflict (platform_id, ${key}) do update set ${set}${only})`,
      );
    }
  }
  return `with lane as (update lanes set last_entry_no = $2::bigint, last_no = $3::bigint,
      last_at = $4::text::timestamptz, version = version + 1, token = $7::bigint
      where platform_id = $1 and version = $5::bigint and token = $6::bigint returning version),
    ${parts.join(',\n    ')}
    select version from lane`;
}

/** The key, and the platform whose rows it seals. */
interface Seals {
  readonly platformId: number;
  readonly sealer: Sealer;
}

function encodeColumn<R extends Row>(
  table: Table<R>,
  column: keyof R & string,
  rows: readonly R[],
  { platformId, sealer }: Seals,
): string {
  const type = table.types[column];
  if (PLAIN.has(type)) return arrayLiteral(rows.map((row) => row[column] as ArrayValue));
  return arrayLiteral(
    rows.map((row) => {
      const value = row[column];
      if (value === null || value === undefined) return null;
      if (type === 'instant') return new Date(value as number);
      const text = type === 'packed' ? pack(value) : (value as string);
      return sealer.seal(text, placeOf(table, column, platformId, row));
    }),
  );
}

/** Types whose values go, and come, as they are. */
const PLAIN: ReadonlySet<ColumnType> = new Set(['int', 'bigint', 'text', 'bool']);

/** Says where a sealed value stands, so that it opens nowhere else. */
function placeOf<R extends Row>(table: Table<R>, column: keyof R & string, platformId: number, row: R): string {
  const whose = [...table.key, ...table.owned].map((each) => String(row[each]));
  return placed(`${table.name}.${snake(column)}`, platformId, ...whose);
}

/** A row from the values of a `select`, in the order of the declaration. */
export function decodeRow<R extends Row>(
  table: Table<R>,
  values: readonly unknown[],
  platformId: number,
  sealer: Sealer,
): R {
  const row: Record<string, unknown> = {};
  const sealed: (keyof R & string)[] = [];
  for (let i = 0; i < table.columns.length; i += 1) {
    const column = table.columns[i] as keyof R & string;
    const value = values[i];
    const type = table.types[column];
    row[column] = type === 'instant' && value !== null ? (value as Date).getTime() : value;
    if (value !== null && (type === 'sealed' || type === 'packed')) sealed.push(column);
  }
  // Only now, for the columns that say which row it is may stand behind.
  for (const column of sealed) {
    const text = sealer.open(row[column] as Buffer, placeOf(table, column, platformId, row as R));
    row[column] = table.types[column] === 'packed' ? unpack(text) : text;
  }
  return row as R;
}
