-- Double entry. Amounts are fen; a credit is positive, a debit negative, so that every entry sums to zero and what the
-- custodian owes its holders stands as a positive balance, what it owns as a negative one.

create table platforms (
  platform_id        integer     primary key,
  platform_no        text        not null unique check (length(platform_no) between 1 and 50),
  name               text        not null,
  dialect            text        not null,
  suspended          boolean     not null default false,
  services           text[],
  notify_url         text,
  custody_bank       text,
  settlement_account bytea,
  settlement_bank    text,
  settings           jsonb       not null default '{}',
  created_at         timestamptz not null
);

-- The lane row: locked first by every batch of the platform. Its counters hand out the platform's own numbers.
create table lanes (
  platform_id   integer     primary key references platforms,
  last_entry_no bigint      not null default 0,
  last_no       bigint      not null default 1000,
  last_at       timestamptz not null,
  -- Counts the batches that wrote: what a process remembers of the rows is true as long as nobody else has counted on.
  version       bigint      not null default 0
);

create table account_kinds (
  kind    smallint primary key,
  code    text     not null unique,
  class   text     not null check (class in ('ASSET', 'LIABILITY', 'INCOME')),
  meaning text     not null
);

insert into account_kinds (kind, code, class, meaning) values
  (1,  'AVAILABLE',            'LIABILITY', 'what a holder can use'),
  (2,  'FROZEN',               'LIABILITY', 'what is held for a purpose'),
  (10, 'BANK_POOL',            'ASSET',     'the custody account at the bank'),
  (11, 'CHANNEL_RECEIVABLE',   'ASSET',     'paid in by payers, not yet settled to the pool by the payment channel'),
  (12, 'WITHDRAWALS_PAYABLE',  'LIABILITY', 'accepted withdrawals that the bank has not paid yet'),
  (13, 'UNALLOCATED_RECEIPTS', 'LIABILITY', 'money that arrived for an order already ended'),
  (14, 'CUSTODIAN_FEE_INCOME', 'INCOME',    'fees earned by the custodian'),
  (15, 'FEES_OWED',            'ASSET',     'fees that the platform''s fee account could not cover yet');

-- account_id = holder_no * 100 + kind. Holder 0 is the custodian's side of the platform, 1 to 3 are the platform's
-- fee, compensation and marketing accounts, members follow from 1001 on.
create table accounts (
  platform_id integer  not null,
  account_id  bigint   not null,
  holder_no   bigint   not null,
  kind        smallint not null references account_kinds,
  balance     bigint   not null,
  version     bigint   not null,
  primary key (platform_id, account_id),
  constraint account_id_is_composed check (account_id = holder_no * 100 + kind),
  constraint account_not_overdrawn check (kind not in (1, 2, 12, 13, 14) or balance >= 0),
  constraint account_not_overpaid check (kind not in (11, 15) or balance <= 0)
) with (fillfactor = 70);

create table entries (
  platform_id  integer     not null,
  entry_no     bigint      not null,
  template     text        not null,
  order_no     bigint,
  effective_at timestamptz not null,
  written_at   timestamptz not null default now(),
  primary key (platform_id, entry_no)
);

create index entries_by_order on entries (platform_id, order_no) where order_no is not null;

create table postings (
  platform_id   integer not null,
  entry_no      bigint  not null,
  seq           integer not null,
  account_id    bigint  not null,
  part          text    not null,
  amount        bigint  not null check (amount <> 0),
  balance_after bigint  not null,
  version       bigint  not null,
  primary key (platform_id, entry_no, seq)
);

-- Any page of an account's history proves itself: version by version, balance_after is the one before plus amount.
create unique index postings_by_account on postings (platform_id, account_id, version);
