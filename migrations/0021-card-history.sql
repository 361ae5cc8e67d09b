-- A member's cards, one after another: by which order each was bound, when and by which order it was unbound. Programs
-- from before bind cards without saying by which order: they cannot serve beside this one.
alter table cards
  add column bound_by bigint,
  add column unbound_at timestamptz,
  add column unbound_by bigint;

update cards c set bound_by = o.order_no
from members m
join orders o on o.platform_id = m.platform_id and o.content::jsonb ->> 'userNo' = m.user_no
  and o.verb = 'REGISTER_PERSON' and o.state = 'DONE'
where m.platform_id = c.platform_id and m.member_no = c.member_no;

alter table cards
  alter column bound_by set not null,
  add constraint card_is_bound_until_it_is_unbound check (
    bound = (unbound_at is null) and (unbound_at is null) = (unbound_by is null) and unbound_at >= bound_at);
create unique index cards_bound_by on cards (platform_id, bound_by);
create unique index cards_unbound_by on cards (platform_id, unbound_by) where unbound_by is not null;
