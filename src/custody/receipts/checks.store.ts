/** What `ledger verify` asks of receipts: each stands in the books once, for an order that takes such money. */
import type { Check } from '../../ledger/verify.store.ts';

export const RECEIPT_CHECKS: readonly Check[] = [
  {
    name: 'a receipt has its entry and each entry of money that came its receipt',
    sql: `
      select platform_id, 'entry ' || entry_no as place, coalesce(r.said, 'no receipt') as expected,
        coalesce(e.said, 'no entry') as found
      from (
        select platform_id, entry_no, case when source = 'RETURN' then 'withdrawal-sent-back'
            when state = 'CREDITED' then 'deposit' else 'unallocated-receipt' end
          || ' of ' || amount || ' for ' || order_no || ' at ' || received_at as said from receipts) r
      full join (
        select e.platform_id, e.entry_no,
          e.template || ' of ' || sum(p.amount) || ' for ' || e.order_no || ' at ' || e.effective_at as said
        from entries e join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.amount > 0
        where e.template in ('deposit', 'unallocated-receipt', 'withdrawal-sent-back')
        group by e.platform_id, e.entry_no) e using (platform_id, entry_no)
      where r.said is distinct from e.said`,
  },
  {
    name: 'unallocated receipts are the sum of the receipts credited to nobody',
    sql: `
      select l.platform_id, 'unallocated receipts' as place, coalesce(r.total, 0)::text as expected,
        coalesce(a.balance, 0)::text as found
      from lanes l
      left join accounts a on a.platform_id = l.platform_id and a.account_id = 13
      left join (select platform_id, sum(amount) as total from receipts where state = 'UNALLOCATED' group by 1) r
        on r.platform_id = l.platform_id
      where coalesce(a.balance, 0) <> coalesce(r.total, 0)`,
  },
  {
    name: 'money came in for a deposit that was handed over, came back of a payout that was paid',
    sql: `
      select r.platform_id, 'receipt ' || r.receipt_no as place, r.source || ' of a '
        || case r.source when 'PAYIN' then 'deposit' else 'paid withdrawal' end as expected,
        'order no ' || r.order_no || ' is none' as found
      from receipts r
      left join deposits d on d.platform_id = r.platform_id and d.order_no = r.order_no
      left join withdrawals w on w.platform_id = r.platform_id and w.order_no = r.order_no and w.state = 'PAID'
      where case r.source when 'PAYIN' then d.order_no else w.order_no end is null`,
  },
];
