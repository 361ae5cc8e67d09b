/** What `ledger verify` asks of cases: that each stands as its history leads, and moved what its decision says. */
import type { Transaction } from '../../db/pool.ts';
import { decodeRow, snake } from '../../executor/statements.ts';
import { SealBroken, type Sealer } from '../../kernel/seal.ts';
import type { Check, Finding, ReadingCheck } from '../../ledger/verify.store.ts';
import { CASE_STATES } from './states.ts';
import { caseEvents } from './tables.ts';

/** What may happen in a state, and how a case stands then, as rows. */
const EDGES = CASE_STATES.edges.map(({ from, event, to }) => `('${from}', '${event}', '${to}')`).join(', ');

/** The last of some events, by what it says. */
const last = (what: string, ...events: readonly string[]): string =>
  `(array_agg(${what} order by seq desc) filter (where event = any ('{${events.join()}}')))[1]`;

/** How a history leads to who proposed and decided, and when the case ended. */
const HISTORY = `
  select case_no, count(*) as events, max(seq) as last_seq,
    (array_agg(event order by seq))[1] as first, (array_agg(by order by seq))[1] as opened_by, min(at) as opened_at,
    ${last('event', 'opened', 'reopened', 'proposed', 'approved', 'sentBack', 'refused', 'ended')} as standing,
    ${last('by', 'proposed')} as proposed_by, ${last('by', 'approved', 'sentBack', 'refused')} as decided_by,
    ${last('at', 'approved', 'refused', 'ended')} as finished_at,
    (array_agg(plan order by seq desc))[1] as plan,
    bool_or(event = 'proposed') as proposed, ${last('event', 'proposed', 'reopened')} as round
  from case_events group by case_no`;

/** The state after each event that changes it. */
const STATES = `case h.standing when 'opened' then 'OPEN' when 'reopened' then 'OPEN' when 'proposed' then 'PROPOSED'
  when 'approved' then 'APPROVED' when 'sentBack' then 'BACK' when 'refused' then 'REFUSED' else 'ENDED' end`;

