-- older programs may serve
-- Up to where each platform was last found right by "ledger verify", so that the next look may begin there; and by
-- which message of the bank money came in or a withdrawal ended, so that a message that is gone is missed (null: by
-- the answer to a question, or before this was noted).

create table verified_marks (
  platform_id integer     not null primary key,
  entry_no    bigint      not null,
  last_no     bigint      not null,
  verified_at timestamptz not null
);

alter table receipts add column message_id text;
alter table withdrawals add column message_id text;
