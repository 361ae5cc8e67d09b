-- What people decide under four eyes: one row per case, what happened to it as rows. A case is about a member, a
-- receipt or a break; which one its kind says. Receipts are settled by cases from here on, which programs from before
-- do not know: they cannot serve beside this one.
create table cases (
  platform_id integer     not null,
  case_no     bigint      not null,
  kind        text        not null
    check (kind in ('RECEIPT', 'CREDIT', 'UNLOCK', 'BREAK', 'CORRECTION', 'UNBIND', 'RESET_PASSWORD')),
  state       text        not null check (state in ('OPEN', 'PROPOSED', 'BACK', 'APPROVED', 'REFUSED', 'ENDED')),
  user_no     text,
  receipt_no  bigint,
  break_no    bigint,
  -- The order of a page that waits for the decision.
  order_no    bigint,
  -- Packed: what approval is to do, where the kind leaves a choice.
  plan        text,
  -- Of the case's history.
  events      integer     not null check (events > 0),
  -- Null: by the order.
  opened_by   text        check (opened_by is not null or order_no is not null),
  opened_at   timestamptz not null,
  proposed_by text,
  decided_by  text,
  finished_at timestamptz check (finished_at >= opened_at),
  primary key (platform_id, case_no),
  constraint case_of_a_member check ((user_no is not null) = (kind in ('UNLOCK', 'UNBIND', 'RESET_PASSWORD'))),
  constraint case_of_a_receipt check ((receipt_no is not null) = (kind in ('RECEIPT', 'CREDIT'))),
  constraint case_of_a_break check (break_no is null or kind in ('BREAK', 'CORRECTION')),
  constraint case_break_has_one check (kind <> 'BREAK' or break_no is not null),
  constraint case_proposed check (case state when 'OPEN' then proposed_by is null
    when 'REFUSED' then true when 'ENDED' then true else proposed_by is not null end),
  constraint case_decided check ((decided_by is not null) = (state in ('BACK', 'APPROVED', 'REFUSED'))),
  constraint case_finished check ((finished_at is not null) = (state in ('APPROVED', 'REFUSED', 'ENDED'))),
  constraint case_by_four_eyes check (state <> 'APPROVED' or proposed_by <> decided_by)
);
-- One open case of a kind per member, and one per receipt and break whatever its kind.
create unique index cases_open_of_member on cases (platform_id, kind, user_no)
  where user_no is not null and state in ('OPEN', 'PROPOSED', 'BACK');
create unique index cases_open_of_receipt on cases (platform_id, receipt_no)
  where receipt_no is not null and state in ('OPEN', 'PROPOSED', 'BACK');
create unique index cases_open_of_break on cases (platform_id, break_no)
  where break_no is not null and state in ('OPEN', 'PROPOSED', 'BACK');
create index cases_of_receipt on cases (platform_id, receipt_no) where receipt_no is not null;
create index cases_of_break on cases (platform_id, break_no) where break_no is not null;

create table case_events (
  platform_id integer     not null,
  case_no     bigint      not null,
  seq         integer     not null check (seq > 0),
  event       text        not null check (event in ('opened', 'papersAdded', 'proposed', 'approved', 'sentBack',
    'refused', 'ended')),
  at          timestamptz not null,
  -- Null: by an order, or the bank.
  by          text,
  -- Why, in words: sealed, for it may tell of anybody.
  reason      bytea,
  -- What the case is about, as it was opened: kind, member, receipt, break and order.
  subject     text        check ((subject is not null) = (event = 'opened')),
  -- The plan as it stood then.
  plan        text,
  -- The entry that it made.
  entry_no    bigint,
  -- The internal id of the command: a re-run after a lost commit finds its own.
  command_id  text        not null,
  primary key (platform_id, case_no, seq)
);
create index case_events_of_command on case_events (platform_id, command_id);

alter table receipts drop constraint receipts_state_check;
alter table receipts add constraint receipts_state_check
  check (state in ('CREDITED', 'UNALLOCATED', 'ALLOCATED'));
-- What processes remember of the lanes is not true any more.
update lanes set version = version + 1;
