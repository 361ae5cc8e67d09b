/** What ties running totals to projects. */
import type { Check } from '../../ledger/verify.store.ts';

export const MEMBER_CHECKS: readonly Check[] = [
  {
    name: 'the running total of a borrower is that of the projects',
    sql: `
      select m.platform_id, 'member ' || m.user_no as place, coalesce(p.total, 0)::text as expected,
        m.borrowing::text as found
      from members m left join (
        select q.platform_id, q.member_no,
          sum(case q.status when 'COLLECTING' then q.amount when 'REPAYING' then coalesce(-d.balance, 0) else 0 end)
          as total
        from projects q
        left join accounts d on d.platform_id = q.platform_id and d.account_id = q.project_id * 100 + 21
        group by 1, 2) p using (platform_id, member_no)
      where m.borrowing <> coalesce(p.total, 0)`,
  },
];
