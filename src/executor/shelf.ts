/** The rows of one table in a world, as they were loaded, made and changed. */
import { keyOf, type Row, type Table } from './table.ts';

export interface Shelf {
  readonly table: Table<Row>;
  readonly rows: Map<string, Row | null>;
  /** Loaded finder results, by finder and key. */
  readonly finds: Map<string, Map<string, Row[]>>;
  readonly inserted: Set<Row>;
  readonly changed: Set<Row>;
  /** Asked for and not loaded yet: by null (primary key) or finder. */
  readonly wanted: Map<string | null, Map<string, readonly unknown[]>>;
}

export function emptyShelf(table: Table<Row>): Shelf {
  return {
    table,
    rows: new Map(),
    finds: new Map(),
    inserted: new Set(),
    changed: new Set(),
    wanted: new Map(),
  };
}

/** The loaded finder results that a row belongs to by what it holds now. */
export function loadedFinds(shelf: Shelf, row: Row): Row[][] {
  const found: Row[][] = [];
  for (const [finder, finds] of shelf.finds) {
    const rows = finds.get(keyOf(shelf.table.finders[finder] as readonly never[], row));
    if (rows) found.push(rows);
  }
  return found;
}

/** Moves a row between loaded finder results: a finder finds it under what it holds now. */
export function refile(row: Row, from: readonly Row[][], to: readonly Row[][]): void {
  for (const rows of from) rows.splice(rows.lastIndexOf(row), 1);
  for (const rows of to) rows.push(row);
}

export function want(shelf: Shelf, finder: string | null, name: string, key: readonly unknown[]): void {
  const keys = shelf.wanted.get(finder) ?? new Map<string, readonly unknown[]>();
  keys.set(name, key);
  shelf.wanted.set(finder, keys);
}
