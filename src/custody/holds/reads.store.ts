/** What queries see of holds: read outside the lane, so nothing about money is decided by it. */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import { holderAs } from '../members/holders.ts';
import type { Holder } from '../members/words.ts';
import type { ReadSource } from '../read-source.ts';
import type { HoldKind } from './words.ts';

/** A hold as a query sees it. */
export interface HoldInformation {
  readonly kind: HoldKind;
  readonly holder: Holder;
  readonly projectNo: string | null;
  readonly amount: Fen;
  readonly confirmed: Fen;
  readonly cancelled: Fen;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
}

export function holdReads({ sql }: ReadSource) {
  return {
    async hold(platformId: number, holdNo: string): Promise<HoldInformation | null> {
      const [row] = await sql`
        select h.kind, h.holder_no, h.project_no, h.amount, h.confirmed, h.cancelled, h.created_at, h.finished_at,
          m.user_no
        from holds h left join members m on m.platform_id = h.platform_id and m.member_no = h.holder_no
        where h.platform_id = ${platformId} and h.hold_no = ${holdNo}`;
      if (!row) return null;
      return {
        kind: row.kind,
        holder: holderAs(row.holder_no, row.user_no),
        projectNo: row.project_no,
        amount: row.amount,
        confirmed: row.confirmed,
        cancelled: row.cancelled,
        createdAt: row.created_at.getTime(),
        finishedAt: row.finished_at?.getTime() ?? null,
      };
    },
  };
}
