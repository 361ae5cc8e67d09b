/** Where the sandbox's clock stands: one row with its offset to the machine's time, which only ever grows. */
import type { Sql } from '../db/pool.ts';

/** Milliseconds that the sandbox's clock is ahead; 0 before it was ever moved. */
export async function readOffset(sql: Sql): Promise<number> {
  const [row] = await sql<{ offset_ms: bigint }[]>`select offset_ms from sandbox_clock`;
  return Number(row?.offset_ms ?? 0n);
}

/** Puts the clock ahead to `offset` unless it is further already; answers the offset that holds now. */
export async function raiseOffset(sql: Sql, offset: number): Promise<number> {
  const [row] = await sql<{ offset_ms: bigint }[]>`
    insert into sandbox_clock (only_row, offset_ms) values (true, ${offset})
    on conflict (only_row) do update set offset_ms = greatest(sandbox_clock.offset_ms, excluded.offset_ms)
    returning offset_ms`;
  return Number(row?.offset_ms ?? offset);
}
