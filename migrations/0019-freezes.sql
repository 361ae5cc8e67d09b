-- older programs may serve
-- They write no row of the new table, and what is frozen they see as frozen. Their `ledger verify` does not know why,
-- and asked for an order of the new kind they say that they are busy.
-- Money that a platform froze for risk: named by the request that froze it, released whole.
create table freezes (
  platform_id integer     not null,
  freeze_no   text        not null,
  holder_no   bigint      not null,
  amount      bigint      not null check (amount > 0),
  created_at  timestamptz not null,
  released_at timestamptz,
  primary key (platform_id, freeze_no),
  constraint freeze_released_after_it_was_made check (released_at >= created_at)
);
