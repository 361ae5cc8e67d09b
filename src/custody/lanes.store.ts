/** What the lanes' own rows must agree in with what they have numbered. */
import { snake } from '../executor/statements.ts';
import type { Check } from '../ledger/verify.store.ts';
import { CORE_TABLES } from './tables.ts';

/** The highest number of each table that the lanes number. */
const HIGHEST = CORE_TABLES.flatMap(({ name, numbered }) =>
  numbered?.by === 'lastNo'
    ? [`select platform_id, '${name}' as what, max(${snake(numbered.column)}) as used from ${name} group by 1`]
    : [],
).join(' union all ');

export const LANE_CHECKS: readonly Check[] = [
  {
    name: 'no number is ahead of the lane that gives numbers out',
    sql: `
      select n.platform_id, 'lane, for ' || n.what as place, 'at least ' || n.used as expected,
        coalesce(l.last_no::text, 'no lane') as found
      from (${HIGHEST}) n left join lanes l using (platform_id)
      where l.last_no is null or l.last_no < n.used`,
  },
];
