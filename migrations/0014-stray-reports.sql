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
