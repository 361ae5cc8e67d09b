/**
 * What ties the core's rows to the ledger: holds, withdrawals, projects, claims and running totals
 * against balances and against each other.
 */
import type { Sql } from '../db/pool.ts';
import { type Check, type Verification, verifyChecks } from '../ledger/verify.store.ts';

const CUSTODY_CHECKS: readonly Check[] = [
  {
    name: 'frozen is the sum of open holds and of withdrawals under way that froze',
    sql: `
      select a.platform_id, 'holder ' || a.holder_no as place, (coalesce(h.held, 0) + coalesce(w.under_way,
        0))::text as expected,
        a.balance::text as found
      from accounts a
      left join (select platform_id, member_no as holder_no, sum(amount - confirmed - cancelled) as held
        from holds group by 1, 2) h using (platform_id, holder_no)
      left join (select platform_id, holder_no, sum(amount) as under_way from withdrawals
        where mode = 'FREEZE' and state in ('WAITING', 'SENT') group by 1, 2) w using (platform_id, holder_no)
      where a.kind = 2 and a.balance <> coalesce(h.held, 0) + coalesce(w.under_way, 0)`,
  },
  {
    name: 'whoever has something held has a frozen account',
    sql: `
      select h.platform_id, 'holder ' || h.member_no as place, 'a frozen account' as expected, 'none' as found
      from holds h left join accounts a
        on a.platform_id = h.platform_id and a.account_id = h.member_no * 100 + 2
      where a.account_id is null`,
  },
  {
    name: 'withdrawals payable are the deducted withdrawals under way',
    sql: `
      select l.platform_id, 'withdrawals payable' as place, coalesce(w.under_way, 0)::text as expected,
        coalesce(a.balance, 0)::text as found
      from lanes l
      left join accounts a on a.platform_id = l.platform_id and a.account_id = 12
      left join (select platform_id, sum(amount) as under_way from withdrawals
        where mode = 'DEDUCT' and state in ('WAITING', 'SENT') group by 1) w on w.platform_id = l.platform_id
      where coalesce(a.balance, 0) <> coalesce(w.under_way, 0)`,
  },
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
    name: 'a project counts what was loaned, what is outstanding and what was repaid',
    sql: `
      select p.platform_id, 'project ' || p.project_no as place,
        coalesce(c.principal, 0) || '/' || coalesce(c.remaining, 0) as expected,
        p.loaned || '/' || p.outstanding || ' repaid ' || p.repaid_principal as found
      from projects p left join (
        select platform_id, project_no, sum(principal) as principal, sum(remaining) as remaining
        from claims group by 1, 2) c using (platform_id, project_no)
      where p.loaned <> coalesce(c.principal, 0) or p.outstanding <> coalesce(c.remaining, 0)
        or p.loaned - p.outstanding <> p.repaid_principal`,
  },
  {
    name: 'a finished hold has nothing left, an open one has',
    sql: `
      select platform_id, 'hold ' || hold_no as place, 'finished when nothing is left' as expected,
        (amount - confirmed - cancelled) || ' left' as found
      from holds where (finished_at is null) <> (amount - confirmed - cancelled > 0)`,
  },
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
  {
    name: 'deposits paid are what was received, credited or unallocated',
    sql: `
      select l.platform_id, 'receipts' as place, coalesce(d.paid, 0)::text as expected,
        coalesce(e.entries, 0)::text as found
      from lanes l
      left join (select platform_id, count(*) as paid from deposits where state in ('PAID', 'UNALLOCATED')
        group by 1) d using (platform_id)
      left join (select platform_id, count(*) as entries from entries where template in ('deposit',
        'unallocated-receipt')
        group by 1) e using (platform_id)
      where coalesce(d.paid, 0) <> coalesce(e.entries, 0)`,
  },
  {
    name: 'an authorisation has used no more than it was given',
    sql: `
      select platform_id, 'authorisation ' || authorization_no as place, 'at most ' || amount as expected,
        used::text as found
      from authorizations where used > amount`,
  },
  {
    name: 'every hold belongs to a done order, every order to one hold',
    sql: `
      select coalesce(h.platform_id, o.platform_id) as platform_id, 'order ' || coalesce(h.hold_no,
        o.request_no) as place,
        'a hold and its done order' as expected, case when h.hold_no is null then 'no hold' else 'no order' end as found
      from holds h full join (select platform_id, request_no from orders where verb in ('HOLD', 'AUTO_HOLD')
        and state = 'DONE') o
        on o.platform_id = h.platform_id and o.request_no = h.hold_no
      where h.hold_no is null or o.request_no is null`,
  },
];

/** Recomputes and compares everything (`ledger verify`). */
export function verifyLedger(sql: Sql): Promise<Verification> {
  return verifyChecks(sql, CUSTODY_CHECKS);
}
