/** The keys that seal, after the first one: wrapped by it. Times are real ones, not those of a sandbox's clock. */
import type { Queryable, Transaction } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';

export interface DataKeyRow {
  readonly serial: number;
  readonly wrapped: Buffer | null;
  readonly createdAt: Instant;
  readonly sealsFrom: Instant | null;
  readonly resealedAt: Instant | null;
  readonly retiredAt: Instant | null;
}

export async function readDataKeys(sql: Queryable): Promise<readonly DataKeyRow[]> {
  const rows = await sql`
    select serial, wrapped, created_at, seals_from, resealed_at, retired_at from data_keys order by serial`;
  return rows.map((row) => ({
    serial: row.serial as number,
    wrapped: row.wrapped as Buffer | null,
    createdAt: (row.created_at as Date).getTime(),
    sealsFrom: instant(row.seals_from),
    resealedAt: instant(row.resealed_at),
    retiredAt: instant(row.retired_at),
  }));
}

/** Lets nobody else change data keys until the transaction ends; they are read meanwhile. */
export async function lockDataKeys(tx: Transaction): Promise<void> {
  await tx`lock table data_keys in share row exclusive mode`;
}

export async function insertDataKey(tx: Transaction, serial: number, wrapped: Buffer, at: Instant): Promise<void> {
  await tx`insert into data_keys (serial, wrapped, created_at) values (${serial}, ${wrapped}, ${new Date(at)})`;
}

export async function setSealsFrom(tx: Transaction, serial: number, at: Instant): Promise<void> {
  await tx`update data_keys set seals_from = ${new Date(at)} where serial = ${serial}`;
}

export async function noteResealed(sql: Queryable, serial: number, at: Instant): Promise<void> {
  await sql`update data_keys set resealed_at = ${new Date(at)} where serial = ${serial} and resealed_at is null`;
}

export async function retireDataKey(tx: Transaction, serial: number, at: Instant): Promise<void> {
  await tx`update data_keys set retired_at = ${new Date(at)}, wrapped = null where serial = ${serial}`;
}

function instant(value: unknown): Instant | null {
  return value instanceof Date ? value.getTime() : null;
}
