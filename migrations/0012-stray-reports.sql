-- Signed messages of a bank that nobody here can act upon: they cannot be read, or name no platform of ours. Kept for
-- people, so the words are sealed and cut at a length; the same words again are the same message. What names no
-- platform belongs to none: the key begins with the channel.
create table stray_reports (
  channel       text        not null,
  digest        text        not null,
  kind          text        not null check (kind in ('NOT_ASKED', 'UNREADABLE')),
  platform_id   integer,
  bank_order_no text,
  amount        bigint      not null check (amount >= 0),
  words         bytea       not null,
  size          integer     not null check (size >= 0),
  times         integer     not null check (times > 0),
  first_at      timestamptz not null,
  last_at       timestamptz not null,
  primary key (channel, digest)
);

-- A report that our own processing fails on waits for its next turn and keeps no other from its own: ever longer, and
-- with what it failed on. By now() what an older program keeps is due at once, and so is what waits already.
alter table bank_reports
  add column due_at timestamptz not null default now(),
  add column failures integer not null default 0 check (failures >= 0),
  add column failed_with text,
  add constraint bank_report_failed_with check ((failures > 0) = (failed_with is not null));

drop index bank_reports_waiting;
drop index bank_reports_next;
create index bank_reports_waiting on bank_reports (platform_id, due_at) where processed_at is null;
create index bank_reports_next on bank_reports (due_at, platform_id) where processed_at is null;

-- A payout that the bank had closed was never returned: what it says of it afterwards has kinds of its own. A return
-- always has a reference, so without one it was closed.
alter table breaks drop constraint breaks_kind_check;
update breaks set kind = case kind when 'RETURNED_AGAIN' then 'RETURNED_AFTER_CLOSED' else 'PAID_AFTER_CLOSED' end
where kind in ('RETURNED_AGAIN', 'PAID_AFTER_RETURN')
  and asked::jsonb ->> 'state' = 'RETURNED' and asked::jsonb ->> 'bankRef' is null;
alter table breaks add constraint breaks_kind_check check (kind in ('AMOUNT_DIFFERS', 'CLOSED_AFTER_PAID',
  'KIND_DIFFERS', 'MESSAGE_DIFFERS', 'NOT_ASKED', 'PAID_AFTER_CLOSED', 'PAID_AFTER_RETURN', 'PAID_AGAIN', 'PAID_LATE',
  'PAYIN_RETURNED', 'RETURNED_AFTER_CLOSED', 'RETURNED_AFTER_PAID', 'RETURNED_AGAIN'));
update lanes set version = version + 1
where platform_id in (select platform_id from breaks where kind in ('PAID_AFTER_CLOSED', 'RETURNED_AFTER_CLOSED'));
