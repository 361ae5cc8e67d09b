-- Holds of the platform's own accounts: compensations of its compensation account and marketing money, which is for no
-- project. Programs from before do not know what is taken of them: they cannot serve beside this one.
alter table holds drop constraint holds_kind_check;
alter table holds add constraint holds_kind_check
  check (kind in ('TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT', 'COMPENSATORY', 'MARKETING'));
alter table holds drop constraint hold_has_its_project;
alter table holds add constraint hold_has_its_project check ((project_no is null) = (kind = 'MARKETING'));

-- What a platform set aside of its marketing money on the last day on which it did, less what it took back on that day:
-- the daily limit is judged by it. One row; the day is Beijing's, yyyymmdd.
create table marketing_counters (
  platform_id integer not null,
  holder_no   bigint  not null,
  day         text    not null check (day ~ '^[0-9]{8}$'),
  held        bigint  not null check (held >= 0),
  primary key (platform_id, holder_no)
);
