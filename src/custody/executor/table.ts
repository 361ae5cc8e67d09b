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

export interface Table<R extends Row> {
  readonly name: string;
  readonly columns: readonly (keyof R & string)[];
  readonly types: Readonly<Record<keyof R & string, ColumnType>>;
  /** The primary key after platform_id. */
  readonly key: readonly (keyof R & string)[];
  /** Columns that an update writes; none for tables whose rows never change. */
  readonly mutable: readonly (keyof R & string)[];
  /** Named index look-ups: the columns that are compared. */
  readonly finders: Readonly<Record<string, readonly (keyof R & string)[]>>;
  /** Mutable columns that finders compare: a change of them moves the row. */
  readonly filed: readonly (keyof R & string)[];
  /** Whether the lane remembers rows from one batch to the next: for rows that many commands read. */
  readonly kept: boolean;
  /** Keys are new as a rule, and every command that looks one up inserts it: the primary key proves it (ADR 4). */
  readonly claimed: boolean;
  /** A change is written only over a stored row in this state: for rows that others may have moved on meanwhile. */
  readonly changedWhile: string | null;
}

interface Declaration<R extends Row> {
  readonly key: readonly (keyof R & string)[];
  readonly types: Readonly<Record<keyof R & string, ColumnType>>;
  readonly mutable?: readonly (keyof R & string)[];
  readonly finders?: Readonly<Record<string, readonly (keyof R & string)[]>>;
  readonly kept?: boolean;
  readonly changedWhile?: string;
  readonly claimed?: boolean;
}

/** Declares a table of the core. Column names are the row's, in snake case. */
export function defineTable<R extends Row>(name: string, declaration: Declaration<R>): Table<R> {
  const columns = Object.keys(declaration.types) as (keyof R & string)[];
  return {
    name,
    columns,
    types: declaration.types,
    key: declaration.key,
    mutable: declaration.mutable ?? [],
    finders: declaration.finders ?? {},
    filed: Object.values(declaration.finders ?? {})
      .flat()
      .filter((column) => declaration.mutable?.includes(column)),
    kept: declaration.kept ?? false,
    changedWhile: declaration.changedWhile ?? null,
    claimed: declaration.claimed ?? false,
  };
}

/** The value of some columns as one text, to look a row up by. */
export function keyOf<R extends Row>(columns: readonly (keyof R & string)[], row: R): string {
  const [first] = columns;
  return columns.length === 1 ? String(row[first as keyof R]) : joinKey(columns.map((column) => row[column]));
}

/** The same from bare values. NUL cannot occur in a PostgreSQL text, so it keeps the parts apart. */
export function joinKey(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : values.map(String).join('\u0000');
}
