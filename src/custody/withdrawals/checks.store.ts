/** What ties withdrawals to their orders, to what is payable and to the pool. */
import type { Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';
import { holderOf } from '../orders/asked.store.ts';

export const WITHDRAWAL_CHECKS: readonly Check[] = [
  {
    name: 'withdrawals payable are the deducted withdrawals and the money sent back that are under way',
    since: 'standing',
    sql: `
      select 'withdrawals payable' as place, w.under_way::text as expected, coalesce(a.balance, 0)::text as found
      from (select coalesce(sum(amount), 0) as under_way from (
        select amount from withdrawals where mode = 'DEDUCT' and state in ('WAITING', 'SENT')
        union all select amount from send_backs where state in ('WAITING', 'SENT')) u) w
      left join accounts a on a.account_id = 12
      where coalesce(a.balance, 0) <> w.under_way`,
  },
  {
    name: 'a withdrawal order stands as its withdrawal',
    since: { withdrawals: BY_ORDER, orders: BY_ORDER },
    sql: `
      select 'order no ' || order_no as place, 'ACCEPTED while under way, DONE once paid' as expected,
        coalesce(o.state, 'none') || ' and ' || coalesce(w.state, 'none') as found
      from (select order_no, state from orders where verb = 'WITHDRAW' and state in ('ACCEPTED', 'DONE')) o
      full join (select order_no, state from withdrawals) w using (order_no)
      where ((coalesce(o.state, 'none'), w.state) in (('ACCEPTED', 'WAITING'), ('ACCEPTED', 'SENT'), ('DONE', 'PAID'),
        ('none', 'RETURNED'))) is not true`,
  },
  {
    name: 'a withdrawal is what its order asked for, accepted, sent and ended when its history says so',
    since: { withdrawals: BY_ORDER, orders: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'withdrawal ' || w.order_no as place,
          concat_ws('/', o.request_no, o.command ->> 'amount', o.command ->> 'commission', o.command ->> 'urgency',
            ${holderOf('o.command')}, e.accepted, e.ended) as expected,
          concat_ws('/', w.request_no, w.amount, w.commission, w.urgency, w.holder_no, w.accepted_at, w.finished_at,
            case when w.state = 'SENT' and w.attempts = 0 or w.state = 'WAITING' and e.sent then 'sent or not' end,
            case when w.state in ('SENT', 'WAITING') then coalesce(w.bank_ref, w.message_id) end) as found
        from withdrawals w join (
          select order_no, request_no, plain_command::jsonb as command from orders
          where verb = 'WITHDRAW' and plain_command is not null) o using (order_no)
        join (
          select order_no, max(at) filter (where event = 'accepted') as accepted,
            max(at) filter (where event in ('completed', 'refused')) as ended, bool_or(event = 'sent') as sent
          from order_events group by 1) e using (order_no)) s
      where expected <> found`,
  },
  {
    name: 'a withdrawal took its amount from its holder, once',
    since: { withdrawals: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'withdrawal ' || w.order_no as place, case w.mode when 'FREEZE' then 'withdrawal-freeze'
            else 'withdrawal' end || ' of ' || w.amount || ' from holder ' || w.holder_no as expected,
          coalesce(e.said, 'nothing') as found
        from withdrawals w left join (
          select e.order_no,
            string_agg(e.template || ' of ' || -p.amount || ' from holder ' || p.account_id / 100, ', ') as said
          from entries e join postings p on p.entry_no = e.entry_no and p.amount < 0
          where e.template in ('withdrawal', 'withdrawal-freeze') group by 1) e using (order_no)) s
      where expected <> found`,
  },
  {
    name: 'a withdrawal left the pool once if it was paid, and came back to it by its receipts only',
    since: { withdrawals: BY_ORDER, receipts: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'withdrawal ' || w.order_no as place,
          case w.state when 'PAID' then concat_ws(', ', (w.amount - w.commission)::text, r.back) else 'nothing' end
            as expected, coalesce(p.amounts, 'nothing') as found
        from withdrawals w
        left join (
          select e.order_no, string_agg(p.amount::text, ', ' order by e.entry_no) as amounts
          from entries e join postings p on p.entry_no = e.entry_no and p.account_id = 10
          where e.order_no is not null group by 1) p using (order_no)
        left join (
          select order_no, string_agg((-amount)::text, ', ' order by entry_no) as back
          from receipts where source = 'RETURN' group by 1) r using (order_no)) s
      where expected <> found`,
  },
  {
    name: 'the custodian has the fee that it took for a withdrawal, and gave back what it has not',
    since: { withdrawals: BY_ORDER },
    sql: `
      select 'withdrawal ' || w.order_no as place, w.fee::text as expected, coalesce(i.earned, 0)::text as found
      from withdrawals w left join (
        select e.order_no, sum(p.amount) as earned
        from entries e join postings p on p.entry_no = e.entry_no and p.account_id = 14
        where e.order_no is not null group by 1) i using (order_no)
      where coalesce(i.earned, 0) <> w.fee`,
  },
  {
    name: 'a withdrawal ended by the words of the message that it names',
    since: { withdrawals: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'withdrawal ' || w.order_no as place, concat_ws(' ', case w.state when 'PAID' then 'PAID' else 'not' end,
            w.amount - w.commission, w.bank_ref) as expected,
          coalesce(concat_ws(' ', case r.report #>> '{outcome,state}' when 'PAID' then 'PAID' else 'not' end,
            coalesce(r.report #>> '{outcome,amount,fen}', (w.amount - w.commission)::text),
            r.report #>> '{outcome,bankRef}'), 'no such message') as found
        from withdrawals w left join bank_reports r on r.message_id = w.message_id and r.variant = ''
          and r.report ->> 'kind' = 'PAYOUT' and split_part(r.report ->> 'bankOrderNo', '-', 2) = w.order_no::text
        where w.message_id is not null) s
      where expected <> found`,
  },
  {
    name: 'fees are owed only as long as the fee account has nothing',
    since: 'standing',
    sql: `
      select 'fees owed' as place, 'none, or an empty fee account' as expected,
        -o.balance || ' owed beside ' || f.balance as found
      from accounts o join accounts f on f.account_id = 101
      where o.account_id = 15 and o.balance < 0 and f.balance > 0`,
  },
  {
    name: 'what waits for the bank is asked about within two days',
    since: 'standing',
    sql: `
      select 'order no ' || w.order_no as place, 'by ' || l.last_at + interval '2 days' as expected,
        w.due_at::text as found
      from (select order_no, due_at from withdrawals union all select order_no, due_at from deposits
        union all select send_back_no, due_at from send_backs) w
      cross join lanes l where w.due_at > l.last_at + interval '2 days'`,
  },
];
