/** What ties holds to balances, to their orders, and to the orders that took of them. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { holderOf, TOLD } from '../orders/asked.store.ts';
import { BY_FREEZE, BY_HOLD, BY_ORDER } from '../since.store.ts';

/** What each done order took of a hold, by its command: hold_no, confirmed, cancelled, at. */
const TAKEN = `
  select d.value ->> 'holdNo' as hold_no, (d.value ->> 'amount')::bigint as confirmed, 0 as cancelled,
    o.finished_at as at
  from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
  where o.verb = 'CONFIRM_LOAN' and o.state = 'DONE'
  union all
  select o.plain_command::jsonb ->> 'holdNo', (o.plain_command::jsonb ->> 'commission')::bigint
    + sum((d.value ->> 'principal')::bigint + (d.value ->> 'interest')::bigint), 0, o.finished_at
  from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
  where o.verb in ('CONFIRM_REPAYMENT', 'CONFIRM_COMPENSATION') and o.state = 'DONE'
  group by o.order_no, o.plain_command, o.finished_at
  union all
  select o.plain_command::jsonb ->> 'holdNo', sum((d.value ->> 'amount')::bigint), 0, o.finished_at
  from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
  where o.verb = 'PAY_MARKETING' and o.state = 'DONE' group by o.order_no, o.plain_command, o.finished_at
  union all
  select o.plain_command::jsonb ->> 'holdNo', (o.plain_command::jsonb ->> 'commission')::bigint
    + sum((d.value ->> 'price')::bigint), 0, o.finished_at
  from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
  where o.verb = 'CONFIRM_TRANSFER' and o.state = 'DONE' group by o.order_no, o.plain_command, o.finished_at
  union all
  select o.plain_command::jsonb ->> 'holdNo', 0, (o.plain_command::jsonb ->> 'amount')::bigint, o.finished_at
  from orders o where o.verb = 'CANCEL_HOLD' and o.state = 'DONE'`;

/** Projects of confirmations that do not say what they took: of their holds nobody knows. */
const UNTOLD = `select o.plain_command::jsonb ->> 'projectNo' from past_orders o
  where o.verb in ('CONFIRM_LOAN', 'CONFIRM_REPAYMENT') and o.state = 'DONE' and not ${TOLD}`;

export const HOLD_CHECKS: readonly Check[] = [
  {
    name: 'frozen is the sum of open holds, of freezes and of withdrawals under way that froze',
    since: 'standing',
    sql: `
      select 'holder ' || a.holder_no as place, coalesce(f.frozen, 0)::text as expected, a.balance::text as found
      from accounts a left join (
        select holder_no, sum(amount) as frozen from (
          select holder_no, amount - confirmed - cancelled as amount from holds where finished_at is null
          union all select holder_no, amount from freezes where released_at is null
          union all select holder_no, amount from withdrawals
            where mode = 'FREEZE' and state in ('WAITING', 'SENT')) r
        group by 1) f using (holder_no)
      where a.kind = 2 and a.balance <> coalesce(f.frozen, 0)`,
  },
  {
    name: 'whoever has something held or frozen has a frozen account',
    since: { holds: BY_HOLD, freezes: BY_FREEZE },
    sql: `
      select 'holder ' || h.holder_no as place, 'a frozen account' as expected, 'none' as found
      from (select holder_no from holds union select holder_no from freezes) h
      left join accounts a on a.account_id = h.holder_no * 100 + 2
      where a.account_id is null`,
  },
  {
    name: 'a hold froze its amount, of its holder',
    since: { holds: BY_HOLD, orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select place, expected, found from (
        select 'hold ' || h.hold_no as place, h.amount || ' of holder ' || h.holder_no as expected,
          coalesce(f.frozen, 'nothing') as found
        from holds h
        left join orders o on o.request_no = h.hold_no
        left join (
          select e.order_no, string_agg(p.amount || ' of holder ' || p.account_id / 100, ', ') as frozen
          from entries e join postings p on p.entry_no = e.entry_no and p.account_id % 100 = 2
          where e.template = 'hold' group by 1) f on f.order_no = o.order_no) c
      where expected <> found`,
  },
  {
    name: 'a hold is of the kind, the holder, the project and the amount that its order asked for',
    since: { holds: BY_HOLD, orders: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'hold ' || coalesce(h.hold_no, o.request_no) as place,
          coalesce(concat_ws('/', o.command ->> 'kind', o.command ->> 'projectNo', o.holder_no,
            o.command ->> 'amount', o.finished_at), 'no done order') as expected,
          coalesce(concat_ws('/', h.kind, h.project_no, h.holder_no, h.amount, h.created_at), 'no hold') as found
        from holds h full join (
          select o.request_no, o.finished_at, o.content::jsonb as command, m.member_no as holder_no
          from orders o left join members m on m.user_no = o.content::jsonb ->> 'userNo'
          where o.verb in ('HOLD', 'AUTO_HOLD') and o.state = 'DONE'
          union all
          select request_no, finished_at, command, ${holderOf('command')}
          from (select request_no, finished_at, plain_command::jsonb as command from orders
            where verb = 'PLATFORM_HOLD' and state = 'DONE') o) o on o.request_no = h.hold_no) c
      where expected <> found`,
  },
  {
    name: 'a hold is confirmed and cancelled by what was taken of it, its red packet with it',
    since: { holds: BY_HOLD, orders: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'hold ' || coalesce(h.hold_no, t.hold_no) as place,
          concat_ws(' ', coalesce(t.confirmed, 0), coalesce(t.cancelled, 0),
            case when t.hold_no is null then coalesce(o.red_packet, 0) else 0 end,
            case when coalesce(t.confirmed, 0) + coalesce(t.cancelled, 0) = h.amount then t.at end) as expected,
          concat_ws(' ', h.confirmed, h.cancelled, h.red_packet, h.finished_at) as found
        from holds h left join (
          select request_no, (content::jsonb ->> 'redPacket')::bigint as red_packet
          from orders where verb in ('HOLD', 'AUTO_HOLD')) o on o.request_no = h.hold_no
        left join (select hold_no, sum(confirmed) as confirmed, sum(cancelled) as cancelled, max(at) as at
          from (${TAKEN}) t group by 1) t on t.hold_no = h.hold_no
        where h.project_no is null or h.project_no not in (${UNTOLD})) c
      where expected <> found`,
  },
  {
    name: 'a cancellation gave back what it names, to the holder of the hold',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'order no ' || order_no as place, coalesce(o.said, 'no order') as expected,
        coalesce(e.said, 'nothing') as found
      from (
        select o.order_no, (o.plain_command::jsonb ->> 'amount') || ' to holder ' || h.holder_no as said
        from orders o left join holds h on h.hold_no = o.plain_command::jsonb ->> 'holdNo'
        where o.verb = 'CANCEL_HOLD' and o.state = 'DONE') o
      full join (
        select e.order_no, string_agg(p.amount || ' to holder ' || p.account_id / 100, ', ') as said
        from entries e join postings p on p.entry_no = e.entry_no and p.amount > 0
        where e.template = 'cancel-hold' group by 1) e using (order_no)
      where o.said is distinct from e.said`,
  },
];
