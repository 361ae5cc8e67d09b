/** What queries see of freezes: read outside the lane, so nothing about money is decided by it. */
import type { Instant } from '../../kernel/time.ts';
import type { ReadSource } from '../read-source.ts';

/** A freeze as a query sees it, beside its order. */
export interface FreezeInformation {
  /** Null while it stands. */
  readonly releasedAt: Instant | null;
}

export function freezeReads({ sql }: ReadSource) {
  return {
    async freeze(platformId: number, freezeNo: string): Promise<FreezeInformation | null> {
      const [row] = await sql`
        select released_at from freezes where platform_id = ${platformId} and freeze_no = ${freezeNo}`;
      return row ? { releasedAt: row.released_at?.getTime() ?? null } : null;
    },
  };
}
