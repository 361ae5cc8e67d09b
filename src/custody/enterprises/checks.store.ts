/** What ties the steps of an audit to the history of the registration, and the enterprise to both. */
import type { Check } from '../../ledger/verify.store.ts';
import { BY_ORDER } from '../since.store.ts';

export const ENTERPRISE_CHECKS: readonly Check[] = [
  {
    name: 'each step of an audit stands in the history of its registration, submitted or decided',
    since: { order_events: BY_ORDER, audit_steps: BY_ORDER },
    sql: `
      select 'order no ' || order_no || ', event ' || seq as place, coalesce(e.kind, 'no event') as expected,
        coalesce(s.kind, 'no step') as found
      from (
        select e.order_no, e.seq, case when e.event in ('accepted', 'resubmitted') then 'submitted' else 'decided' end
          as kind
        from order_events e join orders o on o.order_no = e.order_no and o.verb = 'REGISTER_ENTERPRISE' and o.final
        where e.event in ('accepted', 'resubmitted', 'handedBack', 'completed', 'refused')) e
      full join (
        select order_no, seq, case when submitted is null then 'decided' else 'submitted' end as kind
        from audit_steps) s using (order_no, seq)
      where e.kind is distinct from s.kind`,
  },
  {
    name: 'an audit goes from hand to hand: submitted, decided, submitted again',
    since: { order_events: BY_ORDER },
    sql: `
      select 'order no ' || order_no || ', event ' || seq as place, 'what may follow ' || before as expected,
        event as found
      from (
        select order_no, seq, event, lag(event) over (partition by order_no order by seq) as before
        from order_events join orders o using (order_no)
        where o.verb = 'REGISTER_ENTERPRISE' and o.final) e
      where (event = 'resubmitted') <> (before = 'handedBack')`,
  },
  {
    name: 'an enterprise that is a member has its registration, and no other member has one',
    since: 'standing',
    sql: `
      select 'member ' || coalesce(m.user_no, e.member_no::text) as place,
        case when m.type = 'ENTERPRISE' then 'a registration' else 'none' end as expected,
        coalesce(e.order_no::text, 'none') as found
      from members m full join enterprises e using (member_no)
      where (m.type = 'ENTERPRISE') is distinct from (e.member_no is not null)`,
  },
];
