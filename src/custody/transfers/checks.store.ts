/**
 * What a transfer must have moved: the money that its command names, and out of the claims that it names what the
 * second book says. A claim that came of another names it, so what was sold of each is what those rows add up to.
 */
import { BY_ENTRY, type Check, type NewSince } from '../../ledger/verify.store.ts';
import { BY_CLAIM, BY_ORDER } from '../since.store.ts';

const SINCE: Readonly<Record<string, NewSince>> = {
  ...{ orders: BY_ORDER, claims: BY_CLAIM },
  ...{ entries: BY_ENTRY, postings: BY_ENTRY },
};

/** The done transfers, each with the numbers of the first and the last claim that it made. */
const TRANSFERS = `
  select o.order_no, o.request_no, o.plain_command::jsonb as command, c.first, c.last
  from orders o left join (
    select confirm_no, min(claim_no) as first, max(claim_no) as last from claims where source_no is not null group by 1
  ) c on c.confirm_no = o.request_no
  where o.verb = 'CONFIRM_TRANSFER' and o.state = 'DONE'`;

/** What a transfer took of a seller: entry_no, order_no, part, amount, balance_after, due_no, project_no, holder_no. */
const SOLD = `
  select e.entry_no, e.order_no, p.part, -p.amount as amount, p.balance_after, d.due_no, j.project_no, d.holder_no
  from postings p join entries e using (entry_no) join dues d on d.due_no = p.account_id / 100
  join projects j on j.project_id = d.debt_no
  where e.template = 'confirm-transfer' and p.account_id % 100 = 20 and p.amount < 0`;

