/** What ties deposits to their orders and to what was credited. */
import type { Check } from '../../ledger/verify.store.ts';

export const DEPOSIT_CHECKS: readonly Check[] = [
  {
    name: 'a deposit paid was credited once, by the receipt of its reference, with its amount, to its holder',
    sql: `
      select platform_id, 'deposit ' || order_no as place, coalesce(d.said, 'no credit') as expected,
        coalesce(r.said, 'no credit') as found
      from (
        select platform_id, order_no, amount || ' by ' || bank_ref || ' to holder ' || holder_no as said
        from deposits where state = 'PAID') d
      full join (
        select r.platform_id, r.order_no,
          r.amount || ' by ' || r.bank_ref || ' to holder ' || p.account_id / 100 as said
        from receipts r
        join postings p on p.platform_id = r.platform_id and p.entry_no = r.entry_no and p.amount > 0
        where r.state = 'CREDITED') r using (platform_id, order_no)
      where d.said is distinct from r.said`,
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
