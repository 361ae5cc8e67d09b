/**
 * Platforms and their keys: written by the operator's commands, read by everything through a short-lived cache, since
 * every request needs them and they hardly ever change.
 */
import { createPublicKey } from 'node:crypto';
import { breachOf } from '../../db/breach.ts';
import type { Queryable, Sql, Transaction } from '../../db/pool.ts';
import type { Change } from '../../kernel/change.ts';
import { rsaFingerprint } from '../../kernel/rsa.ts';
import type { Instant } from '../../kernel/time.ts';
import { placed, type Sealer } from '../../kernel/seal.ts';
import type { PlatformKey } from './platform.ts';
import type { Bank } from '../banks.ts';
import { PLATFORM_PASSWORD } from '../credentials/tables.ts';
import type { PlatformRecord } from './record.ts';

export interface NewPlatform {
  readonly platformNo: string;
  readonly name: string;
  readonly dialect: string;
  readonly notifyUrl: string | null;
  readonly custodyBank: string | null;
  readonly settlementAccount: string | null;
  readonly settlementBank: Bank | null;
  readonly publicKeyPem: string;
  readonly keySerial: string;
  readonly passwordHash: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface PlatformFile {
  readonly platform: PlatformRecord;
  readonly keys: readonly RegisteredKey[];
}

export interface RegisteredKey extends PlatformKey {
  /** An upgrade found the same key registered before, here or at another platform: it is to be replaced. */
  readonly shared: boolean;
}

/** Whose a key is, or was: one key belongs to one platform, and never returns (DW-4). */
export interface KeyOwner {
  readonly platformNo: string;
  readonly serial: string;
  readonly revoked: boolean;
}

/** Writes in the transaction in which a platform is made. */
export type Besides = (tx: Transaction, platformId: number) => Promise<void>;

/** A key that a platform is to sign with besides. */
export interface NewKey {
  readonly serial: string;
  readonly publicKeyPem: string;
  readonly expiresAt: Instant | null;
}

/** What can be changed of a platform. */
export interface PlatformPatch {
  readonly name?: string;
  readonly suspended?: boolean;
  readonly services?: readonly string[] | null;
  readonly notifyUrl?: string | null;
  readonly custodyBank?: string | null;
  readonly settlementAccount?: string | null;
  readonly settlementBank?: Bank | null;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The constraint by which a key belongs to one platform. */
const ONE_OWNER = 'platform_keys_one_owner';

/** What a platform's settlement account is sealed for. */
function accountPlace(platformId: number): string {
  return placed('platforms.settlement_account', platformId);
}

export class PlatformStore {
  private readonly sql: Sql;
  private readonly sealer: Sealer;
  private readonly channel: string;

  constructor(sql: Sql, sealer: Sealer, channel: string) {
    this.sql = sql;
    this.sealer = sealer;
    this.channel = channel;
  }

  /** A platform with its keys by its number, in one statement; or null. */
  load(platformNo: string): Promise<PlatformFile | null> {
    return this.find(this.sql, platformNo);
  }

  private async find(sql: Queryable, platformNo: string): Promise<PlatformFile | null> {
    const rows = await sql`
      select p.platform_id, p.platform_no, p.name, p.dialect, p.suspended, p.services, p.notify_url, p.custody_bank,
        p.settings, p.settlement_account, p.settlement_bank, k.serial, k.public_key, k.expires_at, k.revoked_at,
        k.copy
      from platforms p left join platform_keys k on k.platform_id = p.platform_id
      where p.platform_no = ${platformNo} order by k.serial`;
    const [row] = rows;
    if (!row) return null;
    const keys = rows.filter((each) => each.serial !== null);
    return {
      platform: this.read(row),
      keys: keys.map((key) => ({
        serial: key.serial as string,
        publicKeyPem: key.public_key as string,
        expiresAt: instant(key.expires_at),
        revokedAt: instant(key.revoked_at),
        shared: key.copy !== 0,
      })),
    };
  }

  /** The numbers of all platforms. */
  async platformNos(): Promise<ReadonlySet<string>> {
    const rows = await this.sql`select platform_no from platforms`;
    return new Set(rows.map((row) => row.platform_no as string));
  }

  /** The number of a platform by its id, or null. */
  async numberOf(platformId: number): Promise<string | null> {
    const [row] = await this.sql`select platform_no from platforms where platform_id = ${platformId}`;
    return (row?.platform_no as string | undefined) ?? null;
  }

  /**
   * Registers a platform with its lane, first key and payment password, and what else `besides` writes with it, unless
   * the number or the key is taken.
   */
  create(
    platform: NewPlatform,
    at: Instant,
    besides?: Besides,
  ): Promise<Change<PlatformFile> | 'NUMBER_TAKEN' | 'KEY_TAKEN'> {
    const now = new Date(at);
    const { settlementAccount } = platform;
    const made = this.sql.begin(async (sql) => {
      await sql`lock table platforms in share row exclusive mode`;
      const [next] = await sql`select coalesce(max(platform_id), 0) + 1 as id from platforms`;
      const id = next?.id as number;
      const sealed = settlementAccount === null ? null : this.sealer.seal(settlementAccount, accountPlace(id));
      const hash = this.sealer.seal(platform.passwordHash, placed('credentials.password_hash', id, PLATFORM_PASSWORD));
      const [row] = await sql`
        insert into platforms (platform_id, platform_no, name, dialect, notify_url, custody_bank, settlement_account,
          settlement_bank, settings, created_at)
        values (${id}, ${platform.platformNo}, ${platform.name}, ${platform.dialect}, ${platform.notifyUrl},
          ${platform.custodyBank}, ${sealed}, ${platform.settlementBank}, ${sql.json(platform.settings)}, ${now})
        on conflict (platform_no) do nothing returning platform_id`;
      if (!row) return 'NUMBER_TAKEN' as const;
      await sql`insert into lanes (platform_id, last_at) values (${id}, ${now})`;
      await sql`insert into credentials (platform_id, holder_no, password_hash) values (${id},
        ${PLATFORM_PASSWORD}, ${hash})`;
      await sql`insert into platform_keys (platform_id, serial, public_key, fingerprint, created_at)
        values (${id}, ${platform.keySerial}, ${platform.publicKeyPem}, ${fingerprintOf(platform.publicKeyPem)},
        ${now})`;
      await besides?.(sql, id);
      return { before: null, after: await this.find(sql, platform.platformNo) };
    });
    return made.catch(keyTaken);
  }

