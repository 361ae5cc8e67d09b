/** Whether requests can be served here: asked by whoever sends them to one node or another. */
import type { Sql } from '../db/pool.ts';
import { isLeftBehind, mayWrite } from './database.store.ts';

export interface Readiness {
  /** What is missing, in a few words; null when nothing is. */
  missing(): Promise<string | null>;
  /** From now on we serve. */
  enter(): void;
  /** From now on we are leaving. */
  leave(): void;
}

/**
 * We are ready once we serve, while the database can be written, no later version has migrated it past us, and nobody
 * has asked us to end. `migrations`: how many this program knows.
 */
export function watchReadiness(sql: Sql, migrations: number): Readiness {
  let stage: 'starting' | 'serving' | 'stopping' = 'starting';
  return {
    async missing() {
      if (stage !== 'serving') return `this node is ${stage}`;
      try {
        if (!(await mayWrite(sql))) return 'the database is read-only';
        return (await isLeftBehind(sql, migrations)) ? 'the database was migrated by a later version' : null;
      } catch {
        return 'the database does not answer';
      }
    },
    enter() {
      stage = 'serving';
    },
    leave() {
      stage = 'stopping';
    },
  };
}
