/** What ties projects to the orders that made and changed them, to their holds, claims and repayments. */
import type { Check } from '../../ledger/verify.store.ts';

export const PROJECT_CHECKS: readonly Check[] = [
  {
    name: 'a project is as its orders made and changed it',
    since: 'leftOut',
    sql: `
      select place, expected, found from (
        select 'project ' || coalesce(p.project_no, o.command ->> 'projectNo') as place,
          coalesce(concat_ws('/', m.member_no, o.command ->> 'borrowerNo', coalesce(c.amount, o.command ->> 'amount'),
            quote_nullable(o.command ->> 'name'), quote_nullable(o.command ->> 'description'),
            (o.command ->> 'periodDays')::numeric::integer,
            o.command ->> 'rate', o.command ->> 'repaymentWay', coalesce(c.status, 'COLLECTING'), o.finished_at),
            'no done order') as expected,
          coalesce(concat_ws('/', p.member_no, p.borrower_no, p.amount,
            quote_nullable(p.name), quote_nullable(p.description), p.period_days, p.rate,
            p.repayment_way, p.status, p.created_at), 'no project') as found
        from projects p full join (
          select plain_command::jsonb as command, finished_at from orders
          where verb = 'CREATE_PROJECT' and state = 'DONE') o on o.command ->> 'projectNo' = p.project_no
        left join members m on m.user_no = o.command ->> 'borrowerNo'
        left join (
          select command ->> 'projectNo' as project_no,
            (array_agg(command ->> 'amount' order by order_no desc) filter (where command ->> 'amount' is not null))[1]
              as amount,
            (array_agg(command ->> 'status' order by order_no desc) filter (where command ->> 'status' is not null))[1]
              as status
          from (select order_no, plain_command::jsonb as command from orders
            where verb = 'MODIFY_PROJECT' and state = 'DONE') o group by 1) c
          on c.project_no = o.command ->> 'projectNo') s
      where expected <> found`,
  },
  {
    name: 'a project counts its open holds, its tenders and red packets',
    since: 'standing',
    sql: `
      select 'project ' || p.project_no as place,
        coalesce(h.tendered, 0) || '/' || coalesce(h.open_holds, 0) || '/' || coalesce(h.open_tenders, 0) as expected,
        p.tendered || '/' || p.open_holds || '/' || p.open_tenders as found
      from projects p left join (
        select project_no, count(*) as open_holds, count(*) filter (where kind = 'TENDER') as open_tenders,
          sum(amount - confirmed - cancelled + red_packet) filter (where kind = 'TENDER') as tendered
        from holds where finished_at is null group by 1) h using (project_no)
      where p.tendered <> coalesce(h.tendered, 0) or p.open_holds <> coalesce(h.open_holds, 0)
        or p.open_tenders <> coalesce(h.open_tenders, 0)`,
  },
  {
    name: 'a project counts what was loaned, repaid and recovered, and the interest of both',
    since: 'leftOut',
    sql: `
      select 'project ' || p.project_no as place, coalesce(c.principal, 0) || ' repaid '
          || coalesce(c.principal, 0) + coalesce(d.balance, 0) || ' with ' || coalesce(i.interest, 0)
          || ' recovered ' || coalesce(i.recovered, 0) || ' with ' || coalesce(i.recovered_interest, 0) as expected,
        p.loaned || ' repaid ' || p.repaid_principal || ' with ' || p.repaid_interest
          || ' recovered ' || p.recovered_principal || ' with ' || p.recovered_interest as found
      from projects p
      left join (select project_no, sum(principal) as principal from claims where source_no is null group by 1) c
        using (project_no)
      left join accounts d on d.account_id = p.project_id * 100 + 21
      left join (
        select o.plain_command::jsonb ->> 'projectNo' as project_no,
          sum(p.amount) filter (where p.part = 'interest') as interest,
          sum(p.amount) filter (where p.part = 'recourse') as recovered,
          sum(p.amount) filter (where p.part = 'recourse-interest') as recovered_interest
        from orders o join entries e using (order_no) join postings p using (entry_no)
        where e.template in ('confirm-repayment', 'confirm-compensation') and p.account_id % 100 = 1
        group by 1) i using (project_no)
      where p.loaned <> coalesce(c.principal, 0)
        or p.repaid_principal <> coalesce(c.principal, 0) + coalesce(d.balance, 0)
        or p.repaid_interest <> coalesce(i.interest, 0) or p.recovered_principal <> coalesce(i.recovered, 0)
        or p.recovered_interest <> coalesce(i.recovered_interest, 0)`,
  },
  {
    // Another try may have taken the number since, and with it the order that was refused.
    name: 'a request over the cap was refused as such, and recorded as it was asked',
    since: 'standing',
    sql: `
      select 'request ' || o.request_no as place, 'a record as it was asked' as expected, 'none' as found
      from (
        select request_no, finished_at, content::jsonb as asked, refusal::jsonb -> 'facts' as why from orders
        where verb = 'CREATE_PROJECT'
          and refusal::jsonb ->> 'name' in ('PROJECT_OVER_CAP', 'BORROWER_TOTAL_OVER_CAP')) o
      where not exists (
        select from over_cap_requests r join members m using (member_no)
        where r.request_no = o.request_no and r.at = o.finished_at and m.user_no = o.asked ->> 'borrowerNo'
          and r.project_no = o.asked ->> 'projectNo' and r.amount::text = o.asked ->> 'amount'
          and r.cap::text = o.why #>> '{cap,fen}' and r.total::text = coalesce(o.why #>> '{total,fen}', r.total::text)
          and r.total >= r.amount)`,
  },
];
