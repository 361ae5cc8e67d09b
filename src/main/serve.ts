/**
 * A start from beginning to end: data folder, database, keys, sandbox bank, custodian, demo, in this order. Each is
 * taken down in the opposite order, whether the start fails half way or somebody asks us to stop. The line `cunguan
 * ready …` is printed when all of it answers.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { describeConfig, keysFolder } from '../config.ts';
import { migrate, requireMigrated } from '../db/migrate.ts';
import { closePool, openPool } from '../db/pool.ts';
import { keepLogs, openLog } from '../http/log.ts';
import { type Addresses, type PlaceName, settleAddresses } from './addresses.ts';
import { startBank } from './bank.ts';
import type { Terminal } from './cli/cli.ts';
import { type Custodian, startCustodian } from './custodian.ts';
import { takeDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { startDemo } from './demo.ts';
import { loadKeys } from './keys.ts';
import { openWrapping } from './master-key.ts';
import type { Parts, Role } from './parts.ts';
import { MIGRATIONS } from './paths.ts';
import { enterMode, refuseUnfit } from './production.store.ts';

/** Somebody's wish that we end. */
export interface Ending {
  readonly asked: Promise<void>;
  /** Asked once more, or by nobody who is still there: without waiting for callers to look elsewhere. */
  readonly urged: Promise<void>;
}

/**
 * Runs until asked to end, and serves on for a while then; answers the exit code. Throws a `OperatorError` when the
 * start fails, with nothing left behind.
 */
export async function serve(config: Config, role: Role, terminal: Terminal, ending: Ending): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { addresses, custodian } = await start(config, role, stack);
  terminal.out(greeting(config, role, addresses));
  await ending.asked;
  custodian.leave();
  if (config.drain > 0) await Promise.race([ending.urged, delay(config.drain * 1_000, undefined, { ref: false })]);
  return 0;
}

/** What the programs beside us write. */
const OTHER_LOGS = ['postgres.log', 'bank.log', 'demo.log'];

interface Started {
  readonly addresses: Addresses;
  readonly custodian: Custodian;
}

async function start(config: Config, role: Role, stack: AsyncDisposableStack): Promise<Started> {
  await refuseUnfit(config);
  const folder = await takeDataFolder(config.data);
  stack.defer(() => folder.release());
  const log = openLog(join(folder.path, 'cunguan.log'), config.logLevel, config.logSize * 1_000_000);
  stack.defer(() => flush(log));
  const others = OTHER_LOGS.map((name) => join(folder.path, name));
  stack.defer(keepLogs(others, config.logSize * 1_000_000, log));
  log.info({ role, config: describeConfig(config) }, 'starting');
  const begun = begunBy(config, role);
  const addresses = await settleAddresses(config, begun, folder.afterCrash);
  const database = await openDatabase(config.databaseUrl, folder.path, (message) => log.warn(message));
  stack.defer(() => database.stop());
  const sql = openPool({ url: database.url, max: config.poolSize, applicationName: 'cunguan' });
  stack.defer(() => closePool(sql));
  const schema = { sql, folder: MIGRATIONS, schema: 'public' };
  await (role === 'start' ? migrate(schema) : requireMigrated(schema));
  await enterMode(sql, config);
  const wrapping = await openWrapping(config);
  const keys = await loadKeys(keysFolder(config), sql, config.mode === 'sandbox', wrapping);
  const parts: Parts = {
    role,
    config,
    addresses,
    begun,
    folder: folder.path,
    databaseUrl: database.url,
    sql,
    keys,
    wrapping,
    log,
  };
  const custodian = await startParts(parts, stack);
  log.info('ready');
  return { addresses, custodian };
}

async function startParts(parts: Parts, stack: AsyncDisposableStack): Promise<Custodian> {
  if (parts.config.mode === 'production') {
    const custodian = await startCustodian(parts, null);
    stack.defer(() => custodian.close());
    return custodian;
  }
  const bank = await startBank(parts);
  stack.defer(() => bank.stop());
  const custodian = await startCustodian(parts, bank);
  stack.defer(() => custodian.close());
  if (parts.role === 'serve') return custodian;
  const demo = await startDemo(parts, custodian.commands);
  stack.defer(() => demo.stop());
  return custodian;
}

/** What of our addresses this start listens on. */
function begunBy(config: Config, role: Role): readonly PlaceName[] {
  if (config.mode === 'production') return ['custodian'];
  return role === 'serve' ? ['custodian', 'bank'] : ['custodian', 'bank', 'demo'];
}

function greeting(config: Config, role: Role, { custodian, bank, demo, ops }: Addresses): string {
  const lines = [`cunguan ready ${custodian.outside}`];
  if (config.mode === 'sandbox' && role === 'start') lines.push(`demo platform   ${demo.outside}`);
  if (config.mode === 'sandbox') lines.push(`sandbox bank    ${bank.outside}`);
  else lines.push('bank            none is connected in this version: what needs one stays unknown');
  if (ops) lines.push(`health, figures ${ops.outside}`);
  lines.push(
    'console         not opened in this version; until then: npm run -s cunguan -- help',
    `data and logs   ${config.data}`,
  );
  return `${lines.join('\n')}\n`;
}

function flush(log: Logger): Promise<void> {
  return new Promise((resolve) => log.flush(() => resolve()));
}
