/** What an order's columns must agree in. */
import type { Check } from '../../ledger/verify.store.ts';

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
];
