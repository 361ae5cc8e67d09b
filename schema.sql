-- The schema that all migrations add up to. Made by "node bin/schema.js --write"; read it, do not run it.

-- schema public

create table public.account_kinds (
  kind smallint not null,
  code text not null,
  class text not null,
  meaning text not null,
  constraint account_kinds_pkey PRIMARY KEY (kind),
  constraint account_kinds_code_key UNIQUE (code),
  constraint account_kinds_class_check CHECK ((class = ANY (ARRAY['ASSET'::text, 'LIABILITY'::text, 'INCOME'::text, 'MEMORANDUM'::text])))
);

create table public.accounts (
  platform_id integer not null,
  account_id bigint not null,
  holder_no bigint not null,
  kind smallint not null,
  balance bigint not null,
  version bigint not null,
  constraint accounts_pkey PRIMARY KEY (platform_id, account_id),
  constraint accounts_kind_fkey FOREIGN KEY (kind) REFERENCES public.account_kinds(kind),
  constraint account_has_a_row CHECK ((kind <> 20)),
  constraint account_id_is_composed CHECK ((account_id = ((holder_no * 100) + kind))),
  constraint account_not_overdrawn CHECK (((kind <> ALL (ARRAY[1, 2, 12, 13, 14])) OR (balance >= 0))),
  constraint account_not_overpaid CHECK (((kind <> ALL (ARRAY[11, 15, 21])) OR (balance <= 0)))
);

create table public.allowances (
  purpose text not null,
  whom text not null,
  day date not null,
  used integer not null,
  last_at timestamp with time zone not null,
  constraint allowances_pkey PRIMARY KEY (purpose, whom),
  constraint allowances_purpose_check CHECK ((purpose = ANY (ARRAY['CARD_ID'::text, 'CARD_MOBILE'::text, 'SMS'::text]))),
  constraint allowances_used_check CHECK ((used > 0))
);

create table public.audit_entries (
  id bigint not null,
  at timestamp with time zone not null,
  via text not null,
  who text not null,
  command text not null,
  platform_no text,
  outcome text not null,
  intent_id bigint,
  details bytea not null,
  digest text not null,
  constraint audit_entries_pkey PRIMARY KEY (id),
  constraint audit_entries_intent_id_key UNIQUE (intent_id),
  constraint audit_entries_intent_id_fkey FOREIGN KEY (intent_id) REFERENCES public.audit_entries(id),
  constraint audit_entries_check CHECK (((intent_id IS NULL) OR ((intent_id < id) AND (outcome <> 'INTENT'::text)))),
  constraint audit_entries_id_check CHECK ((id > 0)),
  constraint audit_entries_outcome_check CHECK ((outcome = ANY (ARRAY['INTENT'::text, 'DONE'::text, 'REFUSED'::text, 'FAILED'::text]))),
  constraint audit_entries_via_check CHECK ((via = ANY (ARRAY['cli'::text, 'console'::text, 'node'::text])))
);
CREATE INDEX audit_entries_by_time ON public.audit_entries USING btree (at);
CREATE INDEX audit_entries_of_command ON public.audit_entries USING btree (command, id);
CREATE INDEX audit_entries_of_platform ON public.audit_entries USING btree (platform_no, id);
CREATE TRIGGER audit_entries_stay BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.audit_entries_stay();
CREATE TRIGGER audit_entries_stay_all BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.audit_entries_stay();

create table public.audit_steps (
  platform_id integer not null,
  order_no bigint not null,
  seq integer not null,
  decided_by text,
  reason bytea,
  submitted bytea,
  constraint audit_steps_pkey PRIMARY KEY (platform_id, order_no, seq),
  constraint a_step_is_submitted_or_decided CHECK ((((submitted IS NULL) = (decided_by IS NOT NULL)) AND ((decided_by IS NULL) = (reason IS NULL)))),
  constraint audit_steps_seq_check CHECK ((seq > 0))
);

create table public.authorizations (
  platform_id integer not null,
  authorization_no bigint not null,
  member_no bigint not null,
  kinds text not null,
  amount bigint,
  used bigint not null,
  until timestamp with time zone,
  granted_at timestamp with time zone not null,
  constraint authorizations_pkey PRIMARY KEY (platform_id, authorization_no),
  constraint authorizations_amount_check CHECK ((amount > 0)),
  constraint authorizations_check CHECK (((used >= 0) AND ((amount IS NULL) OR (used <= amount))))
);
CREATE INDEX authorizations_by_member ON public.authorizations USING btree (platform_id, member_no);

create table public.bank_reports (
  platform_id integer not null,
  message_id text not null,
  report jsonb not null,
  received_at timestamp with time zone not null,
  processed_at timestamp with time zone,
  variant text not null default ''::text,
  due_at timestamp with time zone not null default now(),
  failures integer not null default 0,
  failed_with text,
  constraint bank_reports_pkey PRIMARY KEY (platform_id, message_id, variant),
  constraint bank_report_failed_with CHECK (((failures > 0) = (failed_with IS NOT NULL))),
  constraint bank_reports_failures_check CHECK ((failures >= 0))
);
CREATE INDEX bank_reports_next ON public.bank_reports USING btree (due_at, platform_id) WHERE (processed_at IS NULL);
CREATE INDEX bank_reports_waiting ON public.bank_reports USING btree (platform_id, due_at) WHERE (processed_at IS NULL);

