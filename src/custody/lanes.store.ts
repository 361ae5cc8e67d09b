/** What the lanes' own rows must agree in with what they have numbered, and with the platforms that they are of. */
import { snake } from '../executor/statements.ts';
import type { Check } from '../ledger/verify.store.ts';
import { CORE_TABLES } from './tables.ts';

/** The highest number of each table that the lanes number: each the end of an index. */
const HIGHEST = CORE_TABLES.flatMap(({ name, numbered }) =>
  numbered?.by === 'lastNo' ? [`('${name}', (select max(${snake(numbered.column)}) from ${name}))`] : [],
).join(', ');

export const LANE_CHECKS: readonly Check[] = [
  {
    name: 'a platform that anything is of is registered and has a lane',
    since: 'standing',
    sql: `
      select 'platform' as place, 'registered, with a lane' as expected,
        (select count(*) from platforms) || ' registered, ' || (select count(*) from lanes) || ' lanes' as found
      where not exists (select from platforms) or not exists (select from lanes)`,
  },
  {
    name: 'no number is ahead of the lane that gives numbers out',
    since: 'standing',
    sql: `
      select 'lane, for ' || n.what as place, 'at least ' || n.used as expected, l.last_no::text as found
      from (values ${HIGHEST}) n (what, used) cross join lanes l where l.last_no < n.used`,
  },
];