export const CASE_CHECKS: readonly Check[] = [
  {
    name: 'a case stands as its history leads, under the names of who did it',
    since: 'standing',
    sql: `
      select 'case ' || coalesce(c.case_no, h.case_no) as place,
        concat_ws('/', h.events, ${STATES}, h.opened_by, h.opened_at, h.plan,
          case when h.round = 'proposed' then h.proposed_by end,
          case when h.standing in ('approved', 'sentBack', 'refused') then h.decided_by end,
          case when h.standing in ('approved', 'refused', 'ended') then h.finished_at end) as expected,
        coalesce(concat_ws('/', c.events, c.state, c.opened_by, c.opened_at, c.plan, c.proposed_by, c.decided_by,
          c.finished_at), 'no case') as found
      from cases c full join (${HISTORY}) h using (case_no)
      where c.case_no is null or h.case_no is null or h.first <> 'opened' or h.last_seq <> h.events
        or (c.events, c.state, c.opened_at) is distinct from (h.events, ${STATES}, h.opened_at)
        or c.opened_by is distinct from h.opened_by or c.plan is distinct from h.plan
        or c.proposed_by is distinct from case when h.round = 'proposed' then h.proposed_by end
        or c.decided_by is distinct from
          case when h.standing in ('approved', 'sentBack', 'refused') then h.decided_by end
        or c.finished_at is distinct from
          case when h.standing in ('approved', 'refused', 'ended') then h.finished_at end`,
  },
  {
    name: 'what happened to a case happened in turn, as its states allow',
    since: 'standing',
    sql: `
      with recursive walked (case_no, seq, at, state, event, fits) as (
        select case_no, seq, at, 'OPEN', event, event = 'opened' from case_events where seq = 1
        union all
        select w.case_no, e.seq, e.at, coalesce(x.becomes, w.state), e.event, x.becomes is not null and e.at >= w.at
        from walked w join case_events e on e.case_no = w.case_no and e.seq = w.seq + 1
        left join (values ${EDGES}) x (state, event, becomes) on x.state = w.state and x.event = e.event)
      select 'case ' || case_no || ', event ' || seq as place, 'what its state allows' as expected,
        event || ' at ' || at as found
      from walked where not fits`,
  },
  {
    name: 'who proposed a case is not who approved it, and both are operators',
    since: 'standing',
    sql: `
      select 'case ' || e.case_no || ', event ' || e.seq as place, 'an operator, and another one' as expected,
        e.event || ' by ' || coalesce(e.by, 'nobody') as found
      from case_events e left join operators o on o.name = e.by
      left join cases c using (case_no)
      where e.event in ('proposed', 'approved', 'sentBack', 'refused') and o.name is null
        or e.event = 'opened' and o.name is null and c.order_no is null
        or e.event in ('ended', 'arrived', 'reopened') and e.by is not null
        or e.event = 'approved' and e.by = (select p.by from case_events p
          where p.case_no = e.case_no and p.event = 'proposed' and p.seq < e.seq order by p.seq desc limit 1)`,
  },
  {
    name: 'a case is about what it was opened for',
    since: 'standing',
    sql: `
      select 'case ' || c.case_no as place, e.subject as expected, c.about::text as found
      from (select case_no, jsonb_build_array(kind, user_no, receipt_no::text, break_no::text, order_no::text) as about
        from cases) c
      join case_events e on e.case_no = c.case_no and e.seq = 1
      where c.about is distinct from e.subject::jsonb`,
  },
  {
    name: 'a case is about a member, a receipt or a break that there is',
    since: 'standing',
    sql: `
      select 'case ' || c.case_no as place, 'what it is about' as expected,
        coalesce('no member ' || c.user_no, 'no receipt ' || c.receipt_no, 'no break ' || c.break_no) as found
      from cases c left join members m using (user_no) left join receipts r using (receipt_no)
      left join breaks b using (break_no)
      where c.user_no is not null and m.user_no is null or c.receipt_no is not null and r.receipt_no is null
        or c.break_no is not null and b.break_no is null`,
  },
  {
    name: 'papers of a case came when its history says so, by whom it says',
    since: 'standing',
    sql: `
      select 'case ' || case_no as place, coalesce(e.said, 'none') as expected, coalesce(p.said, 'none') as found
      from (
        select case_no, string_agg(distinct by || ' at ' || at, ', ' order by by || ' at ' || at) as said
        from case_events where event = 'papersAdded' group by 1) e
      full join (
        select subject_no as case_no,
          string_agg(distinct added_by || ' at ' || added_at, ', ' order by added_by || ' at ' || added_at) as said
        from papers where subject_kind = 'CASE' group by 1) p using (case_no)
      where e.said is distinct from p.said`,
  },
  {
    name: 'a receipt is settled by the approved case that says so, whose entry moved its amount to whom the plan says',
    since: 'standing',
    sql: `
      select 'receipt ' || receipt_no as place, coalesce(r.said, 'no receipt settled by a case') as expected,
        coalesce(c.said, 'no case that settled it') as found
      from (
        select receipt_no, state || ' ' || amount as said
        from receipts where state not in ('CREDITED', 'UNALLOCATED')) r
      full join (
        select c.receipt_no, string_agg(case when c.plan::jsonb ->> 'to' = 'PAYER'
          then coalesce(s.said, 'nothing') else 'ALLOCATED ' || coalesce(p.moved::text, 'nothing') end, ', ') as said
        from cases c
        join (select case_no, ${last('entry_no', 'approved')} as entry_no from case_events group by 1) e using (case_no)
        left join members m on m.user_no = c.plan::jsonb ->> 'userNo'
        left join (
          select e.entry_no, e.order_no,
            min(p.account_id) filter (where p.amount < 0) as taken,
            min(p.account_id) filter (where p.amount > 0) as given,
            sum(p.amount) filter (where p.amount > 0) as moved
          from entries e join postings p using (entry_no) where e.template = 'credit-receipt' group by 1, 2) p
          on p.entry_no = e.entry_no and p.order_no = c.case_no and p.taken = 13
          and p.given = 100 * coalesce(m.member_no, case c.plan::jsonb ->> 'account'
            when 'FEE' then 1 when 'COMPENSATION' then 2 when 'MARKETING' then 3 end) + 1
        left join (
          select case_no, receipt_no,
            case state when 'PAID' then 'SENT_BACK' else 'SENDING_BACK' end || ' ' || amount as said
          from send_backs where state <> 'RETURNED') s using (case_no, receipt_no)
        where c.state = 'APPROVED' and c.receipt_no is not null group by 1) c using (receipt_no)
      where r.said is distinct from c.said`,
  },
  {
    name: 'money was sent back when its case says so, and arrived or came back as its entries say',
    since: 'standing',
    sql: `
      select 'case ' || case_no as place, coalesce(s.said, 'no money sent back') as expected,
        coalesce(e.said, 'no entries') as found
      from (
        select case_no, string_agg(said, ', ' order by said) as said from (
          select case_no, 'send-back ' || amount || ' at ' || created_at as said from send_backs
          union all select case_no, 'send-back-paid ' || amount || ' at ' || paid_at from send_backs
            where paid_at is not null
          union all select case_no, 'send-back-failed ' || amount || ' at ' || finished_at from send_backs
            where state = 'RETURNED') t group by 1) s
      full join (
        select case_no, string_agg(said, ', ' order by said) as said from (
          select e.order_no as case_no, e.template || ' ' || p.amount || ' at ' || e.effective_at as said
          from entries e join postings p on p.entry_no = e.entry_no and p.amount > 0
          where e.template in ('send-back', 'send-back-paid', 'send-back-failed')) t group by 1) e using (case_no)
      where s.said is distinct from e.said`,
  },
  {
    name: 'money that is sent back is of the receipt of its case, and stands as it was told and answered',
    since: 'standing',
    sql: `
      select 'send-back ' || s.send_back_no as place, concat_ws(' ', c.receipt_no, r.amount) as expected,
        concat_ws(' ', s.receipt_no, s.amount, s.state, s.attempts, s.bank_ref, s.paid_at, s.finished_at) as found
      from send_backs s left join cases c using (case_no) left join receipts r on r.receipt_no = c.receipt_no
      where (s.receipt_no, s.amount) is distinct from (c.receipt_no, r.amount)
        or s.state = 'SENT' and (s.attempts = 0 or s.bank_ref is not null)
        or s.state = 'PAID' and s.paid_at <> s.finished_at`,
  },
  {
    name: 'each step of a case that moved money made its entry, and no other',
    since: 'standing',
    sql: `
      select 'case ' || case_no as place, coalesce(e.said, 'no event') as expected,
        coalesce(n.said, 'no entry') as found
      from (
        select case_no, string_agg(entry_no || ' at ' || at, ', ' order by entry_no) as said
        from case_events where entry_no is not null group by 1) e
      full join (
        select order_no as case_no, string_agg(entry_no || ' at ' || effective_at, ', ' order by entry_no) as said
        from entries where template in ('credit-receipt', 'send-back', 'send-back-paid', 'send-back-failed')
        group by 1) n using (case_no)
      where e.said is distinct from n.said`,
  },
];