create table public.breaks (
  platform_id integer not null,
  break_no bigint not null,
  kind text not null,
  order_no bigint not null,
  amount bigint not null,
  asked text,
  told text not null,
  message_id text,
  receipt_no bigint,
  found_at timestamp with time zone not null,
  constraint breaks_pkey PRIMARY KEY (platform_id, break_no),
  constraint break_about_receipt CHECK (((receipt_no IS NULL) OR (kind = ANY (ARRAY['AMOUNT_DIFFERS'::text, 'PAID_AGAIN'::text, 'PAID_LATE'::text, 'RETURNED_AFTER_PAID'::text])))),
  constraint break_has_asked CHECK (((asked IS NOT NULL) OR (kind = 'NOT_ASKED'::text))),
  constraint break_needs_receipt CHECK (((receipt_no IS NOT NULL) OR (kind <> ALL (ARRAY['PAID_LATE'::text, 'RETURNED_AFTER_PAID'::text])))),
  constraint breaks_amount_check CHECK ((amount >= 0)),
  constraint breaks_kind_check CHECK ((kind = ANY (ARRAY['AMOUNT_DIFFERS'::text, 'CLOSED_AFTER_PAID'::text, 'KIND_DIFFERS'::text, 'MESSAGE_DIFFERS'::text, 'NOT_ASKED'::text, 'PAID_AFTER_CLOSED'::text, 'PAID_AFTER_RETURN'::text, 'PAID_AGAIN'::text, 'PAID_LATE'::text, 'PAYIN_RETURNED'::text, 'RETURNED_AFTER_CLOSED'::text, 'RETURNED_AFTER_PAID'::text, 'RETURNED_AGAIN'::text])))
);
CREATE INDEX breaks_by_order ON public.breaks USING btree (platform_id, order_no);
CREATE UNIQUE INDEX breaks_by_receipt ON public.breaks USING btree (platform_id, receipt_no) WHERE (receipt_no IS NOT NULL);

create table public.cards (
  platform_id integer not null,
  card_no bigint not null,
  member_no bigint not null,
  number bytea not null,
  bank text not null,
  access_type text,
  bound boolean not null,
  bound_at timestamp with time zone not null,
  bound_by bigint not null,
  unbound_at timestamp with time zone,
  unbound_by bigint,
  constraint cards_pkey PRIMARY KEY (platform_id, card_no),
  constraint card_is_bound_until_it_is_unbound CHECK (((bound = (unbound_at IS NULL)) AND ((unbound_at IS NULL) = (unbound_by IS NULL)) AND (unbound_at >= bound_at))),
  constraint cards_access_type_check CHECK ((access_type = ANY (ARRAY['FULL'::text, 'PART'::text])))
);
CREATE UNIQUE INDEX cards_bound ON public.cards USING btree (platform_id, member_no) WHERE bound;
CREATE UNIQUE INDEX cards_bound_by ON public.cards USING btree (platform_id, bound_by);
CREATE UNIQUE INDEX cards_unbound_by ON public.cards USING btree (platform_id, unbound_by) WHERE (unbound_by IS NOT NULL);

create table public.case_events (
  platform_id integer not null,
  case_no bigint not null,
  seq integer not null,
  event text not null,
  at timestamp with time zone not null,
  by text,
  reason bytea,
  subject text,
  plan text,
  entry_no bigint,
  command_id text not null,
  constraint case_events_pkey PRIMARY KEY (platform_id, case_no, seq),
  constraint case_events_check CHECK (((subject IS NOT NULL) = (event = 'opened'::text))),
  constraint case_events_event_check CHECK ((event = ANY (ARRAY['opened'::text, 'papersAdded'::text, 'proposed'::text, 'approved'::text, 'sentBack'::text, 'refused'::text, 'ended'::text, 'arrived'::text, 'reopened'::text]))),
  constraint case_events_seq_check CHECK ((seq > 0))
);
CREATE INDEX case_events_of_command ON public.case_events USING btree (platform_id, command_id);

create table public.cases (
  platform_id integer not null,
  case_no bigint not null,
  kind text not null,
  state text not null,
  user_no text,
  receipt_no bigint,
  break_no bigint,
  order_no bigint,
  plan text,
  events integer not null,
  opened_by text,
  opened_at timestamp with time zone not null,
  proposed_by text,
  decided_by text,
  finished_at timestamp with time zone,
  constraint cases_pkey PRIMARY KEY (platform_id, case_no),
  constraint case_break_has_one CHECK (((kind <> 'BREAK'::text) OR (break_no IS NOT NULL))),
  constraint case_by_four_eyes CHECK (((state <> 'APPROVED'::text) OR (proposed_by <> decided_by))),
  constraint case_decided CHECK (((decided_by IS NOT NULL) = (state = ANY (ARRAY['BACK'::text, 'APPROVED'::text, 'REFUSED'::text])))),
  constraint case_finished CHECK (((finished_at IS NOT NULL) = (state = ANY (ARRAY['APPROVED'::text, 'REFUSED'::text, 'ENDED'::text])))),
  constraint case_of_a_break CHECK (((break_no IS NULL) OR (kind = ANY (ARRAY['BREAK'::text, 'CORRECTION'::text])))),
  constraint case_of_a_member CHECK (((user_no IS NOT NULL) = (kind = ANY (ARRAY['UNLOCK'::text, 'UNBIND'::text, 'RESET_PASSWORD'::text])))),
  constraint case_of_a_receipt CHECK (((receipt_no IS NOT NULL) = (kind = ANY (ARRAY['RECEIPT'::text, 'CREDIT'::text])))),
  constraint case_proposed CHECK (
CASE state
    WHEN 'OPEN'::text THEN (proposed_by IS NULL)
    WHEN 'REFUSED'::text THEN true
    WHEN 'ENDED'::text THEN true
    ELSE (proposed_by IS NOT NULL)
END),
  constraint cases_check CHECK (((opened_by IS NOT NULL) OR (order_no IS NOT NULL))),
  constraint cases_check1 CHECK ((finished_at >= opened_at)),
  constraint cases_events_check CHECK ((events > 0)),
  constraint cases_kind_check CHECK ((kind = ANY (ARRAY['RECEIPT'::text, 'CREDIT'::text, 'UNLOCK'::text, 'BREAK'::text, 'CORRECTION'::text, 'UNBIND'::text, 'RESET_PASSWORD'::text]))),
  constraint cases_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'PROPOSED'::text, 'BACK'::text, 'APPROVED'::text, 'REFUSED'::text, 'ENDED'::text])))
);
CREATE INDEX cases_of_break ON public.cases USING btree (platform_id, break_no) WHERE (break_no IS NOT NULL);
CREATE INDEX cases_of_receipt ON public.cases USING btree (platform_id, receipt_no) WHERE (receipt_no IS NOT NULL);
CREATE UNIQUE INDEX cases_open_of_break ON public.cases USING btree (platform_id, break_no) WHERE ((break_no IS NOT NULL) AND (state = ANY (ARRAY['OPEN'::text, 'PROPOSED'::text, 'BACK'::text])));
CREATE UNIQUE INDEX cases_open_of_member ON public.cases USING btree (platform_id, kind, user_no) WHERE ((user_no IS NOT NULL) AND (state = ANY (ARRAY['OPEN'::text, 'PROPOSED'::text, 'BACK'::text])));
CREATE UNIQUE INDEX cases_open_of_receipt ON public.cases USING btree (platform_id, receipt_no) WHERE ((receipt_no IS NOT NULL) AND (state = ANY (ARRAY['OPEN'::text, 'PROPOSED'::text, 'BACK'::text])));

