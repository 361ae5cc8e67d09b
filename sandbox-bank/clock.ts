/**
 * The bank's clock: the machine's, plus an offset that the custodian moves and the database keeps, so that a restart
 * goes on at the same time. It never goes back. Time-outs of the network are real time and not on this clock.
 */
import type { Sql } from '../src/db/pool.ts';
import type { Clock, Instant } from '../src/kernel/time.ts';
import { saveOffset } from './identity.store.ts';

export interface BankClock extends Clock {
  /** Moves to `target` and stores that; a target in the past changes nothing. */
  moveTo(target: Instant): Promise<void>;
}

/** A clock that starts `offset` milliseconds ahead of `machine`. */
export function createBankClock(sql: Sql, offset: number, machine: () => Instant): BankClock {
  let ahead = offset;
  return {
    now: () => machine() + ahead,
    moveTo: async (target) => {
      const wanted = target - machine();
      if (wanted <= ahead) return;
      await saveOffset(sql, wanted);
      ahead = Math.max(ahead, wanted);
    },
  };
}
