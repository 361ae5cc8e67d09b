/** Whether requests can be served here: asked by whoever sends them to one node or another. */
import type { Sql } from '../db/pool.ts';
import { mayWrite } from './database.store.ts';

export interface Readiness {
  /** What is missing, in a few words; null when nothing is. */
  missing(): Promise<string | null>;
  /** From now on we are leaving. */
  leave(): void;
}

/** We are ready while the database can be written and nobody has asked us to end. */
export function watchReadiness(sql: Sql): Readiness {
  let leaving = false;
  return {
    async missing() {
      if (leaving) return 'this node is stopping';
      try {
        return (await mayWrite(sql)) ? null : 'the database is read-only';
      } catch {
        return 'the database does not answer';
      }
    },
    leave() {
      leaving = true;
    },
  };
}