create table public.claims (
  platform_id integer not null,
  claim_no bigint not null,
  project_no text not null,
  holder_no bigint not null,
  origin_no text not null,
  confirm_no text not null,
  principal bigint not null,
  created_at timestamp with time zone not null,
  source_no bigint,
  took_rest boolean not null default false,
  constraint claims_pkey PRIMARY KEY (platform_id, claim_no),
  constraint claim_came_later_than_its_source CHECK ((source_no < claim_no)),
  constraint claim_took_the_rest_of_a_claim CHECK (((source_no IS NOT NULL) OR (NOT took_rest))),
  constraint claims_principal_check CHECK ((principal > 0))
);
CREATE INDEX claims_by_holder ON public.claims USING btree (platform_id, project_no, holder_no);
CREATE INDEX claims_by_source ON public.claims USING btree (platform_id, source_no) WHERE (source_no IS NOT NULL);

create table public.credentials (
  platform_id integer not null,
  holder_no bigint not null,
  password_hash bytea not null,
  failures integer not null default 0,
  locked_until timestamp with time zone,
  try_id text,
  recovery_day text,
  recovery_tries integer not null default 0,
  constraint credentials_pkey PRIMARY KEY (platform_id, holder_no),
  constraint credentials_recovery_tries_check CHECK (((recovery_tries >= 0) AND (recovery_tries <= 5)))
);

create table public.custodian_keys (
  serial text not null,
  fingerprint text not null,
  created_at timestamp with time zone not null default now(),
  constraint custodian_keys_pkey PRIMARY KEY (serial)
);

create table public.deposits (
  platform_id integer not null,
  order_no bigint not null,
  request_no text not null,
  holder_no bigint not null,
  amount bigint not null,
  channel text not null,
  state text not null,
  bank_ref text,
  handed_at timestamp with time zone not null,
  due_at timestamp with time zone,
  queries integer not null,
  barcode text,
  constraint deposits_pkey PRIMARY KEY (platform_id, order_no),
  constraint deposit_asked_while_handed CHECK (((state = 'HANDED'::text) = (due_at IS NOT NULL))),
  constraint deposit_barcode_is_of_18_digits CHECK ((barcode ~ '^[0-9]{18}$'::text)),
  constraint deposit_paid_with_reference CHECK (((state = 'PAID'::text) = (bank_ref IS NOT NULL))),
  constraint deposits_amount_check CHECK ((amount > 0)),
  constraint deposits_state_check CHECK ((state = ANY (ARRAY['HANDED'::text, 'PAID'::text, 'CLOSED'::text])))
);
CREATE INDEX deposits_due ON public.deposits USING btree (platform_id, due_at) WHERE (state = 'HANDED'::text);
CREATE INDEX deposits_next ON public.deposits USING btree (due_at, platform_id) WHERE (state = 'HANDED'::text);
CREATE UNIQUE INDEX deposits_by_barcode ON public.deposits USING btree (platform_id, barcode) WHERE (state = 'HANDED'::text);

create table public.dues (
  platform_id integer not null,
  debt_no bigint not null,
  holder_no bigint not null,
  due_no bigint not null,
  constraint dues_pkey PRIMARY KEY (platform_id, debt_no, holder_no)
);
CREATE UNIQUE INDEX dues_by_no ON public.dues USING btree (platform_id, due_no);

create table public.enterprises (
  platform_id integer not null,
  member_no bigint not null,
  order_no bigint not null,
  command_id text not null,
  constraint enterprises_pkey PRIMARY KEY (platform_id, member_no)
);
CREATE UNIQUE INDEX enterprises_by_order ON public.enterprises USING btree (platform_id, order_no);

create table public.entries (
  platform_id integer not null,
  entry_no bigint not null,
  template text not null,
  order_no bigint,
  effective_at timestamp with time zone not null,
  written_at timestamp with time zone not null default now(),
  constraint entries_pkey PRIMARY KEY (platform_id, entry_no)
);
CREATE INDEX entries_by_order ON public.entries USING btree (platform_id, order_no) WHERE (order_no IS NOT NULL);

