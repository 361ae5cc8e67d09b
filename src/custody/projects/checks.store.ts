/** What ties the counters of projects to their holds and claims. */
import type { Check } from '../../ledger/verify.store.ts';

export const PROJECT_CHECKS: readonly Check[] = [
  {
    name: 'a project counts its open holds, its tenders and red packets',
    sql: `
      select p.platform_id, 'project ' || p.project_no as place,
        coalesce(h.tendered, 0) || '/' || coalesce(h.open_holds, 0) || '/' || coalesce(h.open_tenders, 0) as expected,
        p.tendered || '/' || p.open_holds || '/' || p.open_tenders as found
      from projects p left join (
        select platform_id, project_no, count(*) as open_holds, count(*) filter (where kind = 'TENDER') as open_tenders,
          sum(amount - confirmed - cancelled + red_packet) filter (where kind = 'TENDER') as tendered
        from holds where finished_at is null group by 1, 2) h using (platform_id, project_no)
      where p.tendered <> coalesce(h.tendered, 0) or p.open_holds <> coalesce(h.open_holds, 0)
        or p.open_tenders <> coalesce(h.open_tenders, 0)`,
  },
  {
    name: 'a project counts what was loaned and what was repaid',
    sql: `
      select p.platform_id, 'project ' || p.project_no as place,
        coalesce(c.principal, 0) || ' repaid ' || coalesce(c.principal, 0) + coalesce(d.balance, 0) as expected,
        p.loaned || ' repaid ' || p.repaid_principal as found
      from projects p
      left join (select platform_id, project_no, sum(principal) as principal from claims group by 1, 2) c
        using (platform_id, project_no)
      left join accounts d on d.platform_id = p.platform_id and d.account_id = p.project_id * 100 + 21
      where p.loaned <> coalesce(c.principal, 0)
        or p.repaid_principal <> coalesce(c.principal, 0) + coalesce(d.balance, 0)`,
  },
];
