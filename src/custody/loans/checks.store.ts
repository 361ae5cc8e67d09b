/** What a loan confirmation must have moved: what its command says, between those whom it says. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { TOLD } from '../orders/asked.store.ts';
import { BY_CLAIM, BY_ORDER } from '../since.store.ts';

export const LOAN_CHECKS: readonly Check[] = [
  {
    name: 'a loan confirmation moved what it names, from its holds to the borrower',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY, claims: BY_CLAIM },
    sql: `
      with said as (
        select o.order_no, o.request_no, o.plain_command::jsonb as command, p.member_no, p.project_id
        from orders o left join projects p on p.project_no = o.plain_command::jsonb ->> 'projectNo'
        where o.verb = 'CONFIRM_LOAN' and o.state = 'DONE' and ${TOLD}),
      details as (
        select s.order_no, h.holder_no, (d.value ->> 'amount')::bigint as amount
        from said s cross join lateral jsonb_array_elements(s.command -> 'details') d
        left join holds h on h.hold_no = d.value ->> 'holdNo'),
      lent as (
        select s.order_no, s.member_no, s.project_id, sum(c.principal) as total
        from said s left join claims c on c.confirm_no = s.request_no group by 1, 2, 3),
      lines as (
        select order_no, holder_no * 100 + 2 as account_id, 'principal' as part, -amount as amount from details
        union all select order_no, 301, 'red-packet', amount from details
        union all select order_no, 301, 'red-packet', -total from lent
        union all select order_no, member_no * 100 + 1, 'loan', total from lent
        union all select order_no, project_id * 100 + 21, 'loan', -total from lent
        union all select order_no, member_no * 100 + 1, 'commission', -(command ->> 'commission')::bigint from said
        union all select order_no, 101, 'commission', (command ->> 'commission')::bigint from said)
      select 'order no ' || order_no || ', ' || part || ' on account ' || account_id as place,
        coalesce(l.amount, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (select order_no, account_id, part, sum(amount) as amount from lines group by 1, 2, 3) l
      full join (
        select e.order_no, p.account_id, p.part, sum(p.amount) as amount
        from entries e join postings p using (entry_no) join said s using (order_no)
        where e.template = 'confirm-loan' and p.account_id % 100 <> 20
          and (p.account_id % 100 <> 21 or e.entry_no > coalesce((
            select min(entry_no) from past_entries where template = 'opening'), 0))
        group by 1, 2, 3) p using (order_no, account_id, part)
      where coalesce(l.amount, 0) <> coalesce(p.amount, 0) and (account_id % 100 <> 21 or p.amount is not null
        or not exists (select from past_entries where template = 'opening'))`,
  },
];
