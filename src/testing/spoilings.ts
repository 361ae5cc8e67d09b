/**
 * The tables whose every column is spoilt, and the columns in which a lie can go unnoticed, each with its reason: who
 * adds a column must make a check see it, or say here why it can hold no lie.
 */
import type { Spoiling } from './spoil-columns.ts';

const OWN_NUMBER = 'a number of its own, which nothing refers to as long as it is free';
const DELIVERY = 'how its delivery stands: the platform can ask, the operator can send it again';
const ASKING = 'how often and when the bank is asked; asked once more it says the same';
const CHANNEL = 'which of our channels it went through; the bank knows the order by its number';
const BY_ANSWER = 'where the bank answered when it was asked no message repeats it; the bank’s statement does';
const UNKNOWN_MESSAGE = 'taken away it only says that the bank was asked; what was told stands in the row itself';
const WAITS = 'a message that waits to be worked off: nothing was made of it yet, and the bank’s statement has it';
const AGAIN = 'whether it was worked off, and when it is next; worked off twice it says the same';
const CLOCK = 'a time of the machine’s clock, told to nobody';
const TRIES = 'a counter of tries, which says nothing about money';
const NAME = 'the platform’s own name for what is done: another one makes the order unknown to it, and moves nothing';

export const SPOILINGS: readonly Spoiling[] = [
  { table: 'accounts', kind: 'kind::text', silent: {} },
  { table: 'entries', kind: 'template', silent: { written_at: CLOCK } },
  { table: 'postings', kind: "part || ' on ' || account_id % 100", silent: {} },
  { table: 'dues', kind: "'all'", silent: {} },
  {
    table: 'lanes',
    kind: "'all'",
    // Ahead of what was used, numbers are skipped and later orders are later: behind, they would come twice.
    values: { last_no: 'last_no - 1', last_at: "last_at - interval '1 day'" },
    silent: {
      untold_no:
        'raised, it excuses confirmations up to it from telling their details; what they moved is judged all the same',
      version: 'counted up by each commit; with another one a node reads again what it remembers',
      token: 'drawn by each commit; with another one a node reads again what it remembers',
    },
  },
  {
    table: 'orders',
    kind: "verb || ' ' || state || case when refusal like '%OVER_CAP%' then ' over the cap' else '' end",
    silent: {
      request_no: NAME,
      order_no: OWN_NUMBER,
      command_id: 'tells a command repeated after a lost commit from another one; a minute later it means nothing',
      service: 'the protocol’s name for what the verb says; where a notice tells it, it is compared',
      outcome: 'nothing or no facts: the same outcome',
      presentation: 'what is for show, sealed; where the browser goes back to is no money',
      expires_at: 'when its page ended or will; how an order ended stands in its history',
      '': 'a refusal moved nothing and gives way to the next try',
    },
  },
  {
    table: 'order_events',
    kind: 'event',
    silent: { facts: 'why an earlier try was refused, whose number another one took' },
  },
  {
    table: 'notices',
    kind: "stage || ' ' || state || ' of ' || service",
    silent: {
      notice_no: OWN_NUMBER,
      service: 'of an earlier try, whose number another one took',
      state: DELIVERY,
      attempts: DELIVERY,
      due_at: DELIVERY,
      claimed_until: DELIVERY,
      last_error: DELIVERY,
      finished_at: DELIVERY,
    },
  },
  { table: 'members', kind: "type || ' ' || state", silent: {} },
  {
    table: 'enterprises',
    kind: "'all'",
    silent: {
      command_id: 'tells a command repeated after a lost commit from another one; a minute later it means nothing',
    },
  },
  {
    table: 'audit_steps',
    kind: `(select e.event from order_events e
      where e.platform_id = t.platform_id and e.order_no = t.order_no and e.seq = t.seq)`,
    silent: {
      decided_by: 'who decided; the audit trail tells it in a chain of its own',
      reason: 'why it was approved, which nobody is told; another one is told by the history of the order',
    },
  },
  { table: 'profiles', kind: "'all'", silent: {} },
  { table: 'cards', kind: "case when bound then 'bound' else 'unbound' end", silent: {} },
  {
    table: 'credentials',
    kind: "case holder_no when 0 then 'of the platform' else 'of a member' end",
    silent: {
      password_hash: 'another password sealed for this very holder, which takes the key',
      failures: TRIES,
      locked_until: TRIES,
      try_id: TRIES,
      recovery_day: TRIES,
      recovery_tries: TRIES,
      '': 'who has no password confirms nothing',
    },
  },
  { table: 'authorizations', kind: 'kinds', silent: {} },
  {
    table: 'projects',
    kind: "status || case when recourse_id is null then '' else ' compensated' end",
    silent: { project_id: `${OWN_NUMBER}; once something is lent it is the number of the debt` },
  },
  { table: 'over_cap_requests', kind: "'all'", silent: {} },
  {
    table: 'holds',
    kind: `kind || case when authorization_no is null then '' else ' authorised' end
      || case when finished_at is null then ' open' when confirmed > 0 then ' confirmed' else ' cancelled' end`,
    silent: {},
  },
  {
    table: 'freezes',
    kind: "case when released_at is null then 'stands' else 'released' end",
    silent: {},
  },
  { table: 'marketing_counters', kind: "'all'", silent: {} },
  {
    table: 'claims',
    kind: "case when source_no is null then 'lent' when took_rest then 'bought, the last' else 'bought' end",
    silent: { claim_no: OWN_NUMBER },
  },
  {
    table: 'deposits',
    kind: "state || case when barcode is null then '' else ' by barcode' end",
    silent: { channel: CHANNEL, due_at: ASKING, queries: ASKING },
  },
  {
    table: 'withdrawals',
    kind: "state || case when message_id is null then '' else ' by message' end",
    silent: {
      channel: CHANNEL,
      due_at: ASKING,
      attempts: ASKING,
      bank_ref: BY_ANSWER,
      message_id: UNKNOWN_MESSAGE,
    },
  },
  {
    table: 'receipts',
    kind: "source || ' ' || state || case when message_id is null then ' by answer' else ' by message' end",
    silent: { receipt_no: OWN_NUMBER, paid_at: BY_ANSWER, message_id: UNKNOWN_MESSAGE },
  },
  {
    table: 'breaks',
    kind: 'kind',
    silent: {
      break_no: OWN_NUMBER,
      message_id: UNKNOWN_MESSAGE,
      found_at: 'when a break without money was found; with money it is the time of its receipt',
    },
  },
  {
    table: 'papers',
    kind: "subject_kind || ' ' || type",
    silent: {
      name: 'another name sealed for this very paper, which takes the key',
      added_by: 'of an enterprise, for which the audit trail has it',
      added_at: 'when it was attached, which decides nothing',
      '': 'its file alone says nothing of what it was attached to',
    },
  },
  {
    table: 'cases',
    kind: "kind || ' ' || state",
    silent: {},
  },
  {
    table: 'case_events',
    kind: "event || case when entry_no is null then '' else ' with an entry' end",
    silent: {
      reason: 'another reason sealed for this very event, which takes the key',
      at: 'when it was proposed or sent back, between what came before and after, which decides nothing',
      command_id: 'tells a command repeated after a lost commit from another one; a minute later it means nothing',
    },
  },
  {
    table: 'send_backs',
    kind: "state || case when back_ref is null then '' else ' after it was paid' end",
    silent: {
      send_back_no: OWN_NUMBER,
      channel: CHANNEL,
      due_at: ASKING,
      attempts: ASKING,
    },
  },
  {
    table: 'paper_contents',
    kind: "'all'",
    silent: { stored_at: 'when a file came, of which only files without a paper are forgotten' },
  },
  {
    table: 'bank_reports',
    kind: `report ->> 'kind' || ' ' || (report #>> '{outcome,state}')
      || case when processed_at is null then ' that waits' else '' end`,
    silent: {
      message_id: WAITS,
      report: WAITS,
      variant: WAITS,
      '': WAITS,
      received_at: CLOCK,
      processed_at: AGAIN,
      due_at: AGAIN,
    },
  },
];
