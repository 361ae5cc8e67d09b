/** What pages see of passwords: how many tries are left, never the password. */
import type { ReadSource } from '../read-source.ts';

export function credentialReads({ sql }: ReadSource) {
  return {
    async credential(
      platformId: number,
      holderNo: bigint,
    ): Promise<{ failures: number; lockedUntil: number | null } | null> {
      const [row] = await sql`
        select failures, locked_until from credentials where platform_id = ${platformId} and holder_no = ${holderNo}`;
      return row ? { failures: row.failures, lockedUntil: row.locked_until?.getTime() ?? null } : null;
    },
  };
}
