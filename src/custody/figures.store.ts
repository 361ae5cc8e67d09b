/** What the operator watches of the books, over all platforms: a few counts, each read from a small index or table. */
import type { Queryable } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';

export interface CustodyFigures {
  /** Payouts and pay-ins that the bank has in hand, of which nobody knows yet what became. */
  readonly bankOrders: readonly { readonly kind: 'PAYIN' | 'PAYOUT'; readonly count: number }[];
  readonly breaks: readonly { readonly kind: string; readonly count: number }[];
  readonly platforms: number;
  /** Of them never found right, and when the one was that has waited longest; null when all are of the former. */
  readonly unverified: number;
  readonly verifiedAt: Instant | null;
}

export async function readFigures(sql: Queryable): Promise<CustodyFigures> {
  const orders = await sql`
    select 'PAYOUT' as kind, count(*)::integer as count from withdrawals where state = 'SENT'
    union all select 'PAYIN', count(*)::integer from deposits where state = 'HANDED'`;
  const breaks = await sql`
    select kind, count(*)::integer as count from (
      select kind from breaks union all select kind from stray_reports
      union all select 'UNPROCESSED' from bank_reports where processed_at is null and failures > 0) b
    group by kind order by kind`;
  const [marks] = await sql`
    select count(*)::integer as platforms, (count(*) - count(m.verified_at))::integer as unverified,
      min(m.verified_at) as verified_at
    from platforms p left join verified_marks m on m.platform_id = p.platform_id`;
  return {
    bankOrders: orders as unknown as CustodyFigures['bankOrders'],
    breaks: breaks as unknown as CustodyFigures['breaks'],
    platforms: (marks?.platforms as number | undefined) ?? 0,
    unverified: (marks?.unverified as number | undefined) ?? 0,
    verifiedAt: (marks?.verified_at as Date | null | undefined)?.getTime() ?? null,
  };
}
