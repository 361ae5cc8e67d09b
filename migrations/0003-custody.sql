-- The core. platform_id leads every key; only the platform's lane writes these tables (docs/adr/0001), and it holds the
-- lane row of an existing platform while it does: a foreign key would only check again what that lock has proved.

-- A request number's order: what was asked, what became of it. REFUSED gives way to another try unless final.
create table orders (
  platform_id  integer     not null,
  request_no   text        not null,
  order_no     bigint      not null,
  command_id   text        not null,
  service      text        not null,
  verb         text        not null,
  state        text        not null check (state in ('OPEN', 'HANDED', 'ACCEPTED', 'DONE', 'REFUSED')),
  final        boolean     not null,
  content      text        not null,
  command      bytea,
  outcome      bytea,
  refusal      text,
  presentation bytea,
  subject_no   text,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  finished_at  timestamptz,
  primary key (platform_id, request_no),
  check ((state in ('DONE', 'REFUSED')) = (finished_at is not null)),
  check ((state = 'REFUSED') = (refusal is not null)),
  check (state not in ('OPEN', 'HANDED') or expires_at is not null)
);

create unique index orders_by_no on orders (platform_id, order_no);
create index orders_open on orders (platform_id, expires_at) where state = 'OPEN';

create table members (
  platform_id integer     not null,
  user_no     text        not null,
  member_no   bigint      not null,
  type        text        not null check (type in ('PERSON', 'ENTERPRISE')),
  role        text        not null check (role in ('ORDINARY', 'INVESTOR', 'BORROWER', 'GUARANTOR')),
  state       text        not null check (state in ('ACTIVE', 'AUDIT', 'BACK', 'REFUSED')),
  borrowing   bigint      not null default 0 check (borrowing >= 0),
  created_at  timestamptz not null,
  primary key (platform_id, user_no)
);

create unique index members_by_no on members (platform_id, member_no);

-- Personal data apart from what every order reads; sealed (AES-256-GCM).
create table profiles (
  platform_id    integer not null,
  member_no      bigint  not null,
  real_name      bytea   not null,
  id_number      bytea   not null,
  id_fingerprint text    not null,
  mobile         bytea   not null,
  primary key (platform_id, member_no)
);

-- Trade passwords (argon2id) and their tries. Holder 0 is the platform's own payment password.
create table credentials (
  platform_id   integer not null,
  holder_no     bigint  not null,
  password_hash text    not null,
  failures      integer not null default 0,
  locked_until  timestamptz,
  primary key (platform_id, holder_no)
);

create table cards (
  platform_id integer     not null,
  card_no     bigint      not null,
  member_no   bigint      not null,
  number      bytea       not null,
  bank        text        not null,
  access_type text        not null check (access_type in ('FULL', 'PART')),
  bound       boolean     not null,
  bound_at    timestamptz not null,
  primary key (platform_id, card_no)
);

create unique index cards_bound on cards (platform_id, member_no) where bound;

create table sms_codes (
  platform_id integer     not null,
  order_no    bigint      not null,
  mobile      text        not null,
  code        text        not null,
  sent_at     timestamptz not null,
  tries       integer     not null,
  passed      boolean     not null,
  primary key (platform_id, order_no)
);

create index sms_codes_by_mobile on sms_codes (platform_id, mobile);

create table authorizations (
  platform_id      integer     not null,
  authorization_no bigint      not null,
  member_no        bigint      not null,
  kinds            text        not null,
  amount           bigint      check (amount > 0),
  used             bigint      not null check (used >= 0 and (amount is null or used <= amount)),
  until            timestamptz,
  granted_at       timestamptz not null,
  primary key (platform_id, authorization_no)
) with (fillfactor = 70);

create index authorizations_by_member on authorizations (platform_id, member_no);

create table projects (
  platform_id        integer     not null,
  project_no         text        not null,
  member_no          bigint      not null,
  borrower_no        text        not null,
  amount             bigint      not null check (amount > 0),
  name               text        not null,
  description        text,
  period_days        integer,
  rate               text        not null,
  repayment_way      text        not null,
  status             text        not null check (status in ('COLLECTING', 'REPAYING', 'FINISH', 'MISCARRY')),
  tendered           bigint      not null check (tendered >= 0),
  loaned             bigint      not null check (loaned >= 0),
  outstanding        bigint      not null check (outstanding >= 0),
  repaid_principal   bigint      not null check (repaid_principal >= 0),
  repaid_interest    bigint      not null check (repaid_interest >= 0),
  open_holds         integer     not null check (open_holds >= 0),
  open_tenders       integer     not null check (open_tenders >= 0),
  created_at         timestamptz not null,
  primary key (platform_id, project_no),
  constraint project_not_overfull check (tendered + loaned <= amount)
) with (fillfactor = 50);

