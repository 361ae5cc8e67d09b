/** What an order's columns must agree in, and what it owes: its entries, its history, its notices. */
import type { TemplateName } from '../../ledger/templates.ts';
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';
import type { VerbName } from '../commands.ts';
import { ORDER_EVENTS } from './history.ts';
import { ORDER_STATES } from './states.ts';

/** How an order stands after an event, as the branches of a case. */
const STATES = Object.entries(ORDER_EVENTS)
  .map(([event, state]) => (state === null ? '' : `when '${event}' then '${state}'`))
  .join(' ');

/** What leaves the state alone, and in which it happens. */
const STANDING = { sent: 'ACCEPTED', handedBack: 'ACCEPTED', resubmitted: 'ACCEPTED', sentBack: 'DONE' } as const;
const STILL = Object.entries(STANDING)
  .map(([event, state]) => `when '${event}' then '${state}'`)
  .join(' ');

/** What may happen to an order in a state, as rows; what leaves the state alone beside what leads to another. */
const EDGES = [...ORDER_STATES.edges, ...Object.entries(STANDING).map(([event, from]) => ({ from, event }))]
  .map(({ from, event }) => `('${from}', '${event}')`)
  .join(', ');

/** Which orders make entries of a template, or CASE; ANY: whichever moves money. Entries of no order: NONE. */
const MADE_BY: Readonly<Record<TemplateName, 'ANY' | 'NONE' | 'CASE' | readonly VerbName[]>> = {
  opening: 'NONE',
  deposit: ['DEPOSIT', 'POS_DEPOSIT'],
  'unallocated-receipt': ['DEPOSIT', 'POS_DEPOSIT'],
  'credit-receipt': 'CASE',
  'send-back': 'CASE',
  'send-back-paid': 'CASE',
  'send-back-failed': 'CASE',
  'custodian-fee': ['DEPOSIT', 'POS_DEPOSIT', 'WITHDRAW'],
  'custodian-fee-returned': ['WITHDRAW'],
  'collect-owed-fees': 'ANY',
  hold: ['HOLD', 'AUTO_HOLD', 'PLATFORM_HOLD'],
  'cancel-hold': ['CANCEL_HOLD'],
  freeze: ['FREEZE'],
  unfreeze: ['UNFREEZE'],
  withdrawal: ['WITHDRAW'],
  'withdrawal-freeze': ['WITHDRAW'],
  'withdrawal-paid': ['WITHDRAW'],
  'withdrawal-returned': ['WITHDRAW'],
  'withdrawal-sent-back': ['WITHDRAW'],
  'confirm-loan': ['CONFIRM_LOAN'],
  'confirm-repayment': ['CONFIRM_REPAYMENT'],
  'confirm-transfer': ['CONFIRM_TRANSFER'],
  'confirm-compensation': ['CONFIRM_COMPENSATION'],
  'pay-marketing': ['PAY_MARKETING'],
};

/** The same as rows: template, verb; a verb of null for entries of no order. */
const MAKERS = Object.entries(MADE_BY)
  .flatMap(([template, verbs]) =>
    typeof verbs === 'string' ? [`('${template}', '${verbs}')`] : pairs(template, verbs),
  )
  .join(', ');

function pairs(template: string, verbs: readonly string[]): string[] {
  return verbs.map((verb) => `('${template}', '${verb}')`);
}

/** Verbs whose orders are done at once, each with the template of its one entry. */
const AT_ONCE = `('AUTO_HOLD', 'hold'), ('HOLD', 'hold'), ('PLATFORM_HOLD', 'hold'),
  ('CANCEL_HOLD', 'cancel-hold'), ('CONFIRM_LOAN', 'confirm-loan'), ('CONFIRM_REPAYMENT', 'confirm-repayment'),
  ('CONFIRM_TRANSFER', 'confirm-transfer'), ('CONFIRM_COMPENSATION', 'confirm-compensation'),
  ('PAY_MARKETING', 'pay-marketing'), ('FREEZE', 'freeze'), ('UNFREEZE', 'unfreeze')`;

