/**
 * What production asks for before anything serves: told all at once, so that nobody starts five times to learn five
 * things. A sandbox is asked nothing.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, keysFolder } from '../config.ts';
import type { Sql } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { addressPolicy, whyNoReceiver } from '../notices/addresses.ts';
import { modeFaults } from './file-modes.ts';
import { isKeyFile } from './keys.ts';
import { noteMode } from './mode.store.ts';

/** How far the clock may be from the database's, in milliseconds. */
const CLOCK_TOLERANCE = 1_000;

/** What the configuration lacks for production, in sentences; nothing of it needs the database. */
async function lacks(config: Config): Promise<readonly string[]> {
  const { publicUrl, databaseUrl, opsPort } = config;
  const masterKey = config.masterKey ?? config.masterKeyFile ?? config.masterKeyCommand;
  return [
    ...(publicUrl?.startsWith('https:')
      ? []
      : ['CUNGUAN_PUBLIC_URL must be the https address under which browsers reach this custodian.']),
    ...(databaseUrl === null ? ['DATABASE_URL must name a database: the embedded one is for trial.'] : []),
    ...(masterKey === null
      ? ['A master key must wrap the keys: CUNGUAN_MASTER_KEY_FILE, CUNGUAN_MASTER_KEY_COMMAND or CUNGUAN_MASTER_KEY.']
      : []),
    ...(opsPort === null
      ? ['CUNGUAN_OPS_PORT must name a port for /readyz and /metrics that strangers do not reach.']
      : []),
    ...(await keyFaults(config)),
  ];
}

/** What others may do with the keys and the master key's file that they must not. */
async function keyFaults(config: Config): Promise<readonly string[]> {
  const folder = keysFolder(config);
  // What cannot be listed is told by its own mode, or as missing by whoever needs it.
  const names = (await readdir(folder).catch(() => [])).filter(isKeyFile);
  const { masterKeyFile } = config;
  return modeFaults([folder], [...names.map((name) => join(folder, name)), ...(masterKeyFile ? [masterKeyFile] : [])]);
}

/** Refuses a configuration that could not serve in production even before its database is opened. */
export async function refuseUnfit(config: Config): Promise<void> {
  if (config.mode === 'production' && config.databaseUrl === null) refuse(await lacks(config));
}

/** Notes the mode of the database and refuses one, or a machine, that is not fit for production. */
export async function enterMode(sql: Sql, config: Config, now = Date.now): Promise<void> {
  if (config.mode === 'sandbox') return noteMode(sql, 'sandbox');
  const problems = [...(await lacks(config)), ...(await foundIn(sql, now))];
  try {
    await noteMode(sql, 'production', { onlyLook: problems.length > 0 });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problems.push(error.message);
  }
  if (problems.length > 0) refuse(problems);
}

async function foundIn(sql: Sql, now: () => number): Promise<readonly string[]> {
  const [row] = await sql`select extract(epoch from clock_timestamp()) * 1000 as time`;
  const apart = Math.round(Number(row?.time) - now());
  return [
    ...(Math.abs(apart) > CLOCK_TOLERANCE
      ? [`The clock of this machine is ${Math.abs(apart)} ms from the database's.`]
      : []),
    ...(await receiverFaults(sql)),
  ];
}

/**
 * Receivers to which no notice could be sent. Where a name leads is not asked here: a name server that is down would
 * keep us from starting, and what it says now is no promise. It is judged at each sending.
 */
async function receiverFaults(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ platform_no: string; notify_url: string }[]>`
    select platform_no, notify_url from platforms where notify_url is not null order by platform_no`;
  return rows.flatMap(({ platform_no, notify_url }) => {
    const why = whyNoReceiver(notify_url, addressPolicy('production'));
    return why === null ? [] : [`No notice can be sent to platform ${platform_no}: ${why}.`];
  });
}

function refuse(problems: readonly string[]): never {
  throw new OperatorError(`This is not fit for production:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}