create table public.freezes (
  platform_id integer not null,
  freeze_no text not null,
  holder_no bigint not null,
  amount bigint not null,
  created_at timestamp with time zone not null,
  released_at timestamp with time zone,
  constraint freezes_pkey PRIMARY KEY (platform_id, freeze_no),
  constraint freeze_released_after_it_was_made CHECK ((released_at >= created_at)),
  constraint freezes_amount_check CHECK ((amount > 0))
);

create table public.holds (
  platform_id integer not null,
  hold_no text not null,
  kind text not null,
  holder_no bigint not null,
  project_no text,
  amount bigint not null,
  confirmed bigint not null,
  cancelled bigint not null,
  red_packet bigint not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  authorization_no bigint,
  constraint holds_pkey PRIMARY KEY (platform_id, hold_no),
  constraint hold_finished_with_nothing_left CHECK (((finished_at IS NULL) = ((confirmed + cancelled) < amount))),
  constraint hold_has_its_project CHECK (((project_no IS NULL) = (kind = 'MARKETING'::text))),
  constraint hold_not_overdrawn CHECK (((confirmed + cancelled) <= amount)),
  constraint holds_amount_check CHECK ((amount > 0)),
  constraint holds_cancelled_check CHECK ((cancelled >= 0)),
  constraint holds_confirmed_check CHECK ((confirmed >= 0)),
  constraint holds_kind_check CHECK ((kind = ANY (ARRAY['TENDER'::text, 'REPAYMENT'::text, 'CREDIT_ASSIGNMENT'::text, 'COMPENSATORY'::text, 'MARKETING'::text]))),
  constraint holds_red_packet_check CHECK ((red_packet >= 0))
);

create table public.installation (
  only_row boolean not null default true,
  mode text not null,
  constraint installation_pkey PRIMARY KEY (only_row),
  constraint installation_mode_check CHECK ((mode = ANY (ARRAY['sandbox'::text, 'production'::text]))),
  constraint installation_only_row_check CHECK (only_row)
);

create table public.lanes (
  platform_id integer not null,
  last_entry_no bigint not null default 0,
  last_no bigint not null default 1000,
  last_at timestamp with time zone not null,
  version bigint not null default 0,
  token bigint not null default 0,
  untold_no bigint not null default 0,
  constraint lanes_pkey PRIMARY KEY (platform_id),
  constraint lanes_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(platform_id)
);

create table public.marketing_counters (
  platform_id integer not null,
  holder_no bigint not null,
  day text not null,
  held bigint not null,
  constraint marketing_counters_pkey PRIMARY KEY (platform_id, holder_no),
  constraint marketing_counters_day_check CHECK ((day ~ '^[0-9]{8}$'::text)),
  constraint marketing_counters_held_check CHECK ((held >= 0))
);

create table public.members (
  platform_id integer not null,
  user_no text not null,
  member_no bigint not null,
  type text not null,
  role text not null,
  state text not null,
  borrowing bigint not null default 0,
  created_at timestamp with time zone not null,
  constraint members_pkey PRIMARY KEY (platform_id, user_no),
  constraint members_borrowing_check CHECK ((borrowing >= 0)),
  constraint members_role_check CHECK ((role = ANY (ARRAY['ORDINARY'::text, 'INVESTOR'::text, 'BORROWER'::text, 'GUARANTOR'::text]))),
  constraint members_state_check CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'AUDIT'::text, 'BACK'::text, 'REFUSED'::text]))),
  constraint members_type_check CHECK ((type = ANY (ARRAY['PERSON'::text, 'ENTERPRISE'::text])))
);
CREATE UNIQUE INDEX members_by_no ON public.members USING btree (platform_id, member_no);

create table public.notices (
  platform_id integer not null,
  notice_no bigint not null,
  request_no text not null,
  order_no bigint not null,
  service text not null,
  stage text not null,
  state text not null,
  attempts integer not null default 0,
  due_at timestamp with time zone,
  claimed_until timestamp with time zone,
  last_error text,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  event_seq integer not null,
  sends jsonb not null default '[]'::jsonb,
  constraint notices_pkey PRIMARY KEY (platform_id, notice_no),
  constraint notices_check CHECK (((state = 'PENDING'::text) = (due_at IS NOT NULL))),
  constraint notices_sends_bounded CHECK (((jsonb_typeof(sends) = 'array'::text) AND (jsonb_array_length(sends) <= 50))),
  constraint notices_stage_check CHECK ((stage = ANY (ARRAY['ACCEPTED'::text, 'FINAL'::text]))),
  constraint notices_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'DELIVERED'::text, 'PARKED'::text, 'WITHDRAWN'::text])))
);
CREATE INDEX notices_by_order ON public.notices USING btree (platform_id, order_no);
CREATE INDEX notices_due ON public.notices USING btree (platform_id, due_at) WHERE (state = 'PENDING'::text);
CREATE INDEX notices_next ON public.notices USING btree (due_at, platform_id) WHERE (state = 'PENDING'::text);
CREATE INDEX notices_parked ON public.notices USING btree (platform_id, created_at) WHERE (state = 'PARKED'::text);

create table public.operators (
  name text not null,
  role text not null,
  added_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint operators_pkey PRIMARY KEY (name),
  constraint operators_check CHECK ((disabled_at >= added_at)),
  constraint operators_name_check CHECK ((name ~ '^\S{1,50}$'::text)),
  constraint operators_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'reviewer'::text, 'auditor'::text])))
);
CREATE UNIQUE INDEX operators_by_spelling ON public.operators USING btree (lower(name));