  /** Changes what is given of a platform; settings are merged, an empty text removes one. Null: unknown. */
  async change(platformNo: string, patch: PlatformPatch): Promise<Change<PlatformFile> | null> {
    return this.sql.begin(async (sql) => {
      // Locked before it is read: of two changes at once neither undoes the other, a suspension least of all.
      await sql`select 1 from platforms where platform_no = ${platformNo} for update`;
      const file = await this.find(sql, platformNo);
      if (!file) return null;
      const next = { ...file.platform, ...patch, settings: { ...file.platform.settings, ...patch.settings } };
      const settings = Object.fromEntries(Object.entries(next.settings).filter(([, value]) => value !== ''));
      const { settlementAccount: account } = next;
      await sql`
        update platforms set name = ${next.name}, suspended = ${next.suspended},
          services = ${next.services as string[] | null},
          notify_url = ${next.notifyUrl}, custody_bank = ${next.custodyBank}, settlement_bank = ${next.settlementBank},
          settlement_account = ${account === null ? null : this.sealer.seal(account, accountPlace(next.platformId))},
          settings = ${sql.json(settings)}
        where platform_no = ${platformNo}`;
      return { before: file, after: await this.find(sql, platformNo) };
    });
  }

  /** Adds a key, unless its serial is taken at this platform, or the key anywhere. */
  addKey(
    { platformId, platformNo }: PlatformRecord,
    { serial, publicKeyPem, expiresAt }: NewKey,
    at: Instant,
  ): Promise<Change<PlatformFile> | 'SERIAL_TAKEN' | 'KEY_TAKEN'> {
    const added = this.changeKeys(
      platformNo,
      (tx) => tx`
        insert into platform_keys (platform_id, serial, public_key, fingerprint, created_at, expires_at)
        values (${platformId}, ${serial}, ${publicKeyPem}, ${fingerprintOf(publicKeyPem)}, ${new Date(at)},
          ${expiresAt === null ? null : new Date(expiresAt)})
        on conflict (platform_id, serial) do nothing returning serial`,
    );
    return added.then((change) => change ?? 'SERIAL_TAKEN').catch(keyTaken);
  }

  /** What a statement changes of a platform's keys, while nobody else changes any; null when it changes nothing. */
  private changeKeys(
    platformNo: string,
    work: (tx: Transaction) => PromiseLike<readonly unknown[]>,
  ): Promise<Change<PlatformFile> | null> {
    return this.sql.begin(async (tx) => {
      await tx`select 1 from platforms where platform_no = ${platformNo} for update`;
      const before = await this.find(tx, platformNo);
      const rows = await work(tx);
      return rows.length > 0 ? { before, after: await this.find(tx, platformNo) } : null;
    });
  }

  /** Whose a key is or was, the oldest registration first; null when nobody has had it. */
  async ownerOf(publicKeyPem: string): Promise<KeyOwner | null> {
    const [row] = await this.sql`
      select p.platform_no, k.serial, k.revoked_at is not null as revoked
      from platform_keys k join platforms p using (platform_id)
      where k.fingerprint = ${fingerprintOf(publicKeyPem)} order by k.copy limit 1`;
    if (!row) return null;
    return { platformNo: row.platform_no as string, serial: row.serial as string, revoked: row.revoked as boolean };
  }

  /** Revokes a key at once, under every serial that it has here; null when there is no such live key. */
  revokeKey(
    { platformId, platformNo }: PlatformRecord,
    serial: string,
    at: Instant,
  ): Promise<Change<PlatformFile> | null> {
    return this.changeKeys(
      platformNo,
      (tx) => tx`
        update platform_keys set revoked_at = ${new Date(at)}
        where platform_id = ${platformId} and revoked_at is null and fingerprint in (
          select fingerprint from platform_keys
          where platform_id = ${platformId} and serial = ${serial} and revoked_at is null)
        returning serial`,
    );
  }

  private read(row: Record<string, unknown>): PlatformRecord {
    const account = row.settlement_account as Buffer | null;
    return {
      platformId: row.platform_id as number,
      platformNo: row.platform_no as string,
      name: row.name as string,
      dialect: row.dialect as string,
      suspended: row.suspended as boolean,
      services: row.services as string[] | null,
      notifyUrl: row.notify_url as string | null,
      custodyBank: row.custody_bank as string | null,
      settings: row.settings as Record<string, string>,
      settlementAccount: account === null ? null : this.sealer.open(account, accountPlace(row.platform_id as number)),
      settlementBank: row.settlement_bank as Bank | null,
      channel: this.channel,
    };
  }
}

function instant(value: unknown): Instant | null {
  return value instanceof Date ? value.getTime() : null;
}

function fingerprintOf(publicKeyPem: string): string {
  return rsaFingerprint(createPublicKey(publicKeyPem));
}

/** The database says that somebody has, or had, the key; any other error is thrown on. */
function keyTaken(error: unknown): 'KEY_TAKEN' {
  if (breachOf(error)?.constraint === ONE_OWNER) return 'KEY_TAKEN';
  throw error;
}
