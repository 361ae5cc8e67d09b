-- Unallocated money that is sent back to who paid it: a payout to the payer, whom the bank knows by the payin. One row
-- per try; a try that fails leaves the receipt as it was, and its case open again. Programs from before know neither
-- the states nor the bank's words about them: they cannot serve beside this one.
create table send_backs (
  platform_id  integer     not null,
  send_back_no bigint      not null,
  case_no      bigint      not null,
  receipt_no   bigint      not null,
  amount       bigint      not null check (amount > 0),
  state        text        not null check (state in ('WAITING', 'SENT', 'PAID', 'RETURNED')),
  channel      text        not null,
  -- What it was paid by, or returned by before it was ever paid; null when it was closed.
  bank_ref     text,
  -- What it came back by after it had been paid.
  back_ref     text        check (back_ref is null or (state = 'RETURNED' and bank_ref is not null)),
  due_at       timestamptz,
  attempts     integer     not null default 0,
  created_at   timestamptz not null,
  -- Stays when it came back after that.
  paid_at      timestamptz check (paid_at >= created_at),
  finished_at  timestamptz check (finished_at >= created_at),
  primary key (platform_id, send_back_no),
  constraint send_back_paid_with_reference check (state <> 'PAID' or bank_ref is not null),
  constraint send_back_paid_at check ((paid_at is not null) = (state = 'PAID' or back_ref is not null)),
  constraint send_back_due_while_under_way check ((state in ('WAITING', 'SENT')) = (due_at is not null)),
  constraint send_back_finished check ((state in ('PAID', 'RETURNED')) = (finished_at is not null)),
  constraint send_back_waits_untold check (state <> 'WAITING' or (attempts = 0 and bank_ref is null))
);
create index send_backs_next on send_backs (due_at, platform_id) where state in ('WAITING', 'SENT');
-- Of a receipt one try at a time.
create unique index send_backs_under_way on send_backs (platform_id, receipt_no) where state <> 'RETURNED';

alter table receipts drop constraint receipts_state_check;
alter table receipts add constraint receipts_state_check
  check (state in ('CREDITED', 'UNALLOCATED', 'ALLOCATED', 'SENDING_BACK', 'SENT_BACK'));
alter table case_events drop constraint case_events_event_check;
alter table case_events add constraint case_events_event_check check (event in ('opened', 'papersAdded', 'proposed',
  'approved', 'sentBack', 'refused', 'ended', 'arrived', 'reopened'));
update lanes set version = version + 1;
