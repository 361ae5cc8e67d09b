-- The history of an order: what happened to it, in turn. Notices name the event they tell of.
create table order_events (
  platform_id integer     not null,
  order_no    bigint      not null,
  seq         integer     not null check (seq > 0),
  event       text        not null check (event in
    ('opened', 'handedOver', 'accepted', 'sent', 'completed', 'refused', 'sentBack')),
  facts       text,
  at          timestamptz not null,
  primary key (platform_id, order_no, seq),
  check ((event = 'refused') = (facts is not null))
);

alter table orders add column events integer not null default 0 check (events >= 0);
alter table notices add column event_seq integer;

-- What the rows of before still tell. The try that a notice was about may have given its number to another one.
insert into order_events (platform_id, order_no, seq, event, facts, at)
select platform_id, order_no, row_number() over (partition by platform_id, order_no order by rank), event, facts, at
from (
  select platform_id, order_no, 'opened' as event, null as facts, created_at as at, 1 as rank
  from orders where expires_at is not null
  union all
  select platform_id, order_no, 'handedOver', null, d.handed_at, 2
  from deposits d join orders o using (platform_id, order_no)
  union all
  select platform_id, order_no, 'accepted', null, accepted_at, 3 from withdrawals
  union all
  select platform_id, order_no, case state when 'DONE' then 'completed' else 'refused' end, refusal, finished_at, 4
  from orders where expires_at is not null and finished_at is not null
  union all
  select distinct on (platform_id, order_no) platform_id, order_no, 'refused', '{"name":"SYSTEM_BUSY","facts":{}}',
    created_at, 4
  from notices n where not exists (
    select from orders o where o.platform_id = n.platform_id and o.order_no = n.order_no)) known;

update orders o set events = e.events
from (select platform_id, order_no, count(*) as events from order_events group by 1, 2) e
where o.platform_id = e.platform_id and o.order_no = e.order_no;

update notices n set event_seq = e.seq
from order_events e
where e.platform_id = n.platform_id and e.order_no = n.order_no
  and e.event = any (case n.stage when 'ACCEPTED' then array['accepted'] else array['completed', 'refused'] end);

-- An acceptance whose order has no row of its own any more.
update notices set event_seq = 1 where event_seq is null;
alter table notices alter column event_seq set not null;
