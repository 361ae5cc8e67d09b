/** The database's memory of which keys this custodian works with: fingerprints, never a key. */
import type { Sql, Transaction } from '../db/pool.ts';

export interface KnownKey {
  readonly serial: string;
  readonly fingerprint: string;
}

export interface KnownKeys {
  readonly known: readonly KnownKey[];
  /** From now on these are the known ones, and no others. */
  keep(keys: readonly KnownKey[]): Promise<void>;
}

/** Runs `work` while no other node looks at the keys, with what the database knows of them. */
export async function withKeysLocked<T>(sql: Sql, work: (tx: Transaction, keys: KnownKeys) => Promise<T>): Promise<T> {
  const result = await sql.begin(async (tx) => {
    await tx`lock table custodian_keys in access exclusive mode`;
    const known = await tx<KnownKey[]>`select serial, fingerprint from custodian_keys order by serial`;
    return { value: await work(tx, { known, keep: (keys) => keep(tx, keys) }) };
  });
  return result.value;
}

async function keep(tx: Transaction, keys: readonly KnownKey[]): Promise<void> {
  await tx`delete from custodian_keys where serial <> all(${keys.map(({ serial }) => serial)}::text[])`;
  for (const { serial, fingerprint } of keys) {
    await tx`insert into custodian_keys (serial, fingerprint) values (${serial}, ${fingerprint})
      on conflict (serial) do nothing`;
  }
}

/** Whether any platform is registered: a database with platforms is not an empty one. */
export async function hasPlatforms(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`select exists (select 1 from platforms) as found`;
  return row?.found ?? false;
}
