/**
 * What ties claims to the second book: their rows say how they came, the book what is left of them. Claims from before
 * the book was opened entered it by the `opening` entry, so entries up to that one have no lines of it.
 */
import type { Check } from '../../ledger/verify.store.ts';

/** The accounts of what is due, with their project and their balance. */
const ACCOUNTS = `select d.platform_id, p.project_no, d.holder_no, d.due_no,
    coalesce((select balance_after from postings b where b.platform_id = d.platform_id
      and b.account_id = d.due_no * 100 + 20 order by b.version desc limit 1), 0) as balance
  from dues d join projects p on p.platform_id = d.platform_id and p.project_id = d.debt_no`;

/** Up to which entry a platform's journal has no second book. */
const OPENED = `coalesce((select min(entry_no) from entries b where b.platform_id = e.platform_id
  and b.template = 'opening'), 0)`;

export const CLAIM_CHECKS: readonly Check[] = [
  {
    name: 'whoever holds a claim has an account of what is due, and nobody else',
    sql: `
      select coalesce(c.platform_id, d.platform_id) as platform_id,
        'holder ' || coalesce(c.holder_no, d.holder_no) || ' of ' || coalesce(c.project_no, d.debt_no::text) as place,
        'claims and an account' as expected, case when d.due_no is null then 'no account' else 'no claim' end as found
      from (
        select c.platform_id, c.project_no, p.project_id, c.holder_no from claims c
        left join projects p on p.platform_id = c.platform_id and p.project_no = c.project_no group by 1, 2, 3, 4) c
      full join dues d
        on d.platform_id = c.platform_id and d.debt_no = c.project_id and d.holder_no = c.holder_no
      where c.holder_no is null or d.due_no is null`,
  },
  {
    name: 'nobody is due more than came to him',
    sql: `
      select a.platform_id, 'account ' || a.due_no as place, 'at most ' || coalesce(c.principal, 0) as expected,
        a.balance::text as found
      from (${ACCOUNTS}) a left join (
        select platform_id, project_no, holder_no, sum(principal) as principal from claims group by 1, 2, 3) c
        using (platform_id, project_no, holder_no)
      where a.balance > coalesce(c.principal, 0)`,
  },
  {
    name: 'a project owes what is due to the holders of its claims',
    sql: `
      select p.platform_id, 'project ' || p.project_no as place, coalesce(d.due, 0)::text as expected,
        coalesce(-b.balance, 0)::text as found
      from projects p
      left join accounts b on b.platform_id = p.platform_id and b.account_id = p.project_id * 100 + 21
      left join (select platform_id, project_no, sum(balance) as due from (${ACCOUNTS}) a group by 1, 2) d
        on d.platform_id = p.platform_id and d.project_no = p.project_no
      where coalesce(d.due, 0) <> coalesce(-b.balance, 0)`,
  },
  {
    name: 'every debt is that of a project',
    sql: `
      select a.platform_id, 'account ' || a.account_id as place, 'a project' as expected, 'none such' as found
      from accounts a left join projects p on p.platform_id = a.platform_id and p.project_id = a.holder_no
      where a.kind = 21 and p.project_id is null`,
  },
  {
    name: 'a claim has the holder and the project of its hold, and was made when it was confirmed',
    sql: `
      select c.platform_id, 'claim ' || c.claim_no as place,
        concat_ws(' of holder ', h.project_no, h.holder_no) || ' at ' || e.effective_at as expected,
        concat_ws(' of holder ', c.project_no, c.holder_no) || ' at ' || c.created_at as found
      from claims c
      left join holds h on h.platform_id = c.platform_id and h.hold_no = c.origin_no and h.kind = 'TENDER'
      left join orders o on o.platform_id = c.platform_id and o.request_no = c.confirm_no
        and o.verb = 'CONFIRM_LOAN' and o.state = 'DONE'
      left join entries e on e.platform_id = o.platform_id and e.order_no = o.order_no and e.template = 'confirm-loan'
      where (h.project_no, h.holder_no, e.effective_at) is distinct from (c.project_no, c.holder_no, c.created_at)`,
  },
  {
    name: 'a claim is of the amount that its confirmation names, with or without the red packet',
    sql: `
      select c.platform_id, 'claim ' || c.claim_no as place, d.amount || ' or red packet and ' || d.amount as expected,
        c.principal::text as found
      from claims c
      join orders o on o.platform_id = c.platform_id and o.request_no = c.confirm_no
      left join orders h on h.platform_id = c.platform_id and h.request_no = c.origin_no
      left join lateral (
        select (d.value->>'amount')::bigint as amount
        from jsonb_array_elements(o.plain_command::jsonb->'details') d where d.value->>'holdNo' = c.origin_no) d on true
      where jsonb_array_length(o.plain_command::jsonb->'details') > 0
        and (c.principal - d.amount in (0, (h.plain_command::jsonb->>'redPacket')::bigint)) is not true`,
  },
  {
    name: 'claims are what their confirmation put into the second book',
    sql: `
      select coalesce(c.platform_id, p.platform_id) as platform_id,
        'entry ' || coalesce(c.entry_no, p.entry_no) || ', account ' || coalesce(c.due_no, p.due_no) as place,
        coalesce(c.principal, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (
        select c.platform_id, e.entry_no, a.due_no, sum(c.principal) as principal
        from claims c left join (${ACCOUNTS}) a using (platform_id, project_no, holder_no)
        left join orders o on o.platform_id = c.platform_id and o.request_no = c.confirm_no
        left join entries e on e.platform_id = o.platform_id and e.order_no = o.order_no
          and e.template = 'confirm-loan'
        where e.entry_no is null or e.entry_no > ${OPENED} group by 1, 2, 3) c
      full join (
        select p.platform_id, p.entry_no, p.account_id / 100 as due_no, sum(p.amount) as amount
        from postings p join entries e using (platform_id, entry_no)
        where e.template = 'confirm-loan' and p.account_id % 100 = 20 group by 1, 2, 3) p
        on p.platform_id = c.platform_id and p.entry_no = c.entry_no and p.due_no = c.due_no
      where c.principal is distinct from p.amount`,
  },
  {
    name: 'principal that was repaid fell from the claim of the holder who got it',
    sql: `
      select coalesce(m.platform_id, d.platform_id) as platform_id,
        'entry ' || coalesce(m.entry_no, d.entry_no) || ', holder ' || coalesce(m.holder_no, d.holder_no) as place,
        coalesce(m.amount, 0)::text as expected, coalesce(d.amount, 0)::text as found
      from (
        select p.platform_id, p.entry_no, p.account_id / 100 as holder_no, sum(p.amount) as amount
        from postings p join entries e using (platform_id, entry_no)
        where e.template = 'confirm-repayment' and p.part = 'principal' and p.account_id % 100 = 1
          and e.entry_no > ${OPENED} group by 1, 2, 3) m
      full join (
        select p.platform_id, p.entry_no, d.holder_no, -sum(p.amount) as amount
        from postings p join entries e using (platform_id, entry_no)
        join dues d on d.platform_id = p.platform_id and d.due_no = p.account_id / 100
        where e.template = 'confirm-repayment' and p.account_id % 100 = 20 group by 1, 2, 3) d
        on d.platform_id = m.platform_id and d.entry_no = m.entry_no and d.holder_no = m.holder_no
      where m.amount is distinct from d.amount`,
  },
];