/** The check that opens every reason: what was copied from another step does not open. */
export function reasonCheck(sealer: Sealer): ReadingCheck {
  return {
    name: 'a reason opens for its step of its case',
    find: (snapshot, platformId) => findForeign(snapshot, platformId, sealer),
  };
}

const PAGE = 500;

async function findForeign(snapshot: Transaction, platformId: number, sealer: Sealer): Promise<Finding | null> {
  const text = `select ${caseEvents.columns.map(snake).join(', ')} from case_events
    where platform_id = $1 and (case_no, seq) > ($2, $3) order by case_no, seq limit ${PAGE}`;
  const [ofCase, ofSeq] = [caseEvents.columns.indexOf('caseNo'), caseEvents.columns.indexOf('seq')];
  for (let last: readonly [bigint, number] = [0n, 0]; ; ) {
    const rows = await snapshot.unsafe(text, [platformId, last[0].toString(), last[1]]).values();
    for (const row of rows as unknown as readonly (readonly unknown[])[]) {
      last = [row[ofCase] as bigint, row[ofSeq] as number];
      const place = `case ${last[0]}, event ${last[1]}`;
      try {
        decodeRow(caseEvents, row, platformId, sealer);
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        return { place, expected: 'a reason sealed for its step', found: error.message };
      }
    }
    if (rows.length < PAGE) return null;
  }
}
