/** What ties recourse to the compensations that made it, and to the repayments that it is paid back by. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';

export const COMPENSATION_CHECKS: readonly Check[] = [
  {
    name: 'whoever compensated has an account of recourse, and nobody else',
    since: 'leftOut',
    sql: `
      select 'holder ' || coalesce(c.holder_no, d.holder_no) || ' of ' || coalesce(c.project_no, d.project_no)
          as place, 'a compensation and an account' as expected,
        case when d.holder_no is null then 'no account' else 'no compensation' end as found
      from (
        select distinct o.plain_command::jsonb ->> 'projectNo' as project_no, h.holder_no
        from orders o left join holds h on h.hold_no = o.plain_command::jsonb ->> 'holdNo'
        where o.verb = 'CONFIRM_COMPENSATION' and o.state = 'DONE') c
      full join (
        select p.project_no, d.holder_no
        from projects p left join dues d on d.debt_no = p.recourse_id where p.recourse_id is not null) d
        on d.project_no = c.project_no and d.holder_no = c.holder_no
      where c.holder_no is null or d.holder_no is null`,
  },
  {
    name: 'the principal of a compensation became recourse of its compensator on the project',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'order no ' || order_no as place, coalesce(s.said, 'nothing') as expected,
        coalesce(f.said, 'nothing') as found
      from (
        select o.order_no, -sum(p.amount) || ' of holder ' || h.holder_no || ' on ' || j.project_no as said
        from orders o join entries e using (order_no) join postings p using (entry_no)
        left join holds h on h.hold_no = o.plain_command::jsonb ->> 'holdNo'
        left join projects j on j.project_no = o.plain_command::jsonb ->> 'projectNo'
        where o.verb = 'CONFIRM_COMPENSATION' and o.state = 'DONE' and e.template = 'confirm-compensation'
          and p.part = 'principal' and p.account_id % 100 = 20
        group by o.order_no, h.holder_no, j.project_no) s
      full join (
        select e.order_no,
          string_agg(p.amount || ' of holder ' || d.holder_no || ' on ' || coalesce(j.project_no, '?'), ', ') as said
        from entries e join postings p using (entry_no) left join dues d on d.due_no = p.account_id / 100
        left join projects j on j.recourse_id = d.debt_no
        where e.template = 'confirm-compensation' and p.part = 'recourse' and p.account_id % 100 = 20
        group by 1) f using (order_no)
      where s.said is distinct from f.said`,
  },
  {
    name: 'a project owes by recourse what is due by it to its compensators',
    since: 'standing',
    sql: `
      select 'project ' || p.project_no as place, coalesce(d.due, 0)::text as expected,
        coalesce(-b.balance, 0)::text as found
      from projects p
      left join accounts b on b.account_id = p.recourse_id * 100 + 21
      left join (
        select d.debt_no, sum(b.balance_after) as due
        from dues d join lateral (select balance_after from past_postings b where b.account_id = d.due_no * 100 + 20
          order by b.version desc limit 1) b on true
        group by 1) d on d.debt_no = p.recourse_id
      where p.recourse_id is not null and coalesce(d.due, 0) <> coalesce(-b.balance, 0)`,
  },
  {
    name: 'recourse was repaid only to whom nothing was left on claims',
    since: { entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'entry ' || e.entry_no || ', holder ' || d.holder_no as place, '0 left on claims' as expected,
        c.balance_after::text as found
      from entries e join postings p using (entry_no) join dues d on d.due_no = p.account_id / 100
      join projects j on j.recourse_id = d.debt_no
      join dues o on o.debt_no = j.project_id and o.holder_no = d.holder_no
      join lateral (select balance_after from past_postings c
        where c.account_id = o.due_no * 100 + 20 and c.entry_no <= e.entry_no order by c.version desc limit 1) c on true
      where e.template = 'confirm-repayment' and p.account_id % 100 = 20 and c.balance_after <> 0`,
  },
];
