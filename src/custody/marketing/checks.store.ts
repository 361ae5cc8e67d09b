/** What ties marketing money to its orders: what was paid to whom, and what counts of the day's limit. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';

/** A moment as a day of Beijing, as an SQL expression. */
const dayOf = (at: string): string => `to_char(${at} at time zone interval '8 hours', 'YYYYMMDD')`;

export const MARKETING_CHECKS: readonly Check[] = [
  {
    name: 'a marketing payout moved what it names, from its hold to its payees',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      with said as (
        select o.order_no, h.holder_no, m.member_no, (d.value ->> 'amount')::bigint as amount
        from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
        left join holds h on h.hold_no = o.plain_command::jsonb ->> 'holdNo'
        left join members m on m.user_no = d.value ->> 'userNo'
        where o.verb = 'PAY_MARKETING' and o.state = 'DONE'),
      lines as (
        select order_no, member_no * 100 + 1 as account_id, amount from said
        union all select order_no, holder_no * 100 + 2, -amount from said)
      select 'order no ' || order_no || ', account ' || account_id as place,
        coalesce(l.amount, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (select order_no, account_id, sum(amount) as amount from lines group by 1, 2) l
      full join (
        select e.order_no, p.account_id, sum(p.amount) as amount
        from entries e join postings p using (entry_no) where e.template = 'pay-marketing' group by 1, 2) p
        using (order_no, account_id)
      where coalesce(l.amount, 0) <> coalesce(p.amount, 0)`,
  },
  {
    name: 'what counts of the limit is what was set aside on the last day of marketing, less what was taken back on it',
    since: 'leftOut',
    sql: `
      with made as (
        select h.hold_no, h.holder_no, h.amount, ${dayOf('h.created_at')} as day
        from holds h where h.kind = 'MARKETING'),
      last as (select holder_no, max(day) as day from made group by 1),
      back as (
        select m.holder_no, m.day, sum((o.plain_command::jsonb ->> 'amount')::bigint) as amount
        from orders o join made m on m.hold_no = o.plain_command::jsonb ->> 'holdNo'
        where o.verb = 'CANCEL_HOLD' and o.state = 'DONE' and ${dayOf('o.finished_at')} = m.day group by 1, 2)
      select 'holder ' || holder_no as place, coalesce(s.said, 'no counter') as expected,
        coalesce(c.day || ' ' || c.held, 'no counter') as found
      from (
        select l.holder_no, l.day || ' ' || sum(m.amount) - coalesce(max(b.amount), 0) as said
        from last l join made m using (holder_no, day) left join back b using (holder_no, day)
        group by l.holder_no, l.day) s
      full join marketing_counters c using (holder_no)
      where s.said is distinct from c.day || ' ' || c.held`,
  },
];
