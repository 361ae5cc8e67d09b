/** What repayments and compensations must have moved: what their commands say, between those whom they say. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { accountNo, TOLD } from '../orders/asked.store.ts';
import { BY_ORDER } from '../since.store.ts';

export const REPAYMENT_CHECKS: readonly Check[] = [
  {
    // A platform may have principal above the claim counted as interest (D-REP-6), so the two are told together.
    name: 'a repayment or compensation moved what it names, from its hold to its payees',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      with said as (
        select o.order_no, o.plain_command::jsonb as command, h.holder_no,
          case o.verb when 'CONFIRM_REPAYMENT' then 'repayment' else 'compensation' end as payer
        from orders o left join holds h on h.hold_no = o.plain_command::jsonb ->> 'holdNo'
        where o.verb in ('CONFIRM_REPAYMENT', 'CONFIRM_COMPENSATION') and o.state = 'DONE' and ${TOLD}),
      details as (
        select s.order_no, s.holder_no, s.payer,
          coalesce(m.member_no, ${accountNo("d.value ->> 'account'")}) as payee_no,
          (d.value ->> 'principal')::bigint + (d.value ->> 'interest')::bigint as paid,
          (d.value ->> 'dividend')::bigint as dividend, (d.value ->> 'commission')::bigint as commission
        from said s cross join lateral jsonb_array_elements(s.command -> 'details') d
        left join members m on m.user_no = d.value ->> 'userNo'),
      lines as (
        select order_no, payee_no * 100 + 1 as account_id, 'paid' as part, paid as amount from details
        union all select order_no, payee_no * 100 + 1, 'dividend', dividend from details
        union all select order_no, payee_no * 100 + 1, 'payee-commission', -commission from details
        union all select order_no, holder_no * 100 + 2, payer, -paid from details
        union all select order_no, 301, 'dividend', -dividend from details
        union all select order_no, 101, 'payee-commission', commission from details
        union all select order_no, holder_no * 100 + 2, 'commission', -(command ->> 'commission')::bigint from said
        union all select order_no, 101, 'commission', (command ->> 'commission')::bigint from said)
      select 'order no ' || order_no || ', ' || part || ' on account ' || account_id as place,
        coalesce(l.amount, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (select order_no, account_id, part, sum(amount) as amount from lines group by 1, 2, 3) l
      full join (
        select e.order_no, p.account_id,
          case when p.part in ('principal', 'interest', 'recourse', 'recourse-interest') then 'paid' else p.part end
            as part, sum(p.amount) as amount
        from entries e join postings p using (entry_no) join said s using (order_no)
        where e.template in ('confirm-repayment', 'confirm-compensation') and p.account_id % 100 not in (20, 21)
        group by 1, 2, 3) p using (order_no, account_id, part)
      where coalesce(l.amount, 0) <> coalesce(p.amount, 0)`,
  },
  {
    name: 'a repayment or compensation paid no more principal than it names, and no debt fell by more',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'order no ' || s.order_no as place, 'at most ' || s.named || ', on both sides' as expected,
        p.paid || ' and ' || p.fell as found
      from (
        select o.order_no, sum((d.value ->> 'principal')::bigint) as named
        from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
        where o.verb in ('CONFIRM_REPAYMENT', 'CONFIRM_COMPENSATION') and o.state = 'DONE' group by 1) s
      join (
        select e.order_no, max(e.entry_no) as entry_no, sum(p.amount) filter (where p.account_id % 100 = 1) as paid,
          coalesce(sum(p.amount) filter (where p.account_id % 100 = 21), 0) as fell
        from entries e join postings p using (entry_no)
        where e.template = 'confirm-repayment' and p.part in ('principal', 'recourse')
          or e.template = 'confirm-compensation' and p.part = 'principal'
        group by 1) p using (order_no)
      where p.paid > s.named or p.paid <> p.fell and p.entry_no > coalesce((
        select min(entry_no) from past_entries where template = 'opening'), 0)`,
  },
];
