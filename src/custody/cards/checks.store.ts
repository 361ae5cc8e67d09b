/** What ties the cards of a member to the orders that bound and unbound them. */
import type { Check } from '../../ledger/verify.store.ts';

/** Orders that have bound a card, and when: an enterprise's account before it is looked at. */
const BINDING = `
  select order_no, subject_no, finished_at as bound_at from orders
  where verb in ('REGISTER_PERSON', 'BIND_CARD') and state = 'DONE'
  union all
  select o.order_no, o.subject_no, e.at from orders o join order_events e on e.order_no = o.order_no
  where o.verb = 'REGISTER_ENTERPRISE' and o.final and e.event = 'accepted'`;

export const CARD_CHECKS: readonly Check[] = [
  {
    name: 'a card was bound, and unbound, by orders of its member, when these were done',
    since: 'standing',
    sql: `
      select 'card ' || c.card_no as place,
        concat('by ', m.user_no, ' ', c.bound_at, case when c.unbound_by is null then ', bound'
          else concat(', by ', m.user_no, ' ', c.unbound_at) end) as expected,
        concat('by ', b.subject_no, ' ', b.bound_at, case when c.unbound_by is null then ', bound'
          else concat(', by ', u.subject_no, ' ', u.finished_at) end) as found
      from cards c
      left join members m on m.member_no = c.member_no
      left join (${BINDING}) b on b.order_no = c.bound_by
      left join orders u on u.order_no = c.unbound_by and u.verb = 'UNBIND_CARD' and u.state = 'DONE'
      where (m.user_no, c.bound_at) is distinct from (b.subject_no, b.bound_at)
        or c.unbound_by is not null and (m.user_no, c.unbound_at) is distinct from (u.subject_no, u.finished_at)`,
  },
  {
    name: 'whoever bound or unbound a card has it in his history',
    since: 'standing',
    sql: `
      select 'order ' || o.request_no as place, 'a card' as expected, 'none' as found
      from orders o left join (${BINDING}) binding using (order_no)
      left join cards b on b.bound_by = o.order_no left join cards u on u.unbound_by = o.order_no
      where binding.order_no is not null and b.card_no is null
        or o.state = 'DONE' and o.verb = 'UNBIND_CARD' and u.card_no is null`,
  },
];