export const ORDER_CHECKS: readonly Check[] = [
  {
    name: 'every entry is of an order, or a case, that makes such entries',
    since: { entries: BY_ENTRY },
    sql: `
      select 'entry ' || entry_no as place, 'an order that makes it' as expected,
        concat(template, ' of order no ', order_no, ' ', verb) as found
      from (
        select e.entry_no, e.template, e.order_no,
          case when e.order_no is null then 'NONE' else coalesce(o.verb, d.verb, w.verb, c.verb) end as verb
        from entries e left join orders o using (order_no)
        left join (select order_no, 'DEPOSIT' as verb from deposits) d using (order_no)
        left join (select order_no, 'WITHDRAW' as verb from withdrawals) w using (order_no)
        left join (select case_no as order_no, 'CASE' as verb from cases) c using (order_no)) e
      where not exists (select from (values ${MAKERS}) m (template, verb) where m.template = e.template
        and (m.verb = e.verb or m.verb = 'ANY' and e.verb <> 'NONE'))`,
  },
  {
    name: 'every entry takes effect when something happened to its order or case',
    since: { entries: BY_ENTRY },
    sql: `
      select 'entry ' || e.entry_no as place, 'when something happened' as expected, e.effective_at::text as found
      from entries e left join (
        select order_no, finished_at as effective_at from orders where finished_at is not null
        union select order_no, at from order_events union select order_no, received_at from receipts
        union select case_no, at from case_events) h
        using (order_no, effective_at)
      where e.order_no is not null and h.order_no is null`,
  },
  {
    name: 'an order that moves money made its entry, once, when it was done',
    since: { orders: BY_ORDER, entries: BY_ENTRY },
    sql: `
      select 'order no ' || order_no as place, coalesce(o.said, 'no such order') as expected,
        coalesce(e.said, 'no entry') as found
      from (
        select o.order_no, a.template || ' at ' || o.finished_at as said
        from orders o join (values ${AT_ONCE}) a (verb, template) using (verb) where o.state = 'DONE') o
      full join (
        select e.order_no, string_agg(e.template || ' at ' || e.effective_at, ', ' order by e.entry_no) as said
        from entries e where e.template in (select template from (values ${AT_ONCE}) a (verb, template))
        group by 1) e using (order_no)
      where o.said is distinct from e.said`,
  },
  {
    name: 'an outcome is final once money was moved, promised or received',
    since: { orders: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'order ' || o.request_no as place, (not o.final)::text as expected, o.final::text as found
      from orders o
      left join (select distinct order_no from order_events where event = 'accepted') e using (order_no)
      left join (select distinct order_no from receipts where source = 'PAYIN') r using (order_no)
      where o.final <> (o.state in ('DONE', 'ACCEPTED')
        or o.state = 'REFUSED' and (e.order_no is not null or r.order_no is not null))`,
  },
  {
    name: 'the history of an order is whole and leads to how the order stands',
    since: { orders: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'order ' || o.request_no as place,
        concat_ws(' ', o.events, 'events', o.state, o.created_at, o.finished_at, o.refusal) as expected,
        coalesce(h.said, 'no history') as found
      from orders o left join (
        select order_no, count(*) as events,
          concat_ws(' ', max(seq), 'events',
            (array_agg(case event ${STATES} end order by seq desc)
              filter (where case event ${STATES} end is not null))[1],
            min(at) filter (where event = 'opened'), max(at) filter (where event in ('completed', 'refused')),
            max(facts) filter (where event = 'refused')) as said
        from order_events group by 1) h using (order_no)
      where case when h.events is null
        then o.events <> 0 or o.expires_at is not null or o.finished_at is distinct from o.created_at
        else h.events <> o.events
          or h.said <> concat_ws(' ', o.events, 'events', o.state, o.created_at, o.finished_at, o.refusal) end`,
  },
  {
    name: 'what happened to an order happened in turn, as its states allow',
    since: { order_events: BY_ORDER },
    sql: `
      select 'order no ' || order_no || ', event ' || seq as place, 'what may follow ' || before || ' of ' || before_at
          as expected, event || ' at ' || at as found
      from (
        select order_no, seq, event, at, lag(at) over turns as before_at, lag(state) over turns as before
        from (
          select order_no, seq, event, at,
            case event ${STATES} ${STILL} end as state from order_events) e
        window turns as (partition by order_no order by seq)) e
      where at < before_at or before is not null
        and not exists (select from (values ${EDGES}) x (state, event) where x.state = before and x.event = e.event)`,
  },
  {
    name: 'a history without an order is of a try that was refused and gave way',
    since: { orders: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'order no ' || e.order_no as place, 'refused at last' as expected,
        string_agg(e.event, ', ' order by e.seq) as found
      from order_events e left join orders o using (order_no)
      where o.order_no is null
      group by e.order_no having (array_agg(e.event order by e.seq desc))[1] <> 'refused' or count(*) <> max(e.seq)`,
  },
  {
    name: 'a notice tells of an event of its order, from when it happened, under its number and service',
    since: { notices: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'notice ' || n.notice_no as place, n.stage || ' at ' || n.created_at as expected,
        coalesce(e.event || ' at ' || e.at, 'no event') || coalesce(' of ' || o.request_no, '') as found
      from notices n left join order_events e on e.order_no = n.order_no and e.seq = n.event_seq
      left join orders o using (request_no)
      where o.request_no is null or o.order_no = n.order_no and o.service <> n.service or (e.at = n.created_at
        and e.event = any (case n.stage when 'ACCEPTED' then array['accepted', 'handedBack', 'resubmitted']
          else array['completed', 'refused'] end))
        is not true`,
  },
  {
    name: 'each acceptance and each end of an order owes its platform one notice',
    since: { notices: BY_ORDER, order_events: BY_ORDER },
    sql: `
      select 'order no ' || e.order_no || ', event ' || e.seq as place, 'one notice of ' || e.event as expected,
        count(n.notice_no)::text as found
      from order_events e left join orders o using (order_no)
      left join notices n on n.order_no = e.order_no and n.event_seq = e.seq
      where e.event in ('accepted', 'handedBack', 'resubmitted', 'refused')
        or e.event = 'completed' and o.verb <> 'WITHDRAW'
      group by e.order_no, e.seq, e.event having count(n.notice_no) <> 1`,
  },
];
