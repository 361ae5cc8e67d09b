/**
 * What commands ask for ahead of their decisions, and the views of a table that look-ups and changes have. A
 * finder that
 * does not exist, a key of another type or a missing part of it does not compile.
 */
import type { Columns, Finders, Row, Table, Values } from './table.ts';

/** What `needs` may do: ask for rows, and use those that have come to ask for more. */
export interface Want {
  row<R extends Row, K extends Columns<R>>(table: Keyed<R, K>, ...key: Values<R, K>): Readonly<R> | undefined;
  rows<R extends Row, F extends Finders<R>, N extends keyof F & string>(
    table: Found<R, F>,
    finder: N,
    ...key: Values<R, F[N]>
  ): readonly Readonly<R>[] | undefined;
}

/** A table as a look-up by its primary key sees it. */
export type Keyed<R extends Row, K extends Columns<R>> = Table<R, K>;
/** A table as a look-up by one of its finders sees it. */
export type Found<R extends Row, F extends Finders<R>> = Table<R, Columns<R>, F>;
/** A table as one that only writes to it sees it. */
export type Written<R extends Row, M extends keyof R & string = keyof R & string> = Table<R, Columns<R>, Finders<R>, M>;
