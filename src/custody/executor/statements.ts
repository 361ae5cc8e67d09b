/**
 * The executor's SQL: four set-based statements per table, made once from its declaration, each naming platform_id, so that a
 * distributed engine routes it to one shard (core.md, "Keys"). Values go as one array per column.
 */
import { arrayLiteral, type Element as ArrayValue } from '../../db/arrays.ts';
import { pack, unpack } from '../../kernel/pack.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { ColumnType, Row, Table } from './table.ts';

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
    if (columns.length === 1) {
      const type = SQL_TYPE[table.types[only]];
      return `select ${list} from ${table.name} t where t.platform_id = $1 and t.${snake(only)} = any($2::${type}[])`;
    }
    const names = columns.map(snake);
    const arrays = columns.map((column, i) => `$${i + 2}::${SQL_TYPE[table.types[column]]}[]`).join(', ');
    const match = names.map((name) => `t.${name} = k.${name}`).join(' and ');
    return `select ${list} from unnest(${arrays}) as k(${names.join(', ')}) join ${table.name} t on t.platform_id = $1 and ${match}`;
  });
  return { text, parameters: [platformId, ...columns.map((_, i) => arrayLiteral(lookup.keys.map((key) => key[i] as ArrayValue)))] };
}

export function insertStatement<R extends Row>(table: Table<R>, platformId: number, rows: readonly R[], sealer: Sealer): Statement {
  const text = once(`insert ${table.name}`, () => {
    const names = table.columns.map(snake).join(', ');
    const arrays = table.columns.map((column, i) => `$${i + 2}::${SQL_TYPE[table.types[column]]}[]`).join(', ');
    return `insert into ${table.name} (platform_id, ${names}) select $1, u.* from unnest(${arrays}) as u`;
  });
  return { text, parameters: [platformId, ...table.columns.map((column) => encodeColumn(table, column, rows, sealer))] };
}

export function updateStatement<R extends Row>(table: Table<R>, platformId: number, rows: readonly R[], sealer: Sealer): Statement {
  const columns = [...table.key, ...table.mutable];
  const text = once(`update ${table.name}`, () => {
    const names = columns.map(snake).join(', ');
    const arrays = columns.map((column, i) => `$${i + 2}::${SQL_TYPE[table.types[column]]}[]`).join(', ');
    const set = table.mutable.map((column) => `${snake(column)} = u.${snake(column)}`).join(', ');
    const match = table.key.map((column) => `t.${snake(column)} = u.${snake(column)}`).join(' and ');
    return `update ${table.name} t set ${set} from unnest(${arrays}) as u(${names}) where t.platform_id = $1 and ${match}`;
  });
  return { text, parameters: [platformId, ...columns.map((column) => encodeColumn(table, column, rows, sealer))] };
}

function encodeColumn<R extends Row>(table: Table<R>, column: keyof R & string, rows: readonly R[], sealer: Sealer): string {
  const type = table.types[column];
  const context = `${table.name}.${snake(column)}`;
  return arrayLiteral(rows.map((row) => encode(type, row[column], context, sealer)));
}

function encode(type: ColumnType, value: unknown, context: string, sealer: Sealer): ArrayValue {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'instant':
      return new Date(value as number);
    case 'sealed':
      return sealer.seal(value as string, context);
    case 'packed':
      return sealer.seal(pack(value), context);
    default:
      return value as ArrayValue;
  }
}

/** A row from the values of a `select`, in the order of the declaration. */
export function decodeRow<R extends Row>(table: Table<R>, values: readonly unknown[], sealer: Sealer): R {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < table.columns.length; i += 1) {
    const column = table.columns[i] as keyof R & string;
    const value = values[i];
    row[column] = value === null ? null : decode(table.types[column], value, `${table.name}.${snake(column)}`, sealer);
  }
  return row as R;
}

function decode(type: ColumnType, value: unknown, context: string, sealer: Sealer): unknown {
  switch (type) {
    case 'instant':
      return (value as Date).getTime();
    case 'sealed':
      return sealer.open(value as Buffer, context);
    case 'packed':
      return unpack(sealer.open(value as Buffer, context));
    default:
      return value;
  }
}
