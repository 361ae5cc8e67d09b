/**
 * What an error of the database means. A breached constraint is a fact about the data and is told by its name; a lost
 * connection is a fact about the world, after which nobody knows whether a commit happened; everything else is a
 * defect.
 */
import pg from 'pg';

export type BreachKind = 'UNIQUE' | 'FOREIGN_KEY' | 'CHECK' | 'NOT_NULL' | 'EXCLUSION';

/** A constraint that refused a row. */
export interface Breach {
  readonly kind: BreachKind;
  /** Name of the constraint; for NOT NULL, which may have none, of the column. */
  readonly constraint: string;
  readonly table: string;
}

const KINDS: Readonly<Record<string, BreachKind>> = {
  '23502': 'NOT_NULL',
  '23503': 'FOREIGN_KEY',
  '23505': 'UNIQUE',
  '23514': 'CHECK',
  '23P01': 'EXCLUSION',
};

/** Whether the database said it, and not the way to it. */
export function isDatabaseError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}

/** The breach that an error tells of, or null when it is something else. */
export function breachOf(error: unknown): Breach | null {
  if (!isDatabaseError(error)) return null;
  const kind = KINDS[error.code ?? ''];
  if (!kind) return null;
  return { kind, constraint: error.constraint ?? error.column ?? '', table: error.table ?? '' };
}

/** A connection that could not be had, or went away. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'CONNECTION_CLOSED';
}

/** Server shutting down or starting, and the driver's and the system's names for a connection that is gone. */
const LOST = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '25P03', '25P04', 'CONNECTION_CLOSED'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/**
 * Whether the server refused a prepared statement because its answer would have other columns than when it was
 * prepared: a migration ran meanwhile. Nothing was executed. The code alone also says "not supported".
 */
export function isPlanStale(error: unknown): boolean {
  return isDatabaseError(error) && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
}

/** Whether the connection was lost: the statement, and a commit, may or may not have happened. */
export function isConnectionLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return LOST.has(code) || code.startsWith('08');
}