create table public.order_events (
  platform_id integer not null,
  order_no bigint not null,
  seq integer not null,
  event text not null,
  facts text,
  at timestamp with time zone not null,
  constraint order_events_pkey PRIMARY KEY (platform_id, order_no, seq),
  constraint order_events_check CHECK (((event = ANY (ARRAY['refused'::text, 'handedBack'::text])) = (facts IS NOT NULL))) NOT VALID,
  constraint order_events_event_check CHECK ((event = ANY (ARRAY['opened'::text, 'handedOver'::text, 'accepted'::text, 'sent'::text, 'handedBack'::text, 'resubmitted'::text, 'completed'::text, 'refused'::text, 'sentBack'::text]))) NOT VALID,
  constraint order_events_seq_check CHECK ((seq > 0))
);

create table public.orders (
  platform_id integer not null,
  request_no text not null,
  order_no bigint not null,
  command_id text not null,
  service text not null,
  verb text not null,
  state text not null,
  final boolean not null,
  content text not null,
  command bytea,
  outcome bytea,
  refusal text,
  presentation bytea,
  subject_no text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  finished_at timestamp with time zone,
  plain_command text,
  events integer not null default 0,
  constraint orders_pkey PRIMARY KEY (platform_id, request_no),
  constraint orders_check CHECK (((state = ANY (ARRAY['DONE'::text, 'REFUSED'::text])) = (finished_at IS NOT NULL))),
  constraint orders_check1 CHECK (((state = 'REFUSED'::text) = (refusal IS NOT NULL))),
  constraint orders_check2 CHECK (((state <> ALL (ARRAY['OPEN'::text, 'HANDED'::text])) OR (expires_at IS NOT NULL))),
  constraint orders_events_check CHECK ((events >= 0)),
  constraint orders_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'HANDED'::text, 'ACCEPTED'::text, 'DONE'::text, 'REFUSED'::text])))
);
CREATE INDEX orders_next ON public.orders USING btree (expires_at, platform_id) WHERE (state = 'OPEN'::text);
CREATE INDEX orders_open ON public.orders USING btree (platform_id, expires_at) WHERE (state = 'OPEN'::text);
CREATE UNIQUE INDEX orders_by_no ON public.orders USING btree (platform_id, order_no);

create table public.over_cap_requests (
  platform_id integer not null,
  record_no bigint not null,
  request_no text not null,
  member_no bigint not null,
  project_no text not null,
  amount bigint not null,
  total bigint not null,
  cap bigint not null,
  at timestamp with time zone not null,
  constraint over_cap_requests_pkey PRIMARY KEY (platform_id, record_no)
);

create table public.paper_contents (
  platform_id integer not null,
  content_id text not null,
  content bytea not null,
  stored_at timestamp with time zone not null,
  constraint paper_contents_pkey PRIMARY KEY (platform_id, content_id)
);

create table public.papers (
  platform_id integer not null,
  paper_no bigint not null,
  subject_kind text not null,
  subject_no bigint not null,
  name bytea not null,
  type text not null,
  size integer not null,
  digest text not null,
  content_id text not null,
  added_by text not null,
  added_at timestamp with time zone not null,
  constraint papers_pkey PRIMARY KEY (platform_id, paper_no),
  constraint papers_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint papers_size_check CHECK (((size >= 1) AND (size <= 5242880))),
  constraint papers_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['ENTERPRISE'::text, 'CASE'::text]))),
  constraint papers_type_check CHECK ((type = ANY (ARRAY['PDF'::text, 'JPEG'::text, 'PNG'::text])))
);
CREATE INDEX papers_of_subject ON public.papers USING btree (platform_id, subject_kind, subject_no);
CREATE UNIQUE INDEX papers_by_content ON public.papers USING btree (platform_id, content_id);

create table public.platform_keys (
  platform_id integer not null,
  serial text not null,
  public_key text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  fingerprint text not null,
  copy integer not null default 0,
  constraint platform_keys_pkey PRIMARY KEY (platform_id, serial),
  constraint platform_keys_one_owner UNIQUE (fingerprint, copy),
  constraint platform_keys_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(platform_id)
);

create table public.platforms (
  platform_id integer not null,
  platform_no text not null,
  name text not null,
  dialect text not null,
  suspended boolean not null default false,
  services text[],
  notify_url text,
  custody_bank text,
  settlement_account bytea,
  settlement_bank text,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  constraint platforms_pkey PRIMARY KEY (platform_id),
  constraint platforms_platform_no_key UNIQUE (platform_no),
  constraint platforms_platform_no_check CHECK (((length(platform_no) >= 1) AND (length(platform_no) <= 50)))
);

create table public.postings (
  platform_id integer not null,
  entry_no bigint not null,
  seq integer not null,
  account_id bigint not null,
  part text not null,
  amount bigint not null,
  balance_after bigint not null,
  version bigint not null,
  constraint postings_pkey PRIMARY KEY (platform_id, entry_no, seq),
  constraint due_not_overdrawn CHECK ((((account_id % (100)::bigint) <> 20) OR (balance_after >= 0))),
  constraint postings_amount_check CHECK ((amount <> 0))
);
CREATE UNIQUE INDEX postings_by_account ON public.postings USING btree (platform_id, account_id, version);

create table public.profiles (
  platform_id integer not null,
  member_no bigint not null,
  real_name bytea not null,
  id_number bytea not null,
  id_fingerprint text not null,
  mobile bytea not null,
  constraint profiles_pkey PRIMARY KEY (platform_id, member_no)
);

