/**
 * What ties claims to the second book: their rows say how they came, the book what is left of them. Claims from before
 * the book was opened entered it by the `opening` entry, so entries up to that one have no lines of it.
 */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { TOLD } from '../orders/asked.store.ts';
import { BY_CLAIM, BY_ORDER } from '../since.store.ts';

/** The accounts of what is due, with their project and their balance. */
const ACCOUNTS = `select p.project_no, d.holder_no, d.due_no, coalesce(b.balance_after, 0) as balance
  from dues d join projects p on p.project_id = d.debt_no
  left join lateral (select balance_after from past_postings b where b.account_id = d.due_no * 100 + 20
    order by b.version desc limit 1) b on true`;

/** Up to which entry the platform's journal has no second book. */
const OPENED = `coalesce((select min(entry_no) from past_entries where template = 'opening'), 0)`;

/** The details of loan confirmations, each once: confirm_no, hold_no, amount. */
const DETAILS = `
  select o.request_no as confirm_no, d.value ->> 'holdNo' as hold_no, (d.value ->> 'amount')::bigint as amount
  from orders o cross join lateral jsonb_array_elements(o.plain_command::jsonb -> 'details') d
  where o.verb = 'CONFIRM_LOAN'`;

export const CLAIM_CHECKS: readonly Check[] = [
  {
    name: 'whoever holds a claim has an account of what is due, and nobody else',
    since: 'leftOut',
    sql: `
      select 'holder ' || coalesce(c.holder_no, d.holder_no) || ' of ' || coalesce(c.project_no, d.debt_no::text)
          as place, 'claims and an account' as expected,
        case when d.due_no is null then 'no account' else 'no claim' end as found
      from (
        select c.project_no, p.project_id, c.holder_no from claims c
        left join projects p using (project_no) group by 1, 2, 3) c
      full join (
        select d.debt_no, d.holder_no, d.due_no from dues d
        where not exists (select from projects r where r.recourse_id = d.debt_no)) d
        on d.debt_no = c.project_id and d.holder_no = c.holder_no
      where c.holder_no is null or d.due_no is null`,
  },
  {
    name: 'nobody is due more than came to him and was not sold, and no claim is sold beyond its principal',
    since: 'leftOut',
    sql: `
      with standing as (
        select c.project_no, c.holder_no, c.claim_no, c.principal - coalesce(s.sold, 0) as principal
        from claims c left join (
          select source_no, sum(principal) as sold from claims where source_no is not null group by 1) s
          on s.source_no = c.claim_no)
      select 'claim ' || claim_no as place, 'not below 0' as expected, principal::text as found
      from standing where principal < 0
      union all
      select 'account ' || a.due_no as place, 'at most ' || coalesce(c.principal, 0) as expected,
        a.balance::text as found
      from (${ACCOUNTS}) a left join (
        select project_no, holder_no, sum(principal) as principal from standing group by 1, 2) c
        using (project_no, holder_no)
      where a.balance > coalesce(c.principal, 0)`,
  },
  {
    name: 'a project owes what is due to the holders of its claims',
    since: 'standing',
    sql: `
      select 'project ' || p.project_no as place, coalesce(d.due, 0)::text as expected,
        coalesce(-b.balance, 0)::text as found
      from projects p
      left join accounts b on b.account_id = p.project_id * 100 + 21
      left join (select project_no, sum(balance) as due from (${ACCOUNTS}) a group by 1) d using (project_no)
      where coalesce(d.due, 0) <> coalesce(-b.balance, 0)`,
  },
  {
    name: 'every debt is that of a project',
    since: 'standing',
    sql: `
      select 'account ' || a.account_id as place, 'a project' as expected, 'none such' as found
      from accounts a left join projects p on a.holder_no in (p.project_id, p.recourse_id)
      where a.kind = 21 and p.project_id is null`,
  },
  {
    name: 'a claim has the holder and the project of its hold, and was made when it was confirmed',
    since: { claims: BY_CLAIM },
    sql: `
      select 'claim ' || c.claim_no as place,
        concat_ws(' of holder ', h.project_no, h.holder_no) || ' at ' || o.finished_at as expected,
        concat_ws(' of holder ', c.project_no, c.holder_no) || ' at ' || c.created_at as found
      from claims c
      left join holds h on h.hold_no = c.origin_no
        and h.kind = case when c.source_no is null then 'TENDER' else 'CREDIT_ASSIGNMENT' end
      left join orders o on o.request_no = c.confirm_no and o.state = 'DONE'
        and o.verb = case when c.source_no is null then 'CONFIRM_LOAN' else 'CONFIRM_TRANSFER' end
      where (h.project_no, h.holder_no, o.finished_at) is distinct from (c.project_no, c.holder_no, c.created_at)`,
  },
  {
    name: 'a claim is of the amount that its confirmation names, with or without the red packet',
    since: { claims: BY_CLAIM, orders: BY_ORDER },
    sql: `
      select 'claim ' || c.claim_no as place, d.amount || ' or red packet and ' || d.amount as expected,
        c.principal::text as found
      from claims c
      join (select o.request_no from orders o where o.verb = 'CONFIRM_LOAN' and ${TOLD}) o
        on o.request_no = c.confirm_no
      left join past_orders h on h.request_no = c.origin_no
      left join (${DETAILS}) d on d.confirm_no = c.confirm_no and d.hold_no = c.origin_no
      where (c.principal - d.amount in (0, (h.content::jsonb ->> 'redPacket')::bigint)) is not true`,
  },
  {
    name: 'a loan confirmation made one claim of each of its details',
    since: { claims: BY_CLAIM, orders: BY_ORDER },
    sql: `
      select 'order ' || o.request_no as place, jsonb_array_length(o.plain_command::jsonb -> 'details') || ' claims'
          as expected, coalesce(c.count, 0) || ' claims' as found
      from orders o left join (select confirm_no, count(*) as count from claims group by 1) c
        on c.confirm_no = o.request_no
      where o.verb = 'CONFIRM_LOAN' and o.state = 'DONE' and ${TOLD}
        and coalesce(c.count, 0) <> jsonb_array_length(o.plain_command::jsonb -> 'details')`,
  },
  {
    name: 'claims are what their confirmation put into the second book',
    since: { claims: BY_CLAIM, orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'entry ' || coalesce(c.entry_no, p.entry_no) || ', account ' || coalesce(c.due_no, p.due_no) as place,
        coalesce(c.principal, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (
        select e.entry_no, a.due_no, sum(c.principal) as principal
        from claims c
        left join (select p.project_no, d.holder_no, d.due_no from dues d join projects p on p.project_id = d.debt_no) a
          using (project_no, holder_no)
        left join orders o on o.request_no = c.confirm_no
        left join entries e on e.order_no = o.order_no and e.template in ('confirm-loan', 'confirm-transfer')
        where e.entry_no is null or e.entry_no > ${OPENED} group by 1, 2) c
      full join (
        select p.entry_no, p.account_id / 100 as due_no, sum(p.amount) as amount
        from postings p join entries e using (entry_no)
        where e.template in ('confirm-loan', 'confirm-transfer') and p.account_id % 100 = 20 and p.amount > 0
        group by 1, 2) p
        on p.entry_no = c.entry_no and p.due_no = c.due_no
      where c.principal is distinct from p.amount`,
  },
  {
    name: 'principal that was paid fell from the claim, or the recourse, of the holder who got it',
    since: { entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'entry ' || entry_no || ', holder ' || holder_no || ', ' || part as place,
        coalesce(m.amount, 0)::text as expected, coalesce(d.amount, 0)::text as found
      from (
        select p.entry_no, p.account_id / 100 as holder_no, p.part, sum(p.amount) as amount
        from postings p join entries e using (entry_no)
        where e.template in ('confirm-repayment', 'confirm-compensation') and p.part in ('principal', 'recourse')
          and p.account_id % 100 = 1 and e.entry_no > ${OPENED} group by 1, 2, 3) m
      full join (
        select p.entry_no, d.holder_no, case when r.recourse_id is null then 'principal' else 'recourse' end as part,
          -sum(p.amount) as amount
        from postings p join entries e using (entry_no) join dues d on d.due_no = p.account_id / 100
        left join projects r on r.recourse_id = d.debt_no
        where e.template in ('confirm-repayment', 'confirm-compensation') and p.account_id % 100 = 20 and p.amount < 0
        group by 1, 2, 3) d using (entry_no, holder_no, part)
      where m.amount is distinct from d.amount`,
  },
];
