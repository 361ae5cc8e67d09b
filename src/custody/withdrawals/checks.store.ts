/** What ties withdrawals to their orders, to what is payable and to the pool. */
import type { Check } from '../../ledger/verify.store.ts';

export const WITHDRAWAL_CHECKS: readonly Check[] = [
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
    name: 'a withdrawal order stands as its withdrawal',
    sql: `
      select platform_id, 'order no ' || order_no as place, 'ACCEPTED while under way, DONE once paid' as expected,
        coalesce(o.state, 'none') || ' and ' || coalesce(w.state, 'none') as found
      from (select platform_id, order_no, state from orders where verb = 'WITHDRAW'
        and state in ('ACCEPTED', 'DONE')) o
      full join (select platform_id, order_no, state from withdrawals) w using (platform_id, order_no)
      where ((coalesce(o.state, 'none'), w.state) in (('ACCEPTED', 'WAITING'), ('ACCEPTED', 'SENT'), ('DONE', 'PAID'),
        ('none', 'RETURNED'))) is not true`,
  },
  {
    name: 'a withdrawal took its amount from its holder, once',
    sql: `
      select w.platform_id, 'withdrawal ' || w.order_no as place, case w.mode when 'FREEZE' then 'withdrawal-freeze'
          else 'withdrawal' end || ' of ' || w.amount || ' from holder ' || w.holder_no as expected,
        coalesce(e.said, 'nothing') as found
      from withdrawals w left join (
        select e.platform_id, e.order_no,
          string_agg(e.template || ' of ' || -p.amount || ' from holder ' || p.account_id / 100, ', ') as said
        from entries e join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.amount < 0
        where e.template in ('withdrawal', 'withdrawal-freeze') group by 1, 2) e using (platform_id, order_no)
      where e.said is distinct from case w.mode when 'FREEZE' then 'withdrawal-freeze' else 'withdrawal' end
        || ' of ' || w.amount || ' from holder ' || w.holder_no`,
  },
  {
    name: 'a withdrawal left the pool once if it was paid, and came back to it by its receipts only',
    sql: `
      select w.platform_id, 'withdrawal ' || w.order_no as place,
        case w.state when 'PAID' then concat_ws(', ', (w.amount - w.commission)::text, r.back) else 'nothing' end
          as expected, coalesce(p.amounts, 'nothing') as found
      from withdrawals w
      left join (
        select e.platform_id, e.order_no, string_agg(p.amount::text, ', ' order by e.entry_no) as amounts
        from entries e
        join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.account_id = 10
        where e.order_no is not null group by 1, 2) p using (platform_id, order_no)
      left join (
        select platform_id, order_no, string_agg((-amount)::text, ', ' order by entry_no) as back
        from receipts where source = 'RETURN' group by 1, 2) r using (platform_id, order_no)
      where coalesce(p.amounts, 'nothing') <>
        case w.state when 'PAID' then concat_ws(', ', (w.amount - w.commission)::text, r.back) else 'nothing' end`,
  },
  {
    name: 'the custodian has the fee that it took for a withdrawal, and gave back what it has not',
    sql: `
      select w.platform_id, 'withdrawal ' || w.order_no as place, w.fee::text as expected,
        coalesce(i.earned, 0)::text as found
      from withdrawals w left join (
        select e.platform_id, e.order_no, sum(p.amount) as earned
        from entries e
        join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.account_id = 14
        where e.order_no is not null group by 1, 2) i using (platform_id, order_no)
      where coalesce(i.earned, 0) <> w.fee`,
  },
];