create table public.projects (
  platform_id integer not null,
  project_no text not null,
  member_no bigint not null,
  borrower_no text not null,
  amount bigint not null,
  name text not null,
  description text,
  period_days integer,
  rate text not null,
  repayment_way text not null,
  status text not null,
  tendered bigint not null,
  loaned bigint not null,
  repaid_principal bigint not null,
  repaid_interest bigint not null,
  open_holds integer not null,
  open_tenders integer not null,
  created_at timestamp with time zone not null,
  project_id bigint not null,
  recourse_id bigint,
  recovered_principal bigint not null,
  recovered_interest bigint not null,
  constraint projects_pkey PRIMARY KEY (platform_id, project_no),
  constraint project_not_overfull CHECK (((tendered + loaned) <= amount)),
  constraint project_recovered_by_recourse CHECK (((recourse_id IS NOT NULL) OR ((recovered_principal = 0) AND (recovered_interest = 0)))),
  constraint projects_amount_check CHECK ((amount > 0)),
  constraint projects_loaned_check CHECK ((loaned >= 0)),
  constraint projects_open_holds_check CHECK ((open_holds >= 0)),
  constraint projects_open_tenders_check CHECK ((open_tenders >= 0)),
  constraint projects_recovered_interest_check CHECK ((recovered_interest >= 0)),
  constraint projects_recovered_principal_check CHECK ((recovered_principal >= 0)),
  constraint projects_repaid_interest_check CHECK ((repaid_interest >= 0)),
  constraint projects_repaid_principal_check CHECK ((repaid_principal >= 0)),
  constraint projects_status_check CHECK ((status = ANY (ARRAY['COLLECTING'::text, 'REPAYING'::text, 'FINISH'::text, 'MISCARRY'::text]))),
  constraint projects_tendered_check CHECK ((tendered >= 0))
);
CREATE UNIQUE INDEX projects_by_id ON public.projects USING btree (platform_id, project_id);
CREATE UNIQUE INDEX projects_by_recourse ON public.projects USING btree (platform_id, recourse_id) WHERE (recourse_id IS NOT NULL);

create table public.receipts (
  platform_id integer not null,
  order_no bigint not null,
  bank_ref text not null,
  receipt_no bigint not null,
  source text not null,
  amount bigint not null,
  state text not null,
  entry_no bigint not null,
  paid_at timestamp with time zone,
  received_at timestamp with time zone not null,
  message_id text,
  constraint receipts_pkey PRIMARY KEY (platform_id, order_no, bank_ref),
  constraint receipt_paid_in_at CHECK (((source <> 'PAYIN'::text) OR (paid_at IS NOT NULL))),
  constraint receipts_amount_check CHECK ((amount > 0)),
  constraint receipts_source_check CHECK ((source = ANY (ARRAY['PAYIN'::text, 'RETURN'::text]))),
  constraint receipts_state_check CHECK ((state = ANY (ARRAY['CREDITED'::text, 'UNALLOCATED'::text, 'ALLOCATED'::text, 'SENDING_BACK'::text, 'SENT_BACK'::text])))
);
CREATE UNIQUE INDEX receipts_by_no ON public.receipts USING btree (platform_id, receipt_no);

create table public.request_log (
  platform_id integer not null,
  request_id text not null,
  verified boolean not null,
  at timestamp with time zone not null,
  took integer not null,
  dialect text not null,
  address text not null,
  service text,
  request_no text,
  user_no text,
  result text not null,
  code text,
  sentence text,
  content bytea not null,
  body_size integer not null,
  body_digest text,
  answer_size integer not null,
  fault text,
  constraint request_log_pkey PRIMARY KEY (platform_id, request_id),
  constraint request_log_address_check CHECK ((address = ANY (ARRAY['gateway'::text, 'service'::text]))),
  constraint request_log_answer_size_check CHECK ((answer_size >= 0)),
  constraint request_log_body_size_check CHECK ((body_size >= 0)),
  constraint request_log_took_check CHECK ((took >= 0))
);
CREATE INDEX request_log_ages ON public.request_log USING brin (at);
CREATE INDEX request_log_by_member ON public.request_log USING btree (platform_id, user_no, at) WHERE (user_no IS NOT NULL);
CREATE INDEX request_log_by_number ON public.request_log USING btree (platform_id, request_no, at) WHERE (request_no IS NOT NULL);
CREATE INDEX request_log_by_time ON public.request_log USING btree (platform_id, at);

create table public.resealed (
  installation boolean not null,
  proof text not null,
  done_at timestamp with time zone not null,
  constraint resealed_pkey PRIMARY KEY (installation),
  constraint resealed_installation_check CHECK (installation)
);

create table public.sandbox_clock (
  only_row boolean not null default true,
  offset_ms bigint not null,
  constraint sandbox_clock_pkey PRIMARY KEY (only_row),
  constraint sandbox_clock_offset_ms_check CHECK ((offset_ms >= 0)),
  constraint sandbox_clock_only_row_check CHECK (only_row)
);

create table public.secret_keys (
  purpose text not null,
  serial integer not null,
  wrapped bytea,
  created_at timestamp with time zone not null,
  used_from timestamp with time zone,
  resealed_at timestamp with time zone,
  retired_at timestamp with time zone,
  constraint secret_keys_pkey PRIMARY KEY (purpose, serial),
  constraint secret_keys_check CHECK (((wrapped IS NULL) = (retired_at IS NOT NULL))),
  constraint secret_keys_purpose_check CHECK ((purpose = ANY (ARRAY['data'::text, 'token'::text]))),
  constraint secret_keys_serial_check CHECK ((serial >= 1))
);