export const TRANSFER_CHECKS: readonly Check[] = [
  {
    name: 'a transfer moved what it names, from its hold to its sellers',
    since: SINCE,
    sql: `
      with said as (
        select t.order_no, t.command, h.holder_no
        from (${TRANSFERS}) t left join holds h on h.hold_no = t.command ->> 'holdNo'),
      details as (
        select s.order_no, s.holder_no, m.member_no, (d.value ->> 'price')::bigint as price
        from said s cross join lateral jsonb_array_elements(s.command -> 'details') d
        left join members m on m.user_no = d.value ->> 'userNo'),
      lines as (
        select order_no, member_no * 100 + 1 as account_id, 'price' as part, price as amount from details
        union all select order_no, holder_no * 100 + 2, 'price', -price from details
        union all select order_no, holder_no * 100 + 2, 'commission', -(command ->> 'commission')::bigint from said
        union all select order_no, 101, 'commission', (command ->> 'commission')::bigint from said)
      select 'order no ' || order_no || ', ' || part || ' on account ' || account_id as place,
        coalesce(l.amount, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (select order_no, account_id, part, sum(amount) as amount from lines group by 1, 2, 3) l
      full join (
        select e.order_no, p.account_id, p.part, sum(p.amount) as amount
        from entries e join postings p using (entry_no)
        where e.template = 'confirm-transfer' and p.account_id % 100 <> 20 group by 1, 2, 3) p
        using (order_no, account_id, part)
      where coalesce(l.amount, 0) <> coalesce(p.amount, 0)`,
  },
  {
    name: 'a transfer took of each seller the share that it names, out of claims that it names',
    since: SINCE,
    sql: `
      with details as (
        select t.request_no, m.member_no as holder_no, d.value ->> 'recordNo' as record_no,
          (d.value ->> 'share')::bigint as share
        from (${TRANSFERS}) t cross join lateral jsonb_array_elements(t.command -> 'details') d
        left join members m on m.user_no = d.value ->> 'userNo'),
      taken as (
        select c.claim_no, c.confirm_no as request_no, s.holder_no, c.principal, c.took_rest,
          count(d.request_no) > 0 as named, count(d.request_no) > count(d.share) as whole
        from claims c left join past_claims s on s.claim_no = c.source_no
        left join details d on d.request_no = c.confirm_no and d.holder_no = s.holder_no
          and d.record_no in (s.origin_no, s.confirm_no)
        where c.source_no is not null group by 1, 2, 3, 4, 5)
      select 'order ' || request_no || ', seller ' || holder_no as place,
        concat(a.share, case when a.more then ' and a whole rest' end) as expected,
        concat(t.share, case when not t.named then ' of others' end, case when not t.rests then ' and no rest' end)
          as found
      from (
        select request_no, holder_no, coalesce(sum(share), 0) as share, bool_or(share is null) as more
        from details group by 1, 2) a
      full join (
        select request_no, holder_no, sum(principal) as share, bool_and(named) as named,
          bool_and(took_rest or not whole) as rests
        from taken group by 1, 2) t using (request_no, holder_no)
      where (t.named and t.rests and case when a.more then t.share > a.share else t.share = a.share end) is not true`,
  },
  {
    name: 'what a transfer took in the second book was taken out of claims of that holder',
    since: SINCE,
    sql: `
      select 'entry ' || coalesce(c.entry_no, p.entry_no) || ', account ' || coalesce(c.due_no, p.due_no) as place,
        coalesce(c.amount, 0)::text as expected, coalesce(p.amount, 0)::text as found
      from (
        select e.entry_no, a.due_no, sum(c.principal) as amount
        from claims c left join past_claims s on s.claim_no = c.source_no
        left join (select j.project_no, d.holder_no, d.due_no from dues d join projects j on j.project_id = d.debt_no) a
          on a.project_no = s.project_no and a.holder_no = s.holder_no
        left join orders o on o.request_no = c.confirm_no
        left join entries e on e.order_no = o.order_no and e.template = 'confirm-transfer'
        where c.source_no is not null group by 1, 2) c
      full join (select entry_no, due_no, sum(amount) as amount from (${SOLD}) s group by 1, 2) p
        on p.entry_no = c.entry_no and p.due_no = c.due_no
      where c.amount is distinct from p.amount`,
  },
  {
    // What was left of it then: what was not sold of it, and no more than was due to its holder beyond his newer ones.
    name: 'a claim took the last of the one that it came of where nothing was left of that',
    since: SINCE,
    sql: `
      select 'claim ' || c.claim_no as place, (n.rest <= 0)::text as expected, c.took_rest::text as found
      from claims c join past_claims s on s.claim_no = c.source_no
      join (${TRANSFERS}) t on t.request_no = c.confirm_no
      join (${SOLD}) b on b.order_no = t.order_no and b.project_no = s.project_no and b.holder_no = s.holder_no
      cross join lateral (
        select least(max(u.unsold) filter (where u.claim_no = s.claim_no),
          b.balance_after - coalesce(sum(u.unsold) filter (where u.claim_no > s.claim_no), 0)) as rest
        from (
          select j.claim_no, j.principal - coalesce((
            select sum(k.principal) from past_claims k where k.source_no = j.claim_no and k.claim_no <= t.last), 0)
            as unsold
          from past_claims j where j.project_no = s.project_no and j.holder_no = s.holder_no
            and j.claim_no >= s.claim_no and j.claim_no < t.first) u) n
      where c.took_rest <> (n.rest <= 0)`,
  },
  {
    // A purchase is one claim to its buyer, whatever it was made up of; how its newest part ended is how it ended.
    name: 'who is told to have sold all had no claim that ended by being repaid',
    since: SINCE,
    sql: `
      select 'entry ' || b.entry_no || ', account ' || b.due_no as place,
        case when x.all_sold then 'sold-out' else 'sold' end as expected, b.part as found
      from (${SOLD}) b join (${TRANSFERS}) t using (order_no)
      cross join lateral (
        select bool_and(exists (
          select from past_claims k where k.source_no = j.newest and k.took_rest and k.claim_no <= t.last)) as all_sold
        from (
          select max(j.claim_no) as newest from past_claims j
          where j.project_no = b.project_no and j.holder_no = b.holder_no and j.claim_no < t.first
          group by j.origin_no, j.confirm_no) j) x
      where x.all_sold <> (b.part = 'sold-out')`,
  },
];
