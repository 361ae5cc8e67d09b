-- The sandbox bank's own books, in a schema of its own: nothing of the custodian reads or writes here.
-- Instants are epoch milliseconds on the bank's clock; amounts are fen.

-- One row: who the bank is, and how far its clock runs ahead of the machine's.
CREATE TABLE identity (
  only_one     boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  private_key  text    NOT NULL,
  clock_offset bigint  NOT NULL DEFAULT 0 CHECK (clock_offset >= 0)
);

-- Orders to be paid on the netbank page. `content` is the order as it was signed: its number with another is refused.
CREATE TABLE payins (
  bank_order_no text   PRIMARY KEY,
  content       text   NOT NULL,
  amount        bigint NOT NULL CHECK (amount > 0),
  payer         text   NOT NULL CHECK (payer IN ('PERSON', 'ENTERPRISE')),
  bank          text,
  subject       text   NOT NULL,
  return_url    text   NOT NULL,
  expires_at    bigint NOT NULL,
  page_token    text   NOT NULL UNIQUE,
  csrf_token    text   NOT NULL,
  state         text   NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'PAID', 'CLOSED')),
  reason        text,
  bank_ref      text   UNIQUE,
  created_at    bigint NOT NULL,
  decided_at    bigint,
  CHECK ((state = 'OPEN') = (decided_at IS NULL)),
  CHECK ((state = 'PAID') = (bank_ref IS NOT NULL)),
  CHECK ((state = 'CLOSED') = (reason IS NOT NULL))
);
CREATE INDEX payins_due ON payins (expires_at) WHERE state = 'OPEN';
CREATE INDEX payins_newest ON payins (created_at DESC, bank_order_no DESC);

-- `held`: the bank does not say yet what becomes of it (card 0005); until `due_at` it answers UNKNOWN.
CREATE TABLE payouts (
  bank_order_no text    PRIMARY KEY,
  content       text    NOT NULL,
  amount        bigint  NOT NULL CHECK (amount > 0),
  card_number   text    NOT NULL,
  account_name  text    NOT NULL,
  bank          text    NOT NULL,
  state         text    NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'PAID', 'RETURNED', 'CLOSED')),
  held          boolean NOT NULL,
  due_at        bigint  NOT NULL,
  reason        text,
  bank_ref      text    UNIQUE,
  created_at    bigint  NOT NULL,
  decided_at    bigint,
  CHECK ((state = 'OPEN') = (decided_at IS NULL)),
  CHECK ((state IN ('PAID', 'RETURNED')) = (bank_ref IS NOT NULL)),
  CHECK ((state IN ('RETURNED', 'CLOSED')) = (reason IS NOT NULL))
);
CREATE INDEX payouts_due ON payouts (due_at) WHERE state = 'OPEN';
CREATE INDEX payouts_newest ON payouts (created_at DESC, bank_order_no DESC);

-- The bank's book of the custodian's account: what its statements are made of. Lines are never changed.
CREATE TABLE movements (
  line_no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind          text   NOT NULL CHECK (kind IN ('PAYIN', 'PAYOUT', 'PAYOUT_RETURN')),
  bank_order_no text   NOT NULL,
  amount        bigint NOT NULL CHECK (amount > 0),
  at            bigint NOT NULL,
  bank_ref      text   NOT NULL,
  UNIQUE (bank_order_no, kind)
);
CREATE INDEX movements_day ON movements (at, line_no);

-- What the custodian has to be told. `owed`: acknowledgements still wanted (card 0006 is told twice).
CREATE TABLE reports (
  message_id    text   PRIMARY KEY,
  bank_order_no text   NOT NULL,
  body          text   NOT NULL,
  owed          int    NOT NULL CHECK (owed >= 0),
  attempts      int    NOT NULL DEFAULT 0,
  next_at       bigint,
  created_at    bigint NOT NULL,
  CHECK (owed > 0 OR next_at IS NULL)
);
CREATE INDEX reports_due ON reports (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX reports_order ON reports (bank_order_no);

CREATE TABLE messages (
  message_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mobile     text   NOT NULL,
  code       text   NOT NULL,
  text       text   NOT NULL,
  at         bigint NOT NULL
);
CREATE INDEX messages_mobile ON messages (mobile, message_no DESC);
