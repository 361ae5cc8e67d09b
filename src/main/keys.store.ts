/** The database's memory of which keys this custodian works with: serials and fingerprints, never a key. */
import type { Sql, Transaction } from '../db/pool.ts';

export interface KnownKey {
  readonly serial: string;
  readonly fingerprint: string;
}

/** Runs `work` while no other node looks at the keys, with what the database knows of them. */
export async function withKeysLocked<T>(
  sql: Sql,
  work: (known: readonly KnownKey[], keep: (keys: readonly KnownKey[]) => Promise<void>) => Promise<T>,
): Promise<T> {
  const result = await sql.begin(async (tx) => {
    await tx`lock table custodian_keys in access exclusive mode`;
    const known = await tx<KnownKey[]>`select serial, fingerprint from custodian_keys order by serial`;
    return { value: await work(known, (keys) => keep(tx, keys)) };
  });
  return result.value;
}

async function keep(tx: Transaction, keys: readonly KnownKey[]): Promise<void> {
  for (const { serial, fingerprint } of keys) {
    await tx`insert into custodian_keys (serial, fingerprint) values (${serial}, ${fingerprint})`;
  }
}

/** Whether any platform is registered: a database with platforms is not an empty one. */
export async function hasPlatforms(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`select exists (select 1 from platforms) as found`;
  return row?.found ?? false;
}
