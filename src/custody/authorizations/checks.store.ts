/** What ties authorisations to the orders that granted them and to the orders that used them. */
import type { Check } from '../../ledger/verify.store.ts';

/**
 * Grants in the order in which they were made, beside their rows: an order's notice and its grant are numbered in the
 * same moment, so both stand in the same order.
 */
const GRANTED = `
  select coalesce(a.authorization_no, 0) as authorization_no, coalesce(a.member_no, g.member_no) as member_no,
    g.asked, g.finished_at, array(select jsonb_array_elements_text(g.kinds) order by 1) as kinds
  from (select authorization_no, member_no, row_number() over (partition by member_no order by authorization_no) as turn
    from authorizations) a
  full join (
    select m.member_no, o.finished_at, o.content::jsonb as asked,
      coalesce(o.plain_command::jsonb -> 'kinds', (o.content::jsonb ->> 'kinds')::jsonb) as kinds,
      row_number() over (partition by m.member_no order by o.finished_at, coalesce(n.notice_no, o.order_no)) as turn
    from orders o join members m on m.user_no = o.content::jsonb ->> 'userNo'
    left join notices n on n.order_no = o.order_no and n.stage = 'FINAL'
    where o.verb = 'AUTHORIZE' and o.state = 'DONE') g on g.member_no = a.member_no and g.turn = a.turn`;

/** Each kind that was granted, up to the grant that took it over or the order that cancelled it. */
const BY_KIND = `
  select * from (
    select authorization_no, member_no, kind, lead(no) over (partition by member_no, kind order by no) as ended_by
    from (
      select g.authorization_no, g.authorization_no as no, g.member_no, k.kind
      from granted g cross join lateral unnest(g.kinds) k (kind)
      union all
      select null, o.order_no, m.member_no, k.kind
      from orders o join members m on m.user_no = o.content::jsonb ->> 'userNo'
      cross join lateral jsonb_array_elements_text(o.plain_command::jsonb -> 'kinds') k (kind)
      where o.verb = 'CANCEL_AUTHORIZATION' and o.state = 'DONE') e) b
  where authorization_no is not null`;

export const AUTHORIZATION_CHECKS: readonly Check[] = [
  {
    name: 'an authorisation is as its order granted it, less the kinds that were taken over or cancelled',
    since: 'leftOut',
    sql: `
      with granted as (${GRANTED}),
      kept as (
        select authorization_no, string_agg(kind, ',' order by kind) as kinds
        from (${BY_KIND}) k where ended_by is null group by 1)
      select place, expected, found from (
        select 'authorisation ' || g.authorization_no || ' of member ' || g.member_no as place,
          case when g.asked is null then 'no done order' else concat_ws('/', g.finished_at, g.asked ->> 'amount',
            'until', to_timestamp((g.asked ->> 'until')::numeric / 1000), coalesce(k.kinds, '')) end as expected,
          case when a.authorization_no is null then 'none' else concat_ws('/', a.granted_at, a.amount, 'until', a.until,
            array_to_string(array(select unnest(string_to_array(a.kinds, ',')) order by 1), ',')) end as found
        from granted g left join authorizations a using (authorization_no) left join kept k using (authorization_no)) s
      where expected <> found`,
  },
  {
    name: 'a hold was made on the authorisation that covered it, or on none where its holder confirmed it',
    since: 'leftOut',
    sql: `
      with granted as (${GRANTED}),
      made as (
        select o.request_no, k.authorization_no
        from orders o join members m on m.user_no = o.content::jsonb ->> 'userNo'
        join (${BY_KIND}) k on k.member_no = m.member_no and k.kind = o.content::jsonb ->> 'kind'
          and k.authorization_no < o.order_no and (k.ended_by is null or k.ended_by > o.order_no)
        where o.verb = 'AUTO_HOLD' and o.state = 'DONE')
      select 'hold ' || h.hold_no as place, coalesce('on authorisation ' || m.authorization_no, 'on none') as expected,
        coalesce('on authorisation ' || h.authorization_no, 'on none') as found
      from holds h left join made m on m.request_no = h.hold_no
      where h.authorization_no is distinct from m.authorization_no`,
  },
  {
    name: 'an authorisation was used for the holds that were made on it, less what was cancelled of them',
    since: 'leftOut',
    sql: `
      select 'authorisation ' || a.authorization_no as place, coalesce(u.amount, 0)::text as expected,
        a.used::text as found
      from authorizations a left join (
        select authorization_no, sum(amount - cancelled) as amount
        from holds where authorization_no is not null group by 1) u using (authorization_no)
      where a.used <> coalesce(u.amount, 0)`,
  },
];
