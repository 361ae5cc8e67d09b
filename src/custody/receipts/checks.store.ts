/** What `ledger verify` asks of receipts: each stands in the books once, for an order that takes such money. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';

export const RECEIPT_CHECKS: readonly Check[] = [
  {
    name: 'a receipt has its entry and each entry of money that came its receipt',
    since: { receipts: BY_ENTRY, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'entry ' || entry_no as place, coalesce(r.said, 'no receipt') as expected,
        coalesce(e.said, 'no entry') as found
      from (
        select entry_no, case when source = 'RETURN' then 'withdrawal-sent-back'
            when state = 'CREDITED' then 'deposit' else 'unallocated-receipt' end
          || ' of ' || amount || ' for ' || order_no || ' at ' || received_at as said from receipts) r
      full join (
        select e.entry_no,
          e.template || ' of ' || sum(p.amount) || ' for ' || e.order_no || ' at ' || e.effective_at as said
        from entries e join postings p on p.entry_no = e.entry_no and p.amount > 0
        where e.template in ('deposit', 'unallocated-receipt', 'withdrawal-sent-back')
        group by e.entry_no, e.template, e.order_no, e.effective_at) e using (entry_no)
      where r.said is distinct from e.said`,
  },
  {
    name: 'unallocated receipts are the sum of the receipts credited to nobody',
    since: 'standing',
    sql: `
      select 'unallocated receipts' as place, r.total::text as expected, coalesce(a.balance, 0)::text as found
      from (select coalesce(sum(amount), 0) as total from receipts where state = 'UNALLOCATED') r
      left join accounts a on a.account_id = 13
      where coalesce(a.balance, 0) <> r.total`,
  },
  {
    name: 'money came in for a deposit that was handed over, came back of a payout that was paid',
    since: { receipts: BY_ENTRY },
    sql: `
      select 'receipt ' || r.receipt_no as place, r.source || ' of a '
        || case r.source when 'PAYIN' then 'deposit' else 'paid withdrawal' end as expected,
        'order no ' || r.order_no || ' is none' as found
      from receipts r
      left join deposits d on d.order_no = r.order_no
      left join withdrawals w on w.order_no = r.order_no and w.state = 'PAID'
      where case r.source when 'PAYIN' then d.order_no else w.order_no end is null`,
  },
  {
    name: 'what came back of a paid payout came back in the history of its order',
    since: { receipts: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'order no ' || order_no as place, coalesce('sent back at ' || e.at, 'not sent back') as expected,
        coalesce('received at ' || r.received_at, 'nothing received') as found
      from (select order_no, at from order_events where event = 'sentBack') e
      full join (
        select r.order_no, r.received_at from receipts r where r.source = 'RETURN' and exists (
          select from order_events e where e.order_no = r.order_no and e.event = 'sent')) r using (order_no)
      where e.at is distinct from r.received_at`,
  },
  {
    name: 'a receipt is what the message that it names told',
    since: { receipts: BY_ENTRY },
    sql: `
      select place, expected, found from (
        select 'receipt ' || r.receipt_no as place, concat_ws(' ', r.bank_ref, r.amount, r.paid_at) as expected,
          coalesce(concat_ws(' ', m.report #>> '{outcome,bankRef}', m.report #>> '{outcome,amount,fen}',
            to_timestamp((m.report #>> '{outcome,paidAt}')::numeric / 1000)), 'no such message') as found
        from receipts r left join bank_reports m on m.message_id = r.message_id and m.variant = ''
          and m.report ->> 'kind' = case r.source when 'PAYIN' then 'PAYIN' else 'PAYOUT' end
          and split_part(m.report ->> 'bankOrderNo', '-', 2) = r.order_no::text
        where r.message_id is not null) s
      where expected <> found`,
  },
  {
    name: 'what the bank told of money, and was worked off, came to something',
    since: 'standing',
    sql: `
      select 'message ' || m.message_id as place, 'a receipt, the end of a payout or a break' as expected,
        m.report::text as found
      from (
        select message_id, variant, report, report #>> '{outcome,bankRef}' as bank_ref,
          substring(report ->> 'bankOrderNo' from '-([0-9]{1,18})$')::bigint as order_no
        from bank_reports where processed_at is not null and report #>> '{outcome,state}' in ('PAID', 'RETURNED')) m
      left join receipts r on r.order_no = m.order_no and r.bank_ref = m.bank_ref
      left join withdrawals w on w.order_no = m.order_no and w.bank_ref = m.bank_ref
      left join send_backs s on s.send_back_no = m.order_no and m.bank_ref in (s.bank_ref, s.back_ref)
      left join (select distinct order_no, told::jsonb ->> 'bankRef' as bank_ref, kind = 'MESSAGE_DIFFERS' as differs
        from breaks) b on b.order_no = m.order_no and b.bank_ref = m.bank_ref and b.differs = (m.variant <> '')
      where b.order_no is null and (m.variant <> '' or coalesce(r.order_no, w.order_no, s.send_back_no) is null)`,
  },
];
