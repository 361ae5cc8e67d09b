-- older programs may serve
-- They write no row of the new table, and the new columns have defaults.
-- What a mobile or an ID number is still allowed today, whatever platform asks (G-18): the one table besides stray
-- reports that belongs to no platform, so that three platforms cannot send three messages to one mobile at once.
-- `whom` is a keyed fingerprint made for this purpose alone, which tells nothing and matches no other column.
create table allowances (
  purpose text        not null check (purpose in ('CARD_ID', 'CARD_MOBILE', 'SMS')),
  whom    text        not null,
  day     date        not null,
  used    integer     not null check (used > 0),
  last_at timestamptz not null,
  primary key (purpose, whom)
);

-- Of an order: codes sent, wrong tries at all of them, card checks; and card checks that the present code paid for.
alter table sms_codes
  add column sent integer not null default 1,
  add column wrong integer not null default 0,
  add column card_checks integer not null default 0,
  add column code_checks integer not null default 0;
drop index sms_codes_by_mobile;