create table over_cap_requests (
  platform_id integer     not null,
  record_no   bigint      not null,
  request_no  text        not null,
  member_no   bigint      not null,
  project_no  text        not null,
  amount      bigint      not null,
  total       bigint      not null,
  cap         bigint      not null,
  at          timestamptz not null,
  primary key (platform_id, record_no)
);

-- hold_no is the request number that made it. remaining = amount - confirmed - cancelled.
create table holds (
  platform_id integer     not null,
  hold_no     text        not null,
  kind        text        not null check (kind in ('TENDER', 'REPAYMENT')),
  member_no   bigint      not null,
  user_no     text        not null,
  project_no  text        not null,
  amount      bigint      not null check (amount > 0),
  confirmed   bigint      not null check (confirmed >= 0),
  cancelled   bigint      not null check (cancelled >= 0),
  red_packet  bigint      not null check (red_packet >= 0),
  created_at  timestamptz not null,
  finished_at timestamptz,
  primary key (platform_id, hold_no),
  constraint hold_not_overdrawn check (confirmed + cancelled <= amount)
) with (fillfactor = 85);

create index holds_open on holds (platform_id, member_no) where finished_at is null;

create table claims (
  platform_id integer     not null,
  claim_no    bigint      not null,
  project_no  text        not null,
  member_no   bigint      not null,
  origin_no   text        not null,
  confirm_no  text        not null,
  principal   bigint      not null check (principal > 0),
  remaining   bigint      not null check (remaining between 0 and principal),
  created_at  timestamptz not null,
  primary key (platform_id, claim_no)
) with (fillfactor = 85);

create index claims_by_holder on claims (platform_id, project_no, member_no);

create table deposits (
  platform_id   integer     not null,
  order_no      bigint      not null,
  request_no    text        not null,
  holder_no     bigint      not null,
  amount        bigint      not null check (amount > 0),
  channel       text        not null,
  state         text        not null check (state in ('HANDED', 'PAID', 'CLOSED', 'UNALLOCATED')),
  bank_ref      text,
  paid_at       timestamptz,
  handed_at     timestamptz not null,
  due_at        timestamptz,
  queries       integer     not null,
  primary key (platform_id, order_no)
);

create index deposits_due on deposits (platform_id, due_at) where state = 'HANDED';

create table withdrawals (
  platform_id  integer     not null,
  order_no     bigint      not null,
  request_no   text        not null,
  holder_no    bigint      not null,
  amount       bigint      not null check (amount > 0),
  commission   bigint      not null check (commission >= 0 and commission < amount),
  mode         text        not null check (mode in ('DEDUCT', 'FREEZE')),
  urgency      text        not null check (urgency in ('NORMAL', 'URGENT')),
  state        text        not null check (state in ('WAITING', 'SENT', 'PAID', 'RETURNED')),
  channel      text        not null,
  card         bytea       not null,
  account_name bytea       not null,
  bank         text        not null,
  bank_ref     text,
  due_at       timestamptz,
  attempts     integer     not null,
  accepted_at  timestamptz not null,
  finished_at  timestamptz,
  primary key (platform_id, order_no)
);

create index withdrawals_due on withdrawals (platform_id, due_at) where state in ('WAITING', 'SENT');
create index withdrawals_under_way on withdrawals (platform_id, holder_no) where state in ('WAITING', 'SENT');

-- What the bank told us, as it arrived; processed by the platform's lane.
create table bank_reports (
  platform_id  integer     not null,
  message_id   text        not null,
  report       jsonb       not null,
  received_at  timestamptz not null,
  processed_at timestamptz,
  primary key (platform_id, message_id)
);

create index bank_reports_waiting on bank_reports (platform_id, received_at) where processed_at is null;

-- Notices owed to the platform: born here by the lane, delivered by the notices room.
create table notices (
  platform_id   integer     not null,
  notice_no     bigint      not null,
  request_no    text        not null,
  order_no      bigint      not null,
  service       text        not null,
  stage         text        not null check (stage in ('ACCEPTED', 'FINAL')),
  state         text        not null check (state in ('PENDING', 'DELIVERED', 'PARKED', 'WITHDRAWN')),
  attempts      integer     not null default 0,
  due_at        timestamptz,
  claimed_until timestamptz,
  last_error    text,
  created_at    timestamptz not null,
  finished_at   timestamptz,
  primary key (platform_id, notice_no),
  check ((state = 'PENDING') = (due_at is not null))
);

create index notices_due on notices (platform_id, due_at) where state = 'PENDING';
create index notices_by_order on notices (platform_id, order_no);

-- The keys of a platform, and their serials.
create table platform_keys (
  platform_id integer     not null references platforms,
  serial      text        not null,
  public_key  text        not null,
  created_at  timestamptz not null,
  expires_at  timestamptz,
  revoked_at  timestamptz,
  primary key (platform_id, serial)
);
