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

-- Up to which number confirmations say nothing of their details, because what was ordered was not kept whole then.
alter table lanes add column untold_no bigint not null default 0;
update lanes l set untold_no = o.no
from (
  select platform_id, max(order_no) as no from orders
  where verb in ('CONFIRM_LOAN', 'CONFIRM_REPAYMENT') and plain_command like '%"details":[]%' group by 1) o
where o.platform_id = l.platform_id;

alter table receipts add column message_id text;
alter table withdrawals add column message_id text;
