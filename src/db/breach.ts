/**
 * What an error of the database means. A breached constraint is a fact about the data and is told by its name; a lost
 * connection is a fact about the world, after which nobody knows whether a commit happened; everything else is a defect.
 */
import postgres from 'postgres';

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

/** The breach that an error tells of, or null when it is something else. */
export function breachOf(error: unknown): Breach | null {
  if (!(error instanceof postgres.PostgresError)) return null;
  const kind = KINDS[error.code];
  if (!kind) return null;
  return { kind, constraint: error.constraint_name ?? error.column_name ?? '', table: error.table_name ?? '' };
}

/** Server shutting down or starting, and the driver's and the system's names for a connection that is gone. */
const LOST = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '25P03',
  '25P04',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether the connection was lost: the statement, and a commit, may or may not have happened. */
export function isConnectionLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return LOST.has(code) || code.startsWith('08');
}