create table public.send_backs (
  platform_id integer not null,
  send_back_no bigint not null,
  case_no bigint not null,
  receipt_no bigint not null,
  amount bigint not null,
  state text not null,
  channel text not null,
  bank_ref text,
  back_ref text,
  due_at timestamp with time zone,
  attempts integer not null default 0,
  created_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint send_backs_pkey PRIMARY KEY (platform_id, send_back_no),
  constraint send_back_due_while_under_way CHECK (((state = ANY (ARRAY['WAITING'::text, 'SENT'::text])) = (due_at IS NOT NULL))),
  constraint send_back_finished CHECK (((state = ANY (ARRAY['PAID'::text, 'RETURNED'::text])) = (finished_at IS NOT NULL))),
  constraint send_back_paid_at CHECK (((paid_at IS NOT NULL) = ((state = 'PAID'::text) OR (back_ref IS NOT NULL)))),
  constraint send_back_paid_with_reference CHECK (((state <> 'PAID'::text) OR (bank_ref IS NOT NULL))),
  constraint send_back_waits_untold CHECK (((state <> 'WAITING'::text) OR ((attempts = 0) AND (bank_ref IS NULL)))),
  constraint send_backs_amount_check CHECK ((amount > 0)),
  constraint send_backs_check CHECK (((back_ref IS NULL) OR ((state = 'RETURNED'::text) AND (bank_ref IS NOT NULL)))),
  constraint send_backs_check1 CHECK ((paid_at >= created_at)),
  constraint send_backs_check2 CHECK ((finished_at >= created_at)),
  constraint send_backs_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'PAID'::text, 'RETURNED'::text])))
);
CREATE INDEX send_backs_next ON public.send_backs USING btree (due_at, platform_id) WHERE (state = ANY (ARRAY['WAITING'::text, 'SENT'::text]));
CREATE UNIQUE INDEX send_backs_under_way ON public.send_backs USING btree (platform_id, receipt_no) WHERE (state <> 'RETURNED'::text);

create table public.signing_keys (
  platform_id integer not null,
  serial text not null,
  fingerprint text not null,
  public_key text not null,
  private_key bytea,
  created_at timestamp with time zone not null,
  signs_from timestamp with time zone,
  retired_at timestamp with time zone,
  constraint signing_keys_pkey PRIMARY KEY (platform_id, serial),
  constraint signing_keys_fingerprint_key UNIQUE (fingerprint),
  constraint signing_keys_check CHECK (((private_key IS NULL) = (retired_at IS NOT NULL)))
);

create table public.sms_codes (
  platform_id integer not null,
  order_no bigint not null,
  mobile text not null,
  code text not null,
  sent_at timestamp with time zone not null,
  tries integer not null,
  passed boolean not null,
  try_id text,
  sent integer not null default 1,
  wrong integer not null default 0,
  card_checks integer not null default 0,
  code_checks integer not null default 0,
  constraint sms_codes_pkey PRIMARY KEY (platform_id, order_no)
);

create table public.stray_reports (
  channel text not null,
  digest text not null,
  kind text not null,
  platform_id integer,
  bank_order_no text,
  amount bigint not null,
  words bytea not null,
  size integer not null,
  times integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint stray_reports_pkey PRIMARY KEY (channel, digest),
  constraint stray_reports_amount_check CHECK ((amount >= 0)),
  constraint stray_reports_kind_check CHECK ((kind = ANY (ARRAY['NOT_ASKED'::text, 'UNREADABLE'::text]))),
  constraint stray_reports_size_check CHECK ((size >= 0)),
  constraint stray_reports_times_check CHECK ((times > 0))
);

create table public.verified_marks (
  platform_id integer not null,
  entry_no bigint not null,
  last_no bigint not null,
  verified_at timestamp with time zone not null,
  constraint verified_marks_pkey PRIMARY KEY (platform_id)
);

create table public.withdrawals (
  platform_id integer not null,
  order_no bigint not null,
  request_no text not null,
  holder_no bigint not null,
  amount bigint not null,
  commission bigint not null,
  mode text not null,
  urgency text not null,
  state text not null,
  channel text not null,
  card bytea not null,
  account_name bytea not null,
  bank text not null,
  bank_ref text,
  due_at timestamp with time zone,
  attempts integer not null,
  accepted_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  fee bigint not null,
  message_id text,
  constraint withdrawals_pkey PRIMARY KEY (platform_id, order_no),
  constraint withdrawal_due_while_under_way CHECK (((state = ANY (ARRAY['WAITING'::text, 'SENT'::text])) = (due_at IS NOT NULL))),
  constraint withdrawal_finished CHECK (((state = ANY (ARRAY['PAID'::text, 'RETURNED'::text])) = (finished_at IS NOT NULL))),
  constraint withdrawal_paid_with_reference CHECK (((state <> 'PAID'::text) OR (bank_ref IS NOT NULL))),
  constraint withdrawal_waits_untold CHECK (((state <> 'WAITING'::text) OR (attempts = 0))),
  constraint withdrawals_amount_check CHECK ((amount > 0)),
  constraint withdrawals_check CHECK (((commission >= 0) AND (commission < amount))),
  constraint withdrawals_fee_check CHECK ((fee >= 0)),
  constraint withdrawals_mode_check CHECK ((mode = ANY (ARRAY['DEDUCT'::text, 'FREEZE'::text]))),
  constraint withdrawals_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'PAID'::text, 'RETURNED'::text]))),
  constraint withdrawals_urgency_check CHECK ((urgency = ANY (ARRAY['NORMAL'::text, 'URGENT'::text])))
);
CREATE INDEX withdrawals_by_holder ON public.withdrawals USING btree (platform_id, holder_no);
CREATE INDEX withdrawals_due ON public.withdrawals USING btree (platform_id, due_at) WHERE (state = ANY (ARRAY['WAITING'::text, 'SENT'::text]));
CREATE INDEX withdrawals_next ON public.withdrawals USING btree (due_at, platform_id) WHERE (state = ANY (ARRAY['WAITING'::text, 'SENT'::text]));
CREATE INDEX withdrawals_under_way ON public.withdrawals USING btree (platform_id, holder_no) WHERE (state = ANY (ARRAY['WAITING'::text, 'SENT'::text]));

