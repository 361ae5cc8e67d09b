/** The one row that says who the bank is: its private key, and how far its clock runs ahead of the machine's. */
import type { Queryable } from '../src/db/pool.ts';

export interface Identity {
  readonly privateKeyPem: string;
  /** Milliseconds, never negative. */
  readonly clockOffset: number;
}

/** The identity, or null before the first start. */
export async function loadIdentity(sql: Queryable): Promise<Identity | null> {
  const [row] = await sql<{ private_key: string; clock_offset: bigint }[]>`
    select private_key, clock_offset from identity`;
  return row ? { privateKeyPem: row.private_key, clockOffset: Number(row.clock_offset) } : null;
}

/** Keeps a new key unless another process was first; the key that stands is read again afterwards. */
export async function addIdentity(sql: Queryable, privateKeyPem: string): Promise<void> {
  await sql`insert into identity (private_key) values (${privateKeyPem}) on conflict do nothing`;
}

/** Moves the stored offset forward; an offset that is smaller than the stored one changes nothing. */
export async function saveOffset(sql: Queryable, offset: number): Promise<void> {
  await sql`update identity set clock_offset = greatest(clock_offset, ${Math.trunc(offset)}::bigint)`;
}
