/**
 * What the executor has to know of a table to load and write sets of its rows. A noun's store declares its tables
 * with this and writes no statements for the lane: loading by key, loading by a finder, inserting and updating exist
 * once.
 */

/**
 * How a column travels. `instant` is epoch milliseconds here and timestamptz there; `sealed` is text here and
 * encrypted there (G-19); `packed` is plain data with amounts, packed and encrypted.
 */
export type ColumnType = 'int' | 'bigint' | 'text' | 'bool' | 'instant' | 'sealed' | 'packed';

/** A row of a table, without its platform_id, which every statement adds. */
export type Row = object;

/** Which of the lane's counters numbers the rows of a table, and in which column. */
export interface Numbering<C extends string = string> {
  readonly by: 'lastNo' | 'lastEntryNo';
  readonly column: C;
}

/** Names of columns, as the row's properties. */
export type Columns<R extends Row> = readonly (keyof R & string)[];

/** Named index look-ups: the columns that are compared. */
export type Finders<R extends Row> = Readonly<Record<string, Columns<R>>>;

/** The values that a look-up by these columns takes, in their order. */
export type Values<R extends Row, C extends Columns<R>> = { readonly [I in keyof C]: R[C[I]] };

/** A declared table: its rows, the columns of its primary key, its finders, and the columns that may change. */
export interface Table<
  R extends Row,
  K extends Columns<R> = Columns<R>,
  F extends Finders<R> = Finders<R>,
  M extends keyof R & string = keyof R & string,
> {
  readonly name: string;
  readonly columns: Columns<R>;
  readonly types: Readonly<Record<keyof R & string, ColumnType>>;
  /** The primary key after platform_id. */
  readonly key: K;
  /** Columns that an update writes; none for tables whose rows never change. */
  readonly mutable: readonly M[];
  readonly finders: F;
  /** Columns that are read from elsewhere and never written; null for most tables. */
  readonly derived: Derived<M> | null;
  /** Mutable columns that finders compare: a change of them moves the row. */
  readonly filed: readonly M[];
  /** Whether the lane remembers rows from one batch to the next: for rows that many commands read. */
  readonly kept: boolean;
  /** Keys are new as a rule, and every command that looks one up inserts it: the primary key proves it (ADR 4). */
  readonly presumedNew: boolean;
  /** A change is written only over a stored row in this state: for rows that others may have moved on meanwhile. */
  readonly changedWhile: string | null;
  /** Columns that never change and that a sealed value is bound to, besides the key: whose it is, say. */
  readonly owned: Columns<R>;
  /** The column that holds a number given out by the lane; checked against the counter when a lane is entered. */
  readonly numbered: Numbering | null;
}

/** Columns whose values other rows already say, and the query ($1: the platform) that reads the table with them. */
export interface Derived<M extends string = string> {
  readonly columns: readonly M[];
  readonly from: string;
}

interface Declaration<R extends Row, K extends Columns<R>, F extends Finders<R>, M extends keyof R & string> {
  readonly key: K;
  readonly types: Readonly<Record<keyof R & string, ColumnType>>;
  readonly mutable?: readonly M[];
  readonly finders?: F;
  readonly derived?: Derived<M>;
  readonly kept?: boolean;
  readonly changedWhile?: string;
  readonly presumedNew?: boolean;
  readonly owned?: Columns<R>;
  readonly numbered?: Numbering<keyof R & string>;
}

/** Makes a table of what was declared; see `defineTable`. */
type Define<R extends Row> = <
  const K extends Columns<R>,
  const F extends Finders<R> = Record<never, never>,
  const M extends keyof R & string = never,
>(
  name: string,
  declaration: Declaration<R, K, F, M>,
) => Table<R, K, F, M>;

/**
 * Declares a table of the core: `defineTable<MemberRow>()()('members', { … })`. Column names are the row's, in
 * snake case.
 * In two calls, because the row is said and the rest is found by the compiler: a misspelt finder, a key of the wrong
 * type or a change of a column that may not change does not compile.
 */
export function defineTable<R extends Row>(): Define<R> {
  return (name, declaration) => {
    const { key, types, mutable = [], finders = {} } = declaration;
    const compared = new Set<string>(Object.values<Columns<R>>(finders).flat());
    return {
      name,
      columns: Object.keys(types) as (keyof R & string)[],
      types,
      key,
      mutable,
      finders: finders as NonNullable<typeof declaration.finders>,
      filed: mutable.filter((column) => compared.has(column)),
      kept: declaration.kept ?? false,
      changedWhile: declaration.changedWhile ?? null,
      presumedNew: declaration.presumedNew ?? false,
      owned: declaration.owned ?? [],
      numbered: declaration.numbered ?? null,
      derived: declaration.derived ?? null,
    };
  };
}

/** The columns that a statement writes: all that stand in the table itself. */
export function written<R extends Row>({ columns, derived }: Table<R>): Columns<R> {
  return derived ? columns.filter((column) => !derived.columns.includes(column)) : columns;
}

/** The value of some columns as one text, to look a row up by. */
export function keyOf<R extends Row>(columns: Columns<R>, row: R): string {
  const [first] = columns;
  return columns.length === 1 ? String(row[first as keyof R]) : joinKey(columns.map((column) => row[column]));
}

/** The same from bare values. NUL cannot occur in a PostgreSQL text, so it keeps the parts apart. */
export function joinKey(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : values.map(String).join('\u0000');
}
