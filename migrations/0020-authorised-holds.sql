-- A hold that was made on an authorisation names it, so that what is cancelled of it gives its room back to that
-- authorisation and to no other (L5.1). Programs from before make such holds without the name: they cannot serve beside
-- this one.
alter table holds add column authorization_no bigint;

-- Of holds from before: the last authorisation of the member that covered the kind. Orders and authorisations of a
-- member stand in the same order.
with granted as (
  select a.platform_id, a.member_no, a.authorization_no, k.kind
  from (
    select platform_id, member_no, authorization_no,
      row_number() over (partition by platform_id, member_no order by authorization_no) as turn
    from authorizations) a
  join (
    select m.platform_id, m.member_no,
      coalesce(o.plain_command::jsonb -> 'kinds', (o.content::jsonb ->> 'kinds')::jsonb) as kinds,
      row_number() over (partition by m.platform_id, m.member_no
        order by o.finished_at, coalesce(n.notice_no, o.order_no)) as turn
    from orders o
    join members m on m.platform_id = o.platform_id and m.user_no = o.content::jsonb ->> 'userNo'
    left join notices n on n.platform_id = o.platform_id and n.order_no = o.order_no and n.stage = 'FINAL'
    where o.verb = 'AUTHORIZE' and o.state = 'DONE') g using (platform_id, member_no, turn)
  cross join lateral jsonb_array_elements_text(g.kinds) k (kind)),
made as (
  select o.platform_id, o.request_no, max(g.authorization_no) as authorization_no
  from orders o
  join members m on m.platform_id = o.platform_id and m.user_no = o.content::jsonb ->> 'userNo'
  join granted g on g.platform_id = m.platform_id and g.member_no = m.member_no
    and g.kind = o.content::jsonb ->> 'kind' and g.authorization_no < o.order_no
  where o.verb = 'AUTO_HOLD' and o.state = 'DONE' group by 1, 2)
update holds h set authorization_no = made.authorization_no
from made where h.platform_id = made.platform_id and h.hold_no = made.request_no;

update authorizations a set used = a.used - h.cancelled
from (
  select platform_id, authorization_no, sum(cancelled) as cancelled
  from holds where authorization_no is not null group by 1, 2) h
where a.platform_id = h.platform_id and a.authorization_no = h.authorization_no and h.cancelled > 0;
