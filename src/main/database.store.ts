/** What a server says about itself. */
import type { Sql } from '../db/pool.ts';

export interface ServerFacts {
  /** `15.4`, with what packagers add. */
  readonly version: string;
  /** 150004 */
  readonly versionNumber: number;
  /** Of the database connected to. */
  readonly encoding: string;
}

export async function readServerFacts(sql: Sql): Promise<ServerFacts> {
  const [row] = await sql<{ version: string; number: string; encoding: string }[]>`
    select current_setting('server_version') as version, current_setting('server_version_num') as number,
      current_setting('server_encoding') as encoding`;
  return { version: row?.version ?? '', versionNumber: Number(row?.number), encoding: row?.encoding ?? '' };
}

/** Whether a transaction may write: not on a standby, nor where the database or our user is set to read only. */
export async function mayWrite(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ mode: string }[]>`select current_setting('transaction_read_only') as mode`;
  return row?.mode === 'off';
}

/** Whether a later version has migrated the database in a way that a program of so many migrations cannot live with. */
export async function isLeftBehind(sql: Sql, migrations: number): Promise<boolean> {
  const rows = await sql`select 1 from schema_migrations where version > ${migrations} and not older_may_serve limit 1`;
  return rows.length > 0;
}
