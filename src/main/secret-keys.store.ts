/** Secrets that follow the first ones: wrapped. Times are real ones, not those of a sandbox's clock. */
import type { Queryable, Transaction } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';

/** What a secret is for: to seal, or to make page tokens. */
export type Purpose = 'data' | 'token';

export interface SecretKeyRow {
  readonly serial: number;
  readonly wrapped: Buffer | null;
  readonly createdAt: Instant;
  readonly usedFrom: Instant | null;
  readonly resealedAt: Instant | null;
  readonly retiredAt: Instant | null;
}

export async function readSecretKeys(sql: Queryable, purpose: Purpose): Promise<readonly SecretKeyRow[]> {
  const rows = await sql`
    select serial, wrapped, created_at, used_from, resealed_at, retired_at
    from secret_keys where purpose = ${purpose} order by serial`;
  return rows.map((row) => ({
    serial: row.serial as number,
    wrapped: row.wrapped as Buffer | null,
    createdAt: (row.created_at as Date).getTime(),
    usedFrom: instant(row.used_from),
    resealedAt: instant(row.resealed_at),
    retiredAt: instant(row.retired_at),
  }));
}

/** Lets nobody else change secrets until the transaction ends; they are read meanwhile. */
export async function lockSecretKeys(tx: Transaction): Promise<void> {
  await tx`lock table secret_keys in share row exclusive mode`;
}

/** Adds one, or, of the first, which lies elsewhere, what became of it. */
export async function insertSecretKey(
  tx: Transaction,
  purpose: Purpose,
  key: Pick<SecretKeyRow, 'serial' | 'wrapped' | 'createdAt' | 'retiredAt'>,
): Promise<void> {
  const retiredAt = key.retiredAt === null ? null : new Date(key.retiredAt);
  await tx`insert into secret_keys (purpose, serial, wrapped, created_at, retired_at)
    values (${purpose}, ${key.serial}, ${key.wrapped}, ${new Date(key.createdAt)}, ${retiredAt})`;
}

export async function setUsedFrom(tx: Transaction, purpose: Purpose, serial: number, at: Instant): Promise<void> {
  await tx`update secret_keys set used_from = ${new Date(at)} where purpose = ${purpose} and serial = ${serial}`;
}

export async function noteResealed(sql: Queryable, purpose: Purpose, serial: number, at: Instant): Promise<void> {
  await sql`update secret_keys set resealed_at = ${new Date(at)}
    where purpose = ${purpose} and serial = ${serial} and resealed_at is null`;
}

export async function retireSecretKey(tx: Transaction, purpose: Purpose, serial: number, at: Instant): Promise<void> {
  await tx`update secret_keys set retired_at = ${new Date(at)}, wrapped = null
    where purpose = ${purpose} and serial = ${serial}`;
}

function instant(value: unknown): Instant | null {
  return value instanceof Date ? value.getTime() : null;
}
