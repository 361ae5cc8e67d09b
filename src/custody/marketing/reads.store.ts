/** What the operator sees of the day's marketing money: read outside the lane, so it decides nothing about money. */
import type { Queryable } from '../../db/pool.ts';
import type { Fen } from '../../kernel/money.ts';
import { formatDate, type Instant } from '../../kernel/time.ts';

/** What counts of the limit of the day that holds `at`. */
export async function marketingHeld(sql: Queryable, platformId: number, at: Instant): Promise<Fen> {
  const [row] = await sql`
    select held from marketing_counters where platform_id = ${platformId} and day = ${formatDate(at)}`;
  return (row?.held as Fen | undefined) ?? 0n;
}
