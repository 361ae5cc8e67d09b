/** What ties running totals to projects. */
import type { Check } from '../../ledger/verify.store.ts';

export const MEMBER_CHECKS: readonly Check[] = [
  {
    name: 'the running total of a borrower is that of the projects',
    sql: `
      select m.platform_id, 'member ' || m.user_no as place, coalesce(p.total, 0)::text as expected,
        m.borrowing::text as found
      from members m left join (
        select platform_id, member_no,
          sum(case status when 'COLLECTING' then amount when 'REPAYING' then outstanding else 0 end)
          as total from projects group by 1, 2) p using (platform_id, member_no)
      where m.borrowing <> coalesce(p.total, 0)`,
  },
];
