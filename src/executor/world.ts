/**
 * The world that a batch of commands sees: rows in memory, loaded in waves, changed by decisions, written at once at
 * the end. It promises: what was not loaded is never mistaken for absent (`Missing`); a decision that is undone
 * leaves no trace; rows that one command made are seen by the next.
 */
import type { Instant } from '../kernel/time.ts';
import {
  decodeRow,
  selectStatement,
  type Stamp,
  type Statement,
  type TableWrite,
  writeStatement,
} from './statements.ts';
import type { Sealer } from '../kernel/seal.ts';
import { doubtShelf, emptyShelf, loadedFinds, refile, type Shelf, takeRows, want } from './shelf.ts';
import { type Columns, type Finders, joinKey, keyOf, type Row, type Table, type Values } from './table.ts';
import type { Found, Keyed, Want, Written } from './want.ts';

export type { Want } from './want.ts';

/** A decision looked at rows nobody loaded; the executor loads them and asks again. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

/** The platform's own counters; locked, read and written with every batch. */
export interface Counters {
  lastEntryNo: bigint;
  lastNo: bigint;
  lastAt: Instant;
}

/** A point to return to. */
export interface Mark {
  readonly depth: number;
  readonly lane: Counters;
}

export class World implements Want {
  /** The moment of this batch: taken after the lane was locked, never before the lane's last entry. */
  at: Instant = 0;
  lane: Counters = { lastEntryNo: 0n, lastNo: 0n, lastAt: 0 };
  readonly platformId: number;
  private readonly sealer: Sealer;
  private readonly shelves = new Map<string, Shelf>();
  private readonly undoLog: (() => void)[] = [];
  private readonly presumed: [Shelf, string][] = [];

  constructor(platformId: number, sealer: Sealer) {
    this.platformId = platformId;
    this.sealer = sealer;
  }

