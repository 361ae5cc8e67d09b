/** What ties deposits to their orders and to what was credited. */
import type { Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';
import { holderOf } from '../orders/asked.store.ts';

/** What the random digits of a barcode hash to, as `barcode.ts` computes it. */
const SHIFT = `('x' || left(encode(sha256(right(d.barcode, 9)::bytea), 'hex'), 8))::bit(32)::bigint % 1000000000`;

export const DEPOSIT_CHECKS: readonly Check[] = [
  {
    name: 'a deposit paid was credited once, by the receipt of its reference, with its amount, to its holder',
    since: { deposits: BY_ORDER, receipts: BY_ORDER },
    sql: `
      select 'deposit ' || order_no as place, coalesce(d.said, 'no credit') as expected,
        coalesce(r.said, 'no credit') as found
      from (
        select order_no, amount || ' by ' || bank_ref || ' to holder ' || holder_no as said
        from deposits where state = 'PAID') d
      full join (
        select r.order_no, r.amount || ' by ' || r.bank_ref || ' to holder ' || p.account_id / 100 as said
        from receipts r join postings p on p.entry_no = r.entry_no and p.amount > 0
        where r.state = 'CREDITED') r using (order_no)
      where d.said is distinct from r.said`,
  },
  {
    name: 'a deposit order stands as its deposit',
    since: { deposits: BY_ORDER, orders: BY_ORDER },
    sql: `
      select 'order no ' || order_no as place, 'HANDED and HANDED, DONE and PAID' as expected,
        coalesce(o.state, 'none') || ' and ' || coalesce(d.state, 'none') as found
      from (select order_no, state from orders where verb in ('DEPOSIT', 'POS_DEPOSIT')
        and state in ('HANDED', 'DONE')) o
      full join (select order_no, state from deposits where state in ('HANDED', 'PAID')) d using (order_no)
      where ((o.state, d.state) in (('HANDED', 'HANDED'), ('DONE', 'PAID'))) is not true`,
  },
  {
    name: 'every hand-over to the bank is a deposit, and every deposit was handed over',
    since: { deposits: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'order no ' || order_no as place, coalesce('handed over at ' || e.at, 'not handed over') as expected,
        coalesce('handed over at ' || d.handed_at, 'no deposit') as found
      from (select order_no, at from order_events where event = 'handedOver') e
      full join deposits d using (order_no) left join orders o using (order_no)
      where e.at is distinct from d.handed_at and o.events is distinct from 0`,
  },
  {
    name: 'a deposit is what its order asked for',
    since: { deposits: BY_ORDER, orders: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'deposit ' || d.order_no as place, concat_ws('/', o.request_no, o.command ->> 'amount',
            ${holderOf('o.command')}) as expected, concat_ws('/', d.request_no, d.amount, d.holder_no) as found
        from deposits d join (
          select order_no, request_no, plain_command::jsonb as command
          from orders where verb in ('DEPOSIT', 'POS_DEPOSIT') and plain_command is not null) o using (order_no)) s
      where expected <> found`,
  },
  {
    name: 'what was credited of a deposit at a terminal was paid before its end',
    since: { receipts: BY_ORDER },
    sql: `
      select 'deposit ' || d.order_no as place, 'before ' || o.expires_at as expected, r.paid_at::text as found
      from receipts r join deposits d using (order_no) join orders o using (order_no)
      where d.barcode is not null and r.state = 'CREDITED' and (r.paid_at < o.expires_at) is not true`,
  },
  {
    name: 'a deposit at a terminal has a barcode, which reveals its platform, and no other deposit has one',
    since: { deposits: BY_ORDER, orders: BY_ORDER },
    sql: `
      select 'deposit ' || d.order_no as place, case when o.verb = 'POS_DEPOSIT' then 'a barcode of platform '
          || d.platform_id else 'no barcode' end as expected, coalesce(d.barcode, 'none') as found
      from deposits d join orders o using (order_no)
      where case when o.verb = 'POS_DEPOSIT' then (
          (left(d.barcode, 9)::bigint + 1000000000 - ${SHIFT}) % 1000000000 = d.platform_id) is not true
        else d.barcode is not null end`,
  },
];
