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
      left join (select platform_id, holder_no, sum(amount - confirmed - cancelled) as held
        from holds group by 1, 2) h using (platform_id, holder_no)
      left join (select platform_id, holder_no, sum(amount) as under_way from withdrawals
        where mode = 'FREEZE' and state in ('WAITING', 'SENT') group by 1, 2) w using (platform_id, holder_no)
      where a.kind = 2 and a.balance <> coalesce(h.held, 0) + coalesce(w.under_way, 0)`,
  },
  {
    name: 'whoever has something held has a frozen account',
    sql: `
      select h.platform_id, 'holder ' || h.holder_no as place, 'a frozen account' as expected, 'none' as found
      from holds h left join accounts a
        on a.platform_id = h.platform_id and a.account_id = h.holder_no * 100 + 2
      where a.account_id is null`,
  },
  {
    name: 'a hold froze its amount, of its holder',
    sql: `
      select * from (
        select h.platform_id, 'hold ' || h.hold_no as place, h.amount || ' of holder ' || h.holder_no as expected,
          coalesce(f.frozen, 'nothing') as found
        from holds h
        left join orders o on o.platform_id = h.platform_id and o.request_no = h.hold_no
        left join (
          select e.platform_id, e.order_no,
            string_agg(p.amount || ' of holder ' || p.account_id / 100, ', ') as frozen
          from entries e join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no
            and p.account_id % 100 = 2
          where e.template = 'hold' group by 1, 2) f on f.platform_id = o.platform_id and f.order_no = o.order_no) c
      where expected <> found`,
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
    name: 'a deposit paid was credited once with its amount, one unallocated received once',
    sql: `
      select * from (
        select d.platform_id, 'deposit ' || d.order_no as place, coalesce(e.entries, 'nothing') as found,
          case d.state when 'PAID' then 'deposit of ' || d.amount when 'UNALLOCATED' then 'unallocated-receipt'
            else 'nothing' end as expected
        from deposits d left join (
          select e.platform_id, e.order_no,
            string_agg(case e.template when 'deposit' then 'deposit of ' || p.amount else e.template end, ', ')
            as entries
          from entries e join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.amount > 0
          where e.template in ('deposit', 'unallocated-receipt') group by 1, 2) e using (platform_id, order_no)) c
      where expected <> found`,
  },
  {
    name: 'a deposit order stands as its deposit',
    sql: `
      select platform_id, 'order no ' || order_no as place, 'HANDED and HANDED, DONE and PAID' as expected,
        coalesce(o.state, 'none') || ' and ' || coalesce(d.state, 'none') as found
      from (select platform_id, order_no, state from orders where verb = 'DEPOSIT' and state in ('HANDED', 'DONE')) o
      full join (select platform_id, order_no, state from deposits where state in ('HANDED', 'PAID')) d
        using (platform_id, order_no)
      where ((o.state, d.state) in (('HANDED', 'HANDED'), ('DONE', 'PAID'))) is not true`,
  },
  {
    name: 'a withdrawal order stands as its withdrawal',
    sql: `
      select platform_id, 'order no ' || order_no as place, 'ACCEPTED while under way, DONE once paid' as expected,
        coalesce(o.state, 'none') || ' and ' || coalesce(w.state, 'none') as found
      from (select platform_id, order_no, state from orders where verb = 'WITHDRAW'
        and state in ('ACCEPTED', 'DONE')) o
      full join (select platform_id, order_no, state from withdrawals) w using (platform_id, order_no)
      where ((coalesce(o.state, 'none'), w.state) in (('ACCEPTED', 'WAITING'), ('ACCEPTED', 'SENT'), ('DONE', 'PAID'),
        ('DONE', 'RETURNED'), ('none', 'RETURNED'))) is not true`,
  },
  {
    name: 'a withdrawal left the pool once if it was paid, and else not at all',
    sql: `
      select w.platform_id, 'withdrawal ' || w.order_no as place, w.state || ' ' || w.amount - w.commission as expected,
        coalesce(p.amounts, 'never left') as found
      from withdrawals w left join (
        select e.platform_id, e.order_no, string_agg(p.amount::text, ', ' order by e.entry_no) as amounts
        from entries e
        join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.account_id = 10
        where e.order_no is not null group by 1, 2) p using (platform_id, order_no)
      where case w.state
        when 'PAID' then p.amounts is distinct from (w.amount - w.commission)::text
        when 'RETURNED' then p.amounts <> (w.amount - w.commission) || ', ' || (w.commission - w.amount)
        else p.amounts is not null end`,
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
