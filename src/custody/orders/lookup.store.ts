/** What an order has moved, as the operator sees it: read outside the lane, so nothing is decided by it. */
import type { Sql } from '../../db/pool.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import { ACCOUNT_HOLDERS, type AccountKind, kindOf } from '../../ledger/chart.ts';

export interface PostingLine {
  readonly entryNo: bigint;
  readonly template: string;
  readonly effectiveAt: Instant;
  readonly account: AccountKind;
  /** A member's number, one of the platform's own accounts, or null: the custodian's side, or a debt. */
  readonly holder: string | null;
  readonly part: string;
  readonly amount: Fen;
  readonly balanceAfter: Fen;
}

/** The postings of an order in their order, so many at most. */
export async function postingsOf(
  sql: Sql,
  platformId: number,
  orderNo: bigint,
  limit: number,
): Promise<readonly PostingLine[]> {
  const rows = await sql`
    select e.entry_no, e.template, e.effective_at, p.account_id, p.part, p.amount, p.balance_after,
      coalesce(d.holder_no, p.account_id / 100) as holder_no, m.user_no
    from entries e
    join postings p on p.platform_id = ${platformId} and p.entry_no = e.entry_no
    left join dues d on d.platform_id = ${platformId} and p.account_id % 100 = 20 and d.due_no = p.account_id / 100
    left join members m on m.platform_id = ${platformId} and p.account_id % 100 in (1, 2, 20)
      and m.member_no = coalesce(d.holder_no, p.account_id / 100)
    where e.platform_id = ${platformId} and e.order_no = ${orderNo}
    order by e.entry_no, p.seq limit ${limit}`;
  return rows.map((row) => ({
    entryNo: row.entry_no as bigint,
    template: row.template as string,
    effectiveAt: (row.effective_at as Date).getTime(),
    account: kindOf(row.account_id as bigint),
    holder: (row.user_no as string | null) ?? accountOf(row.holder_no as bigint),
    part: row.part as string,
    amount: row.amount as Fen,
    balanceAfter: row.balance_after as Fen,
  }));
}

function accountOf(holderNo: bigint): string | null {
  return Object.entries(ACCOUNT_HOLDERS).find(([, number]) => number === holderNo)?.[0] ?? null;
}
