/** What ties freezes to their orders and to what these moved; that frozen money has a reason stands with the holds. */
import { BY_ENTRY, type Check } from '../../ledger/verify.store.ts';
import { BY_FREEZE, BY_ORDER } from '../since.store.ts';

export const FREEZE_CHECKS: readonly Check[] = [
  {
    name: 'a freeze is of the member and the amount that its order asked for, until another order released it',
    since: { freezes: BY_FREEZE, orders: BY_ORDER },
    sql: `
      select place, expected, found from (
        select 'freeze ' || coalesce(f.freeze_no, o.request_no) as place,
          concat_ws('/', m.member_no, o.command ->> 'amount', o.finished_at, u.finished_at) as expected,
          concat_ws('/', f.holder_no, f.amount, f.created_at, f.released_at) as found
        from freezes f full join (
          select request_no, finished_at, plain_command::jsonb as command
          from orders where verb = 'FREEZE' and state = 'DONE') o on o.request_no = f.freeze_no
        left join members m on m.user_no = o.command ->> 'userNo'
        left join (
          select plain_command::jsonb ->> 'freezeNo' as freeze_no, finished_at
          from orders where verb = 'UNFREEZE' and state = 'DONE') u
          on u.freeze_no = coalesce(f.freeze_no, o.request_no)) c
      where expected <> found`,
  },
  {
    name: 'a freeze froze its amount, of its holder, and its release gave the same back',
    since: { orders: BY_ORDER, entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'order no ' || order_no as place, coalesce(o.said, 'nothing') as expected,
        coalesce(e.said, 'nothing') as found
      from (
        select o.order_no, concat(-f.amount, ' on ', f.holder_no * 100 + case o.verb when 'FREEZE' then 1 else 2 end,
          ', ', f.amount, ' on ', f.holder_no * 100 + case o.verb when 'FREEZE' then 2 else 1 end) as said
        from orders o left join freezes f on f.freeze_no = case o.verb when 'FREEZE' then o.request_no
          else o.plain_command::jsonb ->> 'freezeNo' end
        where o.verb in ('FREEZE', 'UNFREEZE') and o.state = 'DONE') o
      full join (
        select e.order_no, string_agg(p.amount || ' on ' || p.account_id, ', ' order by p.amount) as said
        from entries e join postings p on p.entry_no = e.entry_no
        where e.template in ('freeze', 'unfreeze') group by 1) e using (order_no)
      where o.said is distinct from e.said`,
  },
];
