/**
 * The cluster's files: made once, whole or not at all, always UTF-8 with the C locale, reached by a generated password
 * only. Also what the server is told on its command line, so that settings are always those of this version.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../kernel/operator-error.ts';
import { freePort, isFree } from '../../kernel/ports.ts';
import { findIdentity, type Identity, run } from './identity.ts';

/** What is remembered between starts, in `postgres.json` of the data folder (mode 0600). */
interface Memory {
  readonly home: string;
  readonly port: number;
  readonly secret: string;
}

export interface Cluster {
  readonly identity: Identity;
  /** The data directory of PostgreSQL. */
  readonly directory: string;
  readonly secret: string;
  readonly port: number;
}

export const SUPERUSER = 'cunguan';

/** Opens the cluster of a data folder, or makes it. Throws a `OperatorError` when it belongs to another PostgreSQL. */
export async function openCluster(folder: string): Promise<Cluster> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'postgres.json');
  const memory = existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Memory) : null;
  const identity = await findIdentity(folder, memory?.home ?? null);
  const directory = join(identity.home, 'postgres');
  const secret = memory?.secret ?? randomBytes(24).toString('hex');
  if (memory && !existsSync(directory)) {
    throw new OperatorError(`The database of ${folder} is gone: ${directory} does not exist, though ${path} names it.`);
  }
  const port = memory && (await isFree(memory.port)) ? memory.port : await freePort();
  // Remembered before the files appear, so that a cluster is never found without its password.
  await writePrivately(path, JSON.stringify({ home: identity.home, port, secret } satisfies Memory));
  if (existsSync(directory)) await requireVersion(identity, directory);
  else await makeCluster(identity, directory, secret).catch((error) => rm(path).then(() => Promise.reject(error)));
  return { identity, directory, secret, port };
}

async function requireVersion(identity: Identity, directory: string): Promise<void> {
  const made = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
  const [major] = identity.version.split('.');
  if (made === major) return;
  const advice = Number(made) > Number(major) ? 'start the newer version of cunguan' : 'move the data with pg_upgrade';
  throw new OperatorError(
    `The data in ${directory} is of PostgreSQL ${made}, this version brings ${major}: ${advice}.`,
  );
}

async function makeCluster(identity: Identity, directory: string, secret: string): Promise<void> {
  const half = `${directory}.half`;
  const password = `${directory}.password`;
  await rm(half, { recursive: true, force: true });
  await rm(password, { force: true });
  // The folder is the helper user's: only a file that we make ourselves is written and given away, no link of his.
  const file = await open(password, 'wx', 0o600);
  try {
    await file.writeFile(secret);
    if (identity.user) await file.chown(identity.user.uid, identity.user.gid);
    await file.close();
    const args = ['-D', half, '-U', SUPERUSER, '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'];
    const { code, output } = await run(identity, join(identity.native, 'bin', 'initdb'), [
      ...args,
      `--pwfile=${password}`,
    ]);
    if (code !== 0) throw new OperatorError(`The database could not be made in ${directory}: ${lastLine(output)}`);
    await rename(half, directory);
  } finally {
    await file.close();
    await rm(password, { force: true });
    await rm(half, { recursive: true, force: true });
  }
}

function lastLine(output: string): string {
  return output.split('\n').findLast((line) => line.includes('error') || line.includes('FATAL')) ?? output.slice(-200);
}

async function writePrivately(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

/** Settings for a small machine; everything that guards acknowledged money keeps PostgreSQL's safe default. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.1',
  autovacuum_analyze_scale_factor: '0.02',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  // Statements and row details carry names, card and ID numbers: they stay out of the log (rule G-19).
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** The server's command line. `durable` false is for throw-away test databases only. */
export function serverArguments(cluster: Cluster, durable: boolean): readonly string[] {
  const settings = {
    ...SETTINGS,
    port: String(cluster.port),
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return ['-D', cluster.directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
