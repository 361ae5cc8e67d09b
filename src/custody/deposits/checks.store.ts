/** What ties deposits to their orders and to what was credited. */
import type { Check } from '../../ledger/verify.store.ts';

export const DEPOSIT_CHECKS: readonly Check[] = [
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
];
