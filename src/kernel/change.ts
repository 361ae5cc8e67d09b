/** A change as the audit trail keeps it: both sides read in the transaction that made it. */

/** What a change found and what it left; null where there was nothing. */
export interface Change<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/** And what is answered to whoever asked for it. */
export interface Changed<T, A> extends Change<T> {
  readonly answer: A;
}
