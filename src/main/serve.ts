/**
 * A start from beginning to end: data folder, database, keys, sandbox bank, custodian, demo, in this order. Each is
 * taken down in the opposite order, whether the start fails half way or somebody asks us to stop. The line `cunguan
 * ready …` is printed when all of it answers.
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { describeConfig } from '../config.ts';
import { migrate, requireMigrated } from '../db/migrate.ts';
import { closePool, openPool } from '../db/pool.ts';
import { openLog } from '../http/log.ts';
import { type Addresses, type PlaceName, settleAddresses } from './addresses.ts';
import { startBank } from './bank.ts';
import type { Terminal } from './cli/cli.ts';
import { startCustodian } from './custodian.ts';
import { takeDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { startDemo } from './demo.ts';
import { loadKeys } from './keys.ts';
import { noteMode } from './mode.store.ts';
import type { Parts } from './parts.ts';
import { MIGRATIONS } from './paths.ts';

/** `start` brings the database up to date and has the demo beside it; `serve` does neither. */
export type Role = 'start' | 'serve';

/**
 * Runs until `asked` to stop; answers the exit code. Throws a `OperatorError` when the start fails, with nothing left
 * behind.
 */
export async function serve(config: Config, role: Role, terminal: Terminal, asked: Promise<void>): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const addresses = await start(config, role, stack);
  terminal.out(greeting(config, role, addresses));
  await asked;
  return 0;
}

async function start(config: Config, role: Role, stack: AsyncDisposableStack): Promise<Addresses> {
  const folder = await takeDataFolder(config.data);
  stack.defer(() => folder.release());
  const log = openLog(join(folder.path, 'cunguan.log'), config.logLevel);
  stack.defer(() => flush(log));
  log.info({ role, config: describeConfig(config) }, 'starting');
  const addresses = await settleAddresses(config, begunBy(config, role), folder.afterCrash);
  const database = await openDatabase(config.databaseUrl, folder.path, (message) => log.warn(message));
  stack.defer(() => database.stop());
  const sql = openPool({ url: database.url, max: config.poolSize, applicationName: 'cunguan' });
  stack.defer(() => closePool(sql));
  const schema = { sql, folder: MIGRATIONS, schema: 'public' };
  await (role === 'start' ? migrate(schema) : requireMigrated(schema));
  await noteMode(sql, config.mode);
  const keys = await loadKeys(join(folder.path, 'keys'), sql, config.mode === 'sandbox');
  const parts: Parts = { config, addresses, folder: folder.path, databaseUrl: database.url, sql, keys, log };
  await startParts(parts, role, stack);
  log.info('ready');
  return addresses;
}

async function startParts(parts: Parts, role: Role, stack: AsyncDisposableStack): Promise<void> {
  if (parts.config.mode === 'production') {
    const custodian = await startCustodian(parts, null);
    stack.defer(() => custodian.close());
    return;
  }
  const bank = await startBank(parts);
  stack.defer(() => bank.stop());
  const custodian = await startCustodian(parts, bank);
  stack.defer(() => custodian.close());
  if (role === 'serve') return;
  const demo = await startDemo(parts, custodian.commands);
  stack.defer(() => demo.stop());
}

/** What of our addresses this start listens on. */
function begunBy(config: Config, role: Role): readonly PlaceName[] {
  if (config.mode === 'production') return ['custodian'];
  return role === 'serve' ? ['custodian', 'bank'] : ['custodian', 'bank', 'demo'];
}

function greeting(config: Config, role: Role, { custodian, bank, demo }: Addresses): string {
  const lines = [`cunguan ready ${custodian.outside}`];
  if (config.mode === 'sandbox' && role === 'start') lines.push(`demo platform   ${demo.outside}`);
  if (config.mode === 'sandbox') lines.push(`sandbox bank    ${bank.outside}`);
  else lines.push('bank            none is connected in this version: what needs one stays unknown');
  lines.push(
    'console         not opened in this version; until then: npm run -s cunguan -- help',
    `data and logs   ${config.data}`,
  );
  return `${lines.join('\n')}\n`;
}

function flush(log: Logger): Promise<void> {
  return new Promise((resolve) => log.flush(() => resolve()));
}