  /** Asks for a row ahead of the decision; undefined when it is absent or has not come yet, or a hint of it. */
  row<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): Readonly<R> | undefined {
    const shelf = this.shelf(table);
    const name = joinKey(key);
    const row = shelf.rows.get(name);
    if (row !== undefined) return (row ?? undefined) as R | undefined;
    want(shelf, null, name, key);
    return (shelf.hints.get(name) ?? undefined) as R | undefined;
  }

  /** Asks for the rows of a finder ahead of the decision; undefined when they have not come yet. */
  rows<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): readonly Readonly<R>[] | undefined {
    const shelf = this.shelf(table);
    const name = joinKey(key);
    const rows = shelf.finds.get(finder)?.get(name);
    if (rows === undefined) want(shelf, finder, name, key);
    return rows as R[] | undefined;
  }

  /** A row, or undefined when there is none. Throws `Missing` when it was not loaded. */
  get<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): Readonly<R> | undefined {
    const row = this.shelf(table).rows.get(joinKey(key));
    if (row !== undefined) return (row ?? undefined) as R | undefined;
    this.row(table, ...key);
    throw new Missing(table.name);
  }

  /** The rows of a finder, in no promised order. Throws `Missing` when they were not loaded. */
  find<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): readonly Readonly<R>[] {
    const rows = this.rows(table, finder, ...key);
    if (rows === undefined) throw new Missing(`${table.name} by ${finder}`);
    return rows;
  }

  /** Says that nothing can hang on a key yet, because it was handed out just now: the database need not be asked. */
  none<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): void {
    const shelf = this.shelf(table);
    const finds = shelf.finds.get(finder) ?? new Map<string, Row[]>();
    shelf.finds.set(finder, finds);
    const name = joinKey(key);
    if (!finds.has(name)) finds.set(name, []);
  }

  /** The same of one row. */
  absent<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): void {
    const { rows } = this.shelf(table);
    const name = joinKey(key);
    if (!rows.has(name)) rows.set(name, null);
  }

  insert<R extends Row>(table: Written<R>, row: R): Readonly<R> {
    const shelf = this.shelf(table);
    const name = keyOf(table.key, row);
    const before = shelf.rows.get(name);
    if (before) throw new Error(`${table.name} ${name} exists already`);
    shelf.rows.set(name, row);
    shelf.inserted.add(row);
    const found = shelf.finds.size === 0 ? [] : loadedFinds(shelf, row);
    for (const rows of found) rows.push(row);
    this.undoLog.push(() => {
      shelf.inserted.delete(row);
      if (before === undefined) shelf.rows.delete(name);
      else shelf.rows.set(name, before);
      refile(row, found, []);
    });
    return row;
  }

  /** Adds a row that nobody will look up in this batch: the journal's. */
  append<R extends Row>(table: Written<R>, row: R): void {
    const { inserted } = this.shelf(table);
    inserted.add(row);
    this.undoLog.push(() => inserted.delete(row));
  }

  /** Changes columns of a row that was handed out: the one way to change it. */
  change<R extends Row, M extends keyof R & string>(
    table: Written<R, M>,
    row: Readonly<R>,
    patch: Partial<Pick<R, M>>,
  ): void {
    const shelf = this.shelf(table);
    const before: Partial<R> = {};
    for (const column in patch) before[column] = row[column];
    const first = !shelf.inserted.has(row) && !shelf.changed.has(row);
    if (first) shelf.changed.add(row);
    const filed = shelf.finds.size > 0 && table.filed.some((column) => column in patch);
    const from = filed ? loadedFinds(shelf, row) : [];
    Object.assign(row, patch);
    const to = filed ? loadedFinds(shelf, row) : [];
    refile(row, from, to);
    this.undoLog.push(() => {
      Object.assign(row, before);
      refile(row, to, from);
      if (first) shelf.changed.delete(row);
    });
  }

  /** The next of the platform's own numbers: orders, members, claims, notices. */
  nextNo(): bigint {
    this.lane.lastNo += 1n;
    return this.lane.lastNo;
  }

  nextEntryNo(): bigint {
    this.lane.lastEntryNo += 1n;
    return this.lane.lastEntryNo;
  }

  mark(): Mark {
    return { depth: this.undoLog.length, lane: { ...this.lane } };
  }

  /** Undoes everything since the mark. */
  undo(mark: Mark): void {
    while (this.undoLog.length > mark.depth) this.undoLog.pop()?.();
    Object.assign(this.lane, mark.lane);
  }

  /** Whether anything was asked for that has not come. */
  get wants(): boolean {
    return this.wanted.length > 0;
  }

  /** The names of the tables of which something was asked for that has not come. */
  get wanted(): readonly string[] {
    return [...this.shelves.values()].filter(({ wanted }) => wanted.size > 0).map(({ table }) => table.name);
  }

  /** The statements of the next wave, each with the function that takes its rows in. */
  takeWants(): { statement: Statement; take: (rows: readonly (readonly unknown[])[]) => void }[] {
    const wave: { statement: Statement; take: (rows: readonly (readonly unknown[])[]) => void }[] = [];
    for (const shelf of this.shelves.values()) {
      for (const [finder, keys] of shelf.wanted) {
        const statement = selectStatement(shelf.table, this.platformId, { finder, keys: [...keys.values()] });
        wave.push({
          statement,
          take: (rows) => {
            const loaded = rows.map((row) => decodeRow(shelf.table, row, this.platformId, this.sealer));
            takeRows(shelf, finder, keys, loaded);
          },
        });
      }
      shelf.wanted.clear();
    }
    return wave;
  }

  /**
   * Presumes that the numbers asked for and not loaded are new, where inserting them would prove it; false when
   * anything else was asked for.
   */
  presumeNew(): boolean {
    for (const { table, wanted } of this.shelves.values()) {
      for (const finder of wanted.keys()) if (finder !== null || !table.presumedNew) return false;
    }
    for (const shelf of this.shelves.values()) {
      for (const name of shelf.wanted.get(null)?.keys() ?? []) {
        shelf.rows.set(name, null);
        this.presumed.push([shelf, name]);
      }
      shelf.wanted.clear();
    }
    return true;
  }

  /** Whether every number that was presumed new has been inserted, so that the database proves it. */
  get presumptionsProved(): boolean {
    return this.presumed.every(([shelf, name]) => shelf.rows.get(name) !== null);
  }

  /** Takes the presumptions back, and what was asked for since: it will be asked for again. */
  presumeNothing(): void {
    for (const [shelf, name] of this.presumed.splice(0)) shelf.rows.delete(name);
    for (const shelf of this.shelves.values()) shelf.wanted.clear();
  }

  /** Another hand has written: what is remembered is read again when it is asked for. Nothing may be changed yet. */
  doubt(): void {
    for (const shelf of this.shelves.values()) doubtShelf(shelf);
  }

  /** The one statement that writes everything over the lane's stamp, or null when nothing was changed; `lone`: of one
   * command. */
  writes(before: Stamp, after: Stamp, lone: boolean): Statement | null {
    const writes: TableWrite[] = [];
    for (const { table, inserted, changed: touched } of this.shelves.values()) {
      const changed = table.mutable.length > (table.derived?.columns.length ?? 0) ? [...touched] : [];
      if (inserted.size + changed.length > 0) writes.push({ table, inserted: [...inserted], changed });
    }
    return writes.length > 0
      ? writeStatement(this.platformId, writes, { ...this.lane, before, after, lone }, this.sealer)
      : null;
  }

  /** After the commit: forgets what need not be remembered, and answers how many rows it still holds. */
  settle(): number {
    let held = 0;
    this.undoLog.length = 0;
    this.presumed.length = 0;
    for (const [name, shelf] of this.shelves) {
      if (!shelf.table.kept) {
        this.shelves.delete(name);
        continue;
      }
      shelf.inserted.clear();
      shelf.changed.clear();
      held += shelf.rows.size + shelf.hints.size;
    }
    return held;
  }

  /** Whether rows of this table were made in this batch. */
  made(table: { readonly name: string }): boolean {
    return (this.shelves.get(table.name)?.inserted.size ?? 0) > 0;
  }

  /** A shelf knows its rows by their names only: what is typed above is one kind of thing below. */
  private shelf(table: { readonly name: string }): Shelf {
    let shelf = this.shelves.get(table.name);
    if (!shelf) {
      shelf = emptyShelf(table as unknown as Table<Row>);
      this.shelves.set(table.name, shelf);
    }
    return shelf;
  }
}
