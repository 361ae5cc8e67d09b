/** Platforms as the operator lists them: read outside the lane, so nothing about money is decided by it. */
import type { Sql } from '../../db/pool.ts';
import type { Instant } from '../../kernel/time.ts';

export interface PlatformLine {
  readonly platformNo: string;
  readonly name: string;
  readonly dialect: string;
  readonly suspended: boolean;
  readonly createdAt: Instant;
}

/** Platforms by their numbers, so many at most. */
export async function listPlatforms(sql: Sql, limit: number): Promise<readonly PlatformLine[]> {
  const rows = await sql`
    select platform_no, name, dialect, suspended, created_at from platforms order by platform_no limit ${limit}`;
  return rows.map((row) => ({
    platformNo: row.platform_no as string,
    name: row.name as string,
    dialect: row.dialect as string,
    suspended: row.suspended as boolean,
    createdAt: (row.created_at as Date).getTime(),
  }));
}
