/** What an order's columns must agree in. */
import type { Check } from '../../ledger/verify.store.ts';
import { ORDER_EVENTS } from './history.ts';

/** How an order stands after an event, as the branches of a case. */
const STATES = Object.entries(ORDER_EVENTS)
  .map(([event, state]) => (state === null ? '' : `when '${event}' then '${state}'`))
  .join(' ');

export const ORDER_CHECKS: readonly Check[] = [
  {
    name: 'an order was asked for in the words it is compared by',
    sql: `
      select o.platform_id, 'order ' || o.request_no || ', ' || w.key as place, w.compared as expected, w.kept as found
      from orders o cross join lateral (
        select key, t.value as compared,
          case jsonb_typeof(p.value) when 'string' then p.value #>> '{}'
            when 'number' then trim_scale((p.value #>> '{}')::numeric)::text
            when 'null' then null else t.value end as kept
        from jsonb_each_text(o.content::jsonb) t full join jsonb_each(o.plain_command::jsonb) p using (key)
        where key <> 'verb' and (t.value is null or t.value not like 'sha256:%')
        union all select 'verb', o.verb, o.plain_command::jsonb->>'verb') w
      where o.plain_command is not null and w.compared is distinct from w.kept`,
  },
  {
    name: 'the history of an order is whole and leads to how the order stands',
    sql: `
      select o.platform_id, 'order ' || o.request_no as place,
        concat_ws(' ', o.events, 'events', o.state, o.created_at, o.finished_at, o.refusal) as expected,
        coalesce(h.said, 'no history') as found
      from orders o left join (
        select platform_id, order_no, count(*) as events,
          concat_ws(' ', max(seq), 'events',
            (array_agg(case event ${STATES} end order by seq desc) filter (where event not in ('sent', 'sentBack')))[1],
            min(at) filter (where event = 'opened'), max(at) filter (where event in ('completed', 'refused')),
            max(facts)) as said
        from order_events group by 1, 2) h using (platform_id, order_no)
      where case when h.events is null then o.events <> 0 or o.expires_at is not null
        else h.events <> o.events
          or h.said <> concat_ws(' ', o.events, 'events', o.state, o.created_at, o.finished_at, o.refusal) end`,
  },
  {
    name: 'a history without an order is of a try that was refused and gave way',
    sql: `
      select e.platform_id, 'order no ' || e.order_no as place, 'refused at last' as expected,
        string_agg(e.event, ', ' order by e.seq) as found
      from order_events e left join orders o using (platform_id, order_no)
      where o.order_no is null
      group by e.platform_id, e.order_no
      having (array_agg(e.event order by e.seq desc))[1] <> 'refused' or count(*) <> max(e.seq)`,
  },
  {
    name: 'a notice tells of an event of its order, from when it happened',
    sql: `
      select n.platform_id, 'notice ' || n.notice_no as place, n.stage || ' at ' || n.created_at as expected,
        coalesce(e.event || ' at ' || e.at, 'no event') as found
      from notices n left join order_events e
        on e.platform_id = n.platform_id and e.order_no = n.order_no and e.seq = n.event_seq
      where (e.at = n.created_at
        and e.event = any (case n.stage when 'ACCEPTED' then array['accepted'] else array['completed', 'refused'] end))
        is not true`,
  },
];
