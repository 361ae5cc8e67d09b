/**
 * A world over an empty database that holds a task to what it asked for: a row that its decision looks at, and its
 * `needs` had not named, costs a round trip with the lane locked. A lane on a real database notices only what it does
 * not happen to remember; here nothing is remembered from one task to the next, and everything is noticed.
 */
import type { Task } from '../executor/lane.ts';
import { type Columns, type Finders, joinKey, keyOf, type Row, type Values } from '../executor/table.ts';
import type { Found, Keyed, Written } from '../executor/want.ts';
import { World } from '../executor/world.ts';

export class WatchedWorld extends World {
  /** What may be looked at, by table, finder and key; null while nobody decides. */
  private known: Set<string> | null = null;
  private asking = false;

  /** Runs a task as the lane would. Throws where it looks at what it had not asked for. */
  carry<A>(task: Task<A>): A {
    this.known = new Set();
    this.asking = true;
    const mark = this.mark();
    try {
      do {
        for (const wanted of this.takeWants()) wanted.take([]);
        task.needs(this);
      } while (this.wants);
      this.asking = false;
      return task.run(this);
    } catch (error) {
      this.undo(mark);
      throw error;
    } finally {
      this.known = null;
      this.asking = false;
    }
  }

  override row<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): Readonly<R> | undefined {
    if (this.asking) this.allow(table.name, '', joinKey(key));
    return super.row(table, ...key);
  }

  override rows<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): readonly Readonly<R>[] | undefined {
    const found = super.rows(table, finder, ...key);
    if (!this.asking) return found;
    this.allow(table.name, finder, joinKey(key));
    for (const row of found ?? []) this.allow(table.name, '', keyOf(table.key, row));
    return found;
  }

  override get<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): Readonly<R> | undefined {
    this.check(table.name, '', joinKey(key));
    return super.get(table, ...key);
  }

  override find<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): readonly Readonly<R>[] {
    this.check(table.name, finder, joinKey(key));
    return super.find(table, finder, ...key);
  }

  override none<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): void {
    this.allow(table.name, finder, joinKey(key));
    super.none(table, finder, ...key);
  }

  override absent<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): void {
    this.allow(table.name, '', joinKey(key));
    super.absent(table, ...key);
  }

  override insert<R extends Row>(table: Written<R>, row: R): Readonly<R> {
    this.allow(table.name, '', keyOf(table.key, row));
    return super.insert(table, row);
  }

  private allow(...what: readonly string[]): void {
    this.known?.add(what.join('\u0001'));
  }

  private check(table: string, finder: string, key: string): void {
    if (this.known?.has([table, finder, key].join('\u0001')) ?? true) return;
    throw new Error(`${table} ${finder} ${key.replaceAll('\u0000', '/')} was looked at, and no needs had asked for it`);
  }
}
