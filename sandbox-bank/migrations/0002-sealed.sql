-- Personal data, addresses of open pages and the private key stand sealed from now on. SQL has no key to seal with:
-- what stands in the clear is put aside, and the bank's next start seals it into the new tables and drops what was put
-- aside. Messages are for the moment in which they are sent: those of before are forgotten.
DO $$ BEGIN
  IF EXISTS (SELECT FROM identity) THEN
    CREATE TABLE clear_identity AS SELECT private_key, clock_offset FROM identity;
    CREATE TABLE clear_payins AS
      SELECT bank_order_no, content, amount, payer, bank, subject, return_url, expires_at, page_token, csrf_token,
        state, reason, bank_ref, created_at, decided_at FROM payins;
    CREATE TABLE clear_payouts AS
      SELECT bank_order_no, content, amount, card_number, account_name, bank, state, held, due_at, reason, bank_ref,
        created_at, decided_at FROM payouts;
  END IF;
END $$;
DROP TABLE identity, payins, payouts, messages;

-- One row: who the bank is, and how far its clock runs ahead of the machine's.
CREATE TABLE identity (
  only_one     boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  private_key  bytea   NOT NULL,
  clock_offset bigint  NOT NULL DEFAULT 0 CHECK (clock_offset >= 0)
);

-- Orders to be paid on the netbank page. `content_mark`: the order as it was signed, so that its number with another is
-- refused. `way`: where the payer is led back to, and the tokens of his page, which is found by `page_mark`.
CREATE TABLE payins (
  bank_order_no text   PRIMARY KEY,
  content_mark  text   NOT NULL,
  amount        bigint NOT NULL CHECK (amount > 0),
  payer         text   NOT NULL CHECK (payer IN ('PERSON', 'ENTERPRISE')),
  bank          text,
  subject       text   NOT NULL,
  way           bytea  NOT NULL,
  page_mark     text   NOT NULL UNIQUE,
  expires_at    bigint NOT NULL,
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

-- `payee`: his card and name. `held`: the bank does not say yet what becomes of it (card 0005); until `due_at` it
-- answers UNKNOWN.
CREATE TABLE payouts (
  bank_order_no text    PRIMARY KEY,
  content_mark  text    NOT NULL,
  amount        bigint  NOT NULL CHECK (amount > 0),
  payee         bytea   NOT NULL,
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

-- Kept for a day. `words`: the message, with its mobile; found by `mobile_mark`.
CREATE TABLE messages (
  message_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mobile_mark text   NOT NULL,
  words       bytea  NOT NULL,
  at          bigint NOT NULL
);
CREATE INDEX messages_mobile ON messages (mobile_mark, message_no DESC);
CREATE INDEX messages_at ON messages (at);