CREATE OR REPLACE FUNCTION public.audit_entries_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'details' = to_jsonb(old) - 'details' then
      return new;
    end if;
  end if;
  raise exception 'entries of the audit trail are never changed or removed';
end
$function$;

-- schema sandbox_bank

create table sandbox_bank.identity (
  only_one boolean not null default true,
  private_key bytea not null,
  clock_offset bigint not null default 0,
  constraint identity_pkey PRIMARY KEY (only_one),
  constraint identity_clock_offset_check CHECK ((clock_offset >= 0)),
  constraint identity_only_one_check CHECK (only_one)
);

create table sandbox_bank.messages (
  message_no bigint not null generated always as identity,
  mobile_mark text not null,
  words bytea not null,
  at bigint not null,
  constraint messages_pkey PRIMARY KEY (message_no)
);
CREATE INDEX messages_at ON sandbox_bank.messages USING btree (at);
CREATE INDEX messages_mobile ON sandbox_bank.messages USING btree (mobile_mark, message_no DESC);

create table sandbox_bank.movements (
  line_no bigint not null generated always as identity,
  kind text not null,
  bank_order_no text not null,
  amount bigint not null,
  at bigint not null,
  bank_ref text not null,
  constraint movements_pkey PRIMARY KEY (line_no),
  constraint movements_bank_order_no_kind_key UNIQUE (bank_order_no, kind),
  constraint movements_amount_check CHECK ((amount > 0)),
  constraint movements_kind_check CHECK ((kind = ANY (ARRAY['PAYIN'::text, 'PAYOUT'::text, 'PAYOUT_RETURN'::text])))
);
CREATE INDEX movements_day ON sandbox_bank.movements USING btree (at, line_no);

create table sandbox_bank.payins (
  bank_order_no text not null,
  content_mark text not null,
  amount bigint not null,
  payer text not null,
  bank text,
  subject text not null,
  way bytea not null,
  page_mark text not null,
  expires_at bigint not null,
  state text not null default 'OPEN'::text,
  reason text,
  bank_ref text,
  created_at bigint not null,
  decided_at bigint,
  barcode text,
  constraint payins_pkey PRIMARY KEY (bank_order_no),
  constraint payins_bank_ref_key UNIQUE (bank_ref),
  constraint payins_page_mark_key UNIQUE (page_mark),
  constraint payins_amount_check CHECK ((amount > 0)),
  constraint payins_barcode_check CHECK ((barcode ~ '^[0-9]{18}$'::text)),
  constraint payins_check CHECK (((state = 'OPEN'::text) = (decided_at IS NULL))),
  constraint payins_check1 CHECK (((state = 'PAID'::text) = (bank_ref IS NOT NULL))),
  constraint payins_check2 CHECK (((state = 'CLOSED'::text) = (reason IS NOT NULL))),
  constraint payins_payer_check CHECK ((payer = ANY (ARRAY['PERSON'::text, 'ENTERPRISE'::text]))),
  constraint payins_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'PAID'::text, 'CLOSED'::text])))
);
CREATE INDEX payins_barcode ON sandbox_bank.payins USING btree (barcode, created_at DESC) WHERE (barcode IS NOT NULL);
CREATE INDEX payins_due ON sandbox_bank.payins USING btree (expires_at) WHERE (state = 'OPEN'::text);
CREATE INDEX payins_newest ON sandbox_bank.payins USING btree (created_at DESC, bank_order_no DESC);
CREATE UNIQUE INDEX payins_at_terminals ON sandbox_bank.payins USING btree (barcode) WHERE (state = 'OPEN'::text);

create table sandbox_bank.payouts (
  bank_order_no text not null,
  content_mark text not null,
  amount bigint not null,
  payee bytea not null,
  bank text not null,
  state text not null default 'OPEN'::text,
  held boolean not null,
  due_at bigint not null,
  reason text,
  bank_ref text,
  created_at bigint not null,
  decided_at bigint,
  constraint payouts_pkey PRIMARY KEY (bank_order_no),
  constraint payouts_bank_ref_key UNIQUE (bank_ref),
  constraint payouts_amount_check CHECK ((amount > 0)),
  constraint payouts_check CHECK (((state = 'OPEN'::text) = (decided_at IS NULL))),
  constraint payouts_check1 CHECK (((state = ANY (ARRAY['PAID'::text, 'RETURNED'::text])) = (bank_ref IS NOT NULL))),
  constraint payouts_check2 CHECK (((state = ANY (ARRAY['RETURNED'::text, 'CLOSED'::text])) = (reason IS NOT NULL))),
  constraint payouts_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'PAID'::text, 'RETURNED'::text, 'CLOSED'::text])))
);
CREATE INDEX payouts_due ON sandbox_bank.payouts USING btree (due_at) WHERE (state = 'OPEN'::text);
CREATE INDEX payouts_newest ON sandbox_bank.payouts USING btree (created_at DESC, bank_order_no DESC);

create table sandbox_bank.reports (
  message_id text not null,
  bank_order_no text not null,
  body text not null,
  owed integer not null,
  attempts integer not null default 0,
  next_at bigint,
  created_at bigint not null,
  constraint reports_pkey PRIMARY KEY (message_id),
  constraint reports_check CHECK (((owed > 0) OR (next_at IS NULL))),
  constraint reports_owed_check CHECK ((owed >= 0))
);
CREATE INDEX reports_due ON sandbox_bank.reports USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX reports_order ON sandbox_bank.reports USING btree (bank_order_no);
