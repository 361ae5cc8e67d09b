/**
 * The keys that the custodian signs with, as the database keeps them: per platform, platform 0 for the default keys.
 * The private half is sealed; it is gone once the key has been retired.
 */
import type { Queryable, Row, Transaction } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';

/** Whose keys answer callers that nobody knows, and platforms without a key of their own. */
export const DEFAULT_KEYS = 0;

/** A first key signs from the beginning: by whatever node's clock, no moment is without it. */
export const FROM_THE_START: Instant = 0;

export interface SigningKeyRow {
  readonly platformId: number;
  readonly serial: string;
  /** Of its modulus; a key signs for one platform only. */
  readonly fingerprint: string;
  readonly publicKeyPem: string;
  readonly sealed: Buffer | null;
  readonly createdAt: Instant;
  /** From when on it signs, unless a later one does; null: published only. */
  readonly signsFrom: Instant | null;
  readonly retiredAt: Instant | null;
}

/** The keys of a platform, or the default ones, in the order in which they were made. */
export async function readSigningKeys(sql: Queryable, platformId: number): Promise<readonly SigningKeyRow[]> {
  const rows = await sql`
    select platform_id, serial, fingerprint, public_key, private_key, created_at, signs_from, retired_at
    from signing_keys where platform_id = ${platformId} order by created_at, serial`;
  return rows.map(keyOf);
}

export interface PlatformSigningKeys {
  readonly platformId: number;
  /** Null for the default keys. */
  readonly platformNo: string | null;
  readonly keys: readonly SigningKeyRow[];
}

/** The keys of one platform, or of all, the default ones first; without their private halves. */
export async function listSigningKeys(sql: Queryable, of: number | null): Promise<readonly PlatformSigningKeys[]> {
  const rows = await sql`
    select k.platform_id, k.serial, k.fingerprint, k.public_key, null::bytea as private_key, k.created_at, k.signs_from,
      k.retired_at, p.platform_no
    from signing_keys k left join platforms p on p.platform_id = k.platform_id
    where ${of}::integer is null or k.platform_id = ${of}
    order by p.platform_no nulls first, k.created_at, k.serial`;
  return grouped(rows);
}

/** Everybody's keys, also of platforms that have none. */
export async function readAllSigningKeys(sql: Queryable): Promise<readonly PlatformSigningKeys[]> {
  const rows = await sql`
    select coalesce(k.platform_id, p.platform_id) as platform_id, k.serial, k.fingerprint, k.public_key, k.private_key,
      k.created_at, k.signs_from, k.retired_at, p.platform_no
    from signing_keys k full join platforms p on p.platform_id = k.platform_id
    order by k.created_at, k.serial`;
  return grouped(rows);
}

function grouped(rows: readonly Row[]): readonly PlatformSigningKeys[] {
  const groups = Map.groupBy(rows, (row) => row.platform_id as number);
  return [...groups].map(([platformId, each]) => ({
    platformId,
    platformNo: (each[0]?.platform_no as string | null | undefined) ?? null,
    keys: each.filter(({ serial }) => serial !== null).map(keyOf),
  }));
}

function keyOf(row: Row): SigningKeyRow {
  return {
    platformId: row.platform_id as number,
    serial: row.serial as string,
    fingerprint: row.fingerprint as string,
    publicKeyPem: row.public_key as string,
    sealed: row.private_key as Buffer | null,
    createdAt: (row.created_at as Date).getTime(),
    signsFrom: instant(row.signs_from),
    retiredAt: instant(row.retired_at),
  };
}

/**
 * Serials that a platform knows, or may come to know: its own and those of the default keys; for a default key those of
 * all.
 */
export async function knownSerials(tx: Transaction, platformId: number): Promise<readonly string[]> {
  const rows = await tx`
    select distinct serial from signing_keys
    where platform_id in (${platformId}, ${DEFAULT_KEYS}) or ${platformId} = ${DEFAULT_KEYS}`;
  return rows.map((row) => row.serial as string);
}

/** Lets nobody else change signing keys until the transaction ends; they are read meanwhile. */
export async function lockSigningKeys(tx: Transaction): Promise<void> {
  await tx`lock table signing_keys in share row exclusive mode`;
}

export async function insertSigningKey(tx: Transaction, key: SigningKeyRow): Promise<void> {
  await tx`
    insert into signing_keys (platform_id, serial, fingerprint, public_key, private_key, created_at, signs_from)
    values (${key.platformId}, ${key.serial}, ${key.fingerprint}, ${key.publicKeyPem}, ${key.sealed},
      ${new Date(key.createdAt)}, ${key.signsFrom === null ? null : new Date(key.signsFrom)})`;
}

/** Whether the custodian signs with the key for anybody, or has. */
export async function isSigningKey(tx: Transaction, fingerprint: string): Promise<boolean> {
  const rows = await tx`select 1 from signing_keys where fingerprint = ${fingerprint}`;
  return rows.length > 0;
}

/** From when on a key signs; null: not at all, so far. */
export async function setSignsFrom(tx: Transaction, key: SigningKeyRow, at: Instant | null): Promise<void> {
  await tx`update signing_keys set signs_from = ${at === null ? null : new Date(at)}
    where platform_id = ${key.platformId} and serial = ${key.serial}`;
}

/** Ends a key; its private half goes with it. */
export async function retireSigningKey(tx: Transaction, key: SigningKeyRow, at: Instant): Promise<void> {
  await tx`update signing_keys set retired_at = ${new Date(at)}, private_key = null
    where platform_id = ${key.platformId} and serial = ${key.serial}`;
}

/** Keys whose private half stands under another key than this one: 8 hexadecimal digits. */
export async function staleSigningKeys(tx: Transaction, keyId: string): Promise<readonly SigningKeyRow[]> {
  const rows = await tx`
    select platform_id, serial, fingerprint, public_key, private_key, created_at, signs_from, retired_at
    from signing_keys where substring(private_key from 2 for 4) <> decode(${keyId}, 'hex')`;
  return rows.map(keyOf);
}

export async function setPrivateKey(tx: Transaction, key: SigningKeyRow, sealed: Buffer): Promise<void> {
  await tx`update signing_keys set private_key = ${sealed}
    where platform_id = ${key.platformId} and serial = ${key.serial}`;
}

function instant(value: unknown): Instant | null {
  return value instanceof Date ? value.getTime() : null;
}
