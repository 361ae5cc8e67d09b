/**
 * What production asks for before anything serves: told all at once, so that nobody starts five times to learn five
 * things. A sandbox is asked nothing.
 */
import type { Config } from '../config.ts';
import type { Sql } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { noteMode } from './mode.store.ts';

/** How far the clock may be from the database's, in milliseconds. */
const CLOCK_TOLERANCE = 1_000;

/** What the configuration lacks for production, in sentences; nothing of it needs the database. */
function lacks({ publicUrl, databaseUrl, ...keys }: Config): readonly string[] {
  const masterKey = keys.masterKey ?? keys.masterKeyFile ?? keys.masterKeyCommand;
  return [
    ...(publicUrl?.startsWith('https:')
      ? []
      : ['CUNGUAN_PUBLIC_URL must be the https address under which browsers reach this custodian.']),
    ...(databaseUrl === null ? ['DATABASE_URL must name a database: the embedded one is for trial.'] : []),
    ...(masterKey === null
      ? ['A master key must wrap the keys: CUNGUAN_MASTER_KEY_FILE, CUNGUAN_MASTER_KEY_COMMAND or CUNGUAN_MASTER_KEY.']
      : []),
  ];
}

/** Refuses a configuration that could not serve in production even before its database is opened. */
export function refuseUnfit(config: Config): void {
  if (config.mode === 'production' && config.databaseUrl === null) refuse(lacks(config));
}

/** Notes the mode of the database and refuses one, or a machine, that is not fit for production. */
export async function enterMode(sql: Sql, config: Config, now = Date.now): Promise<void> {
  if (config.mode === 'sandbox') return noteMode(sql, 'sandbox');
  const problems = [...lacks(config), ...(await foundIn(sql, now))];
  try {
    await noteMode(sql, 'production', { onlyLook: problems.length > 0 });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problems.push(error.message);
  }
  if (problems.length > 0) refuse(problems);
}

async function foundIn(sql: Sql, now: () => number): Promise<readonly string[]> {
  const [row] = await sql`
    select extract(epoch from clock_timestamp()) * 1000 as time,
      (select string_agg(platform_no, ', ' order by platform_no) from platforms
        where notify_url is not null and notify_url not like 'https:%') as open_notices`;
  const apart = Math.round(Number(row?.time) - now());
  return [
    ...(Math.abs(apart) > CLOCK_TOLERANCE
      ? [`The clock of this machine is ${Math.abs(apart)} ms from the database's.`]
      : []),
    ...(row?.open_notices ? [`Notices must go to https addresses; those of ${row.open_notices} do not.`] : []),
  ];
}

function refuse(problems: readonly string[]): never {
  throw new OperatorError(`This is not fit for production:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}
