/** What ties members to their registrations, and their running totals to their projects. */
import type { Check } from '../../ledger/verify.store.ts';
import { AUDIT_AFTER, MEMBER_STATE } from '../enterprises/states.ts';

/** How an enterprise stands after an event of its registration, as the branches of a case. */
const AUDITED = Object.entries(AUDIT_AFTER)
  .map(([event, status]) => `when '${event}' then '${MEMBER_STATE[status]}'`)
  .join(' ');

/** Whoever a row says it is of. */
const HOLDERS = `
  select 'account ' || account_id as place, holder_no from accounts where kind in (1, 2) and holder_no > 3
  union all select 'due ' || due_no, holder_no from dues
  union all select 'card ' || card_no, member_no from cards
  union all select 'profile', member_no from profiles
  union all select 'enterprise', member_no from enterprises
  union all select 'authorisation ' || authorization_no, member_no from authorizations`;

export const MEMBER_CHECKS: readonly Check[] = [
  {
    name: 'a member is as his registration made him',
    since: 'leftOut',
    sql: `
      select place, expected, found from (
        select 'member ' || coalesce(m.user_no, o.asked ->> 'userNo') as place,
          coalesce(concat_ws('/', o.type, o.asked ->> 'role', o.stands, o.at), 'no done order') as expected,
          coalesce(concat_ws('/', m.type, m.role, m.state, m.created_at), 'no member') as found
        from members m full join (
          select content::jsonb as asked, 'PERSON' as type, 'ACTIVE' as stands, finished_at as at
          from orders where verb = 'REGISTER_PERSON' and state = 'DONE'
          union all
          select content::jsonb, 'ENTERPRISE', e.stands, e.at
          from orders join (
            select order_no, min(at) filter (where event = 'accepted') as at,
              (array_agg(case event ${AUDITED} end order by seq desc))[1] as stands
            from order_events group by 1) e using (order_no)
          where verb = 'REGISTER_ENTERPRISE' and final) o
          on o.asked ->> 'userNo' = m.user_no) s
      where expected <> found`,
  },
  {
    name: 'a member has his personal data',
    since: 'standing',
    sql: `
      select 'member ' || m.user_no as place, 'personal data' as expected, 'none' as found
      from members m left join profiles p using (member_no) where p.member_no is null`,
  },
  {
    name: 'whatever is of somebody is of a member or an account of the platform',
    since: 'standing',
    sql: `
      select h.place, 'a member' as expected, 'holder ' || h.holder_no as found
      from (${HOLDERS}) h left join members m on m.member_no = h.holder_no
      where m.member_no is null and h.holder_no not in (1, 2, 3)`,
  },
  {
    name: 'the running total of a borrower is that of the projects',
    since: 'standing',
    sql: `
      select 'member ' || m.user_no as place, coalesce(p.total, 0)::text as expected, m.borrowing::text as found
      from members m left join (
        select q.member_no,
          sum(case q.status when 'COLLECTING' then q.amount
            when 'REPAYING' then -coalesce(d.balance, 0) - coalesce(r.balance, 0) else 0 end) as total
        from projects q left join accounts d on d.account_id = q.project_id * 100 + 21
        left join accounts r on r.account_id = q.recourse_id * 100 + 21 group by 1) p using (member_no)
      where m.borrowing <> coalesce(p.total, 0)`,
  },
];
