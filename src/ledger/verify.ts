/**
 * `ledger verify`: recomputes every balance and invariant from the postings and compares. It promises to read one snapshot
 * (REPEATABLE READ), to change nothing, and to name the first place where a check fails. Rooms above bring the checks
 * that tie their rows to the ledger.
 */
import type { Sql } from '../db/pool.ts';
import { type Check, LEDGER_CHECKS } from './verify.store.ts';

export interface Difference {
  readonly check: string;
  readonly platformId: number;
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

export interface Verification {
  readonly checks: number;
  /** The first difference of each check that failed. */
  readonly differences: readonly Difference[];
}

export async function verifyChecks(sql: Sql, more: readonly Check[] = []): Promise<Verification> {
  const checks = [...LEDGER_CHECKS, ...more];
  const differences = await sql.begin('isolation level repeatable read read only', async (snapshot) => {
    const found: Difference[] = [];
    for (const check of checks) {
      const [row] = await snapshot.unsafe(
        `select * from (${check.sql}) differences order by platform_id, place limit 1`,
      );
      if (!row) continue;
      const { platform_id, place, expected, found: actual } = row as Record<string, unknown>;
      found.push({
        check: check.name,
        platformId: Number(platform_id),
        place: String(place),
        expected: String(expected),
        found: String(actual),
      });
    }
    return found;
  });
  return { checks: checks.length, differences };
}
