/** The rows of one table in a world, as they were loaded, made and changed. */
import { keyOf, type Row, type Table } from './table.ts';

export interface Shelf {
  readonly table: Table<Row>;
  /** What is known to be true: a row, or null where there is none. */
  rows: Map<string, Row | null>;
  /** What was true before another hand wrote: it may still tell what to ask for, and nothing is decided on it. */
  hints: Map<string, Row | null>;
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
    hints: new Map(),
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

/** All that is known becomes a hint. What was proved since the last doubt is little, so this costs little. */
export function doubtShelf(shelf: Shelf): void {
  if (shelf.hints.size === 0) shelf.hints = shelf.rows;
  else for (const [name, row] of shelf.rows) shelf.hints.set(name, row);
  shelf.rows = new Map();
  shelf.finds.clear();
}

/** Takes loaded rows in: by the primary key (finder null) or as the results of a finder. */
export function takeRows(
  shelf: Shelf,
  finder: string | null,
  keys: ReadonlyMap<string, readonly unknown[]>,
  rows: readonly Row[],
): void {
  const loaded = rows.map((row) => keep(shelf, row));
  if (finder === null) {
    for (const name of keys.keys()) {
      if (shelf.rows.has(name)) continue;
      shelf.rows.set(name, null);
      shelf.hints.delete(name);
    }
    return;
  }
  const { table } = shelf;
  const columns = table.finders[finder] as readonly never[];
  const finds = shelf.finds.get(finder) ?? new Map<string, Row[]>();
  shelf.finds.set(finder, finds);
  for (const name of keys.keys()) finds.set(name, []);
  // Rows made or moved in this batch may belong to a key that was loaded before, and stand there already.
  const moved = table.filed.length > 0 ? shelf.changed : [];
  for (const row of new Set([...loaded, ...shelf.inserted, ...moved])) {
    const name = keyOf(columns, row);
    if (keys.has(name)) finds.get(name)?.push(row);
  }
}

/** A row that is in the world already wins over its stored version: it may have been changed. */
function keep(shelf: Shelf, row: Row): Row {
  const name = keyOf(shelf.table.key as readonly never[], row);
  const known = shelf.rows.get(name);
  if (known) return known;
  shelf.rows.set(name, row);
  shelf.hints.delete(name);
  return row;
}
