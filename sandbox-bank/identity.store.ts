/** The one row that says who the bank is: its private key, and how far its clock runs ahead of the machine's. */
import type { Queryable } from '../src/db/pool.ts';
import { placed, type Sealer } from '../src/kernel/seal.ts';

export interface Identity {
  readonly privateKeyPem: string;
  /** Milliseconds, never negative. */
  readonly clockOffset: number;
}

const KEY_PLACE = placed('identity.private_key');

/** The identity, or null before the first start. Throws `SealBroken` for tables that were sealed under another key. */
export async function loadIdentity(sql: Queryable, sealer: Sealer): Promise<Identity | null> {
  const [row] = await sql<{ private_key: Buffer; clock_offset: bigint }[]>`
    select private_key, clock_offset from identity`;
  if (!row) return null;
  return { privateKeyPem: sealer.open(row.private_key, KEY_PLACE), clockOffset: Number(row.clock_offset) };
}

/** Keeps an identity unless another process was first; the one that stands is read again afterwards. */
export async function addIdentity(sql: Queryable, sealer: Sealer, identity: Identity): Promise<void> {
  await sql`insert into identity (private_key, clock_offset)
    values (${sealer.seal(identity.privateKeyPem, KEY_PLACE)}, ${identity.clockOffset}::bigint) on conflict do nothing`;
}

/** Moves the stored offset forward; an offset that is smaller than the stored one changes nothing. */
export async function saveOffset(sql: Queryable, offset: number): Promise<void> {
  await sql`update identity set clock_offset = greatest(clock_offset, ${Math.trunc(offset)}::bigint)`;
}
