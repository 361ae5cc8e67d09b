/** What ties holds to balances and to their orders. */
import type { Check } from '../../ledger/verify.store.ts';

export const HOLD_CHECKS: readonly Check[] = [
  {
    name: 'frozen is the sum of open holds and of withdrawals under way that froze',
    sql: `
      select a.platform_id, 'holder ' || a.holder_no as place, (coalesce(h.held, 0) + coalesce(w.under_way,
        0))::text as expected,
        a.balance::text as found
      from accounts a
      left join (select platform_id, holder_no, sum(amount - confirmed - cancelled) as held
        from holds group by 1, 2) h using (platform_id, holder_no)
      left join (select platform_id, holder_no, sum(amount) as under_way from withdrawals
        where mode = 'FREEZE' and state in ('WAITING', 'SENT') group by 1, 2) w using (platform_id, holder_no)
      where a.kind = 2 and a.balance <> coalesce(h.held, 0) + coalesce(w.under_way, 0)`,
  },
  {
    name: 'whoever has something held has a frozen account',
    sql: `
      select h.platform_id, 'holder ' || h.holder_no as place, 'a frozen account' as expected, 'none' as found
      from holds h left join accounts a
        on a.platform_id = h.platform_id and a.account_id = h.holder_no * 100 + 2
      where a.account_id is null`,
  },
  {
    name: 'a hold froze its amount, of its holder',
    sql: `
      select * from (
        select h.platform_id, 'hold ' || h.hold_no as place, h.amount || ' of holder ' || h.holder_no as expected,
          coalesce(f.frozen, 'nothing') as found
        from holds h
        left join orders o on o.platform_id = h.platform_id and o.request_no = h.hold_no
        left join (
          select e.platform_id, e.order_no,
            string_agg(p.amount || ' of holder ' || p.account_id / 100, ', ') as frozen
          from entries e join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no
            and p.account_id % 100 = 2
          where e.template = 'hold' group by 1, 2) f on f.platform_id = o.platform_id and f.order_no = o.order_no) c
      where expected <> found`,
  },
  {
    name: 'a hold is of the kind, the project and the amount that its order asked for',
    sql: `
      select * from (
        select h.platform_id, 'hold ' || h.hold_no as place,
          concat_ws('/', c.command->>'kind', c.command->>'projectNo', c.command->>'amount') as expected,
          concat_ws('/', h.kind, h.project_no, h.amount) as found
        from holds h cross join lateral (
          select o.plain_command::jsonb as command from orders o
          where o.platform_id = h.platform_id and o.request_no = h.hold_no and o.plain_command is not null) c) c
      where expected <> found`,
  },
  {
    name: 'a finished hold has nothing left, an open one has',
    sql: `
      select platform_id, 'hold ' || hold_no as place, 'finished when nothing is left' as expected,
        (amount - confirmed - cancelled) || ' left' as found
      from holds where (finished_at is null) <> (amount - confirmed - cancelled > 0)`,
  },
  {
    name: 'every hold belongs to a done order, every order to one hold',
    sql: `
      select coalesce(h.platform_id, o.platform_id) as platform_id, 'order ' || coalesce(h.hold_no,
        o.request_no) as place,
        'a hold and its done order' as expected, case when h.hold_no is null then 'no hold' else 'no order' end as found
      from holds h full join (select platform_id, request_no from orders where verb in ('HOLD', 'AUTO_HOLD')
        and state = 'DONE') o
        on o.platform_id = h.platform_id and o.request_no = h.hold_no
      where h.hold_no is null or o.request_no is null`,
  },
];
