/** `cunguan migrate`: brings the custodian's schema up to date and leaves; for nodes that are started with `serve`. */
import type { Config } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { closePool, openPool } from '../db/pool.ts';
import type { Terminal } from './cli/cli.ts';
import { takeDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './paths.ts';

/** Runs what is missing and says what was run. */
export async function migrateOnly(config: Config, terminal: Terminal): Promise<number> {
  await using stack = new AsyncDisposableStack();
  if (config.databaseUrl === null) {
    // The embedded database is the folder's; an external one is migrated beside a node that serves.
    const folder = await takeDataFolder(config.data);
    stack.defer(() => folder.release());
  }
  const database = await openDatabase(config.databaseUrl, config.data, (message) => terminal.err(`${message}\n`));
  stack.defer(() => database.stop());
  const sql = openPool({ url: database.url, max: 1, applicationName: 'cunguan-migrate' });
  stack.defer(() => closePool(sql));
  const done = await migrate({ sql, folder: MIGRATIONS, schema: 'public' });
  terminal.out(done.length === 0 ? 'The database is up to date.\n' : `Applied: ${done.join(', ')}.\n`);
  return 0;
}
