/**
 * The embedded PostgreSQL while it runs: started with us, stopped with us, started again when somebody kills it. It
 * is a process group of its own, so that Ctrl-C reaches us first and we close in order. It survives a hard kill of
 * ours; the next start stops it properly before it begins.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '../../kernel/operator-error.ts';
import { closePool, openPool } from '../pool.ts';
import { type Cluster, openCluster, SUPERUSER, serverArguments } from './cluster.ts';
import { spawnOptions } from './identity.ts';
import { readPostmaster, releaseDirectory, stopPostmaster, until } from './postmaster.ts';

export interface EmbeddedOptions {
  /** The data folder; cluster, log, port and password are kept in it. */
  readonly folder: string;
  /** false: no fsync. For throw-away test databases only. */
  readonly durable?: boolean;
  /** Told when the server went down by itself and when it is back. */
  readonly report?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** Where it listens, with password, database `cunguan`. */
  readonly url: string;
  /** The server's process at this moment. */
  pid(): number;
  stop(): Promise<void>;
}

const DATABASE = 'cunguan';
/** Recovery after a crash may read gigabytes of log; longer than this is a fault to be told. */
const START_PATIENCE = 300_000;
const LOG_LIMIT = 10_000_000;

/** Starts the server of a data folder (making the cluster first) and answers when it takes connections. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await openReleased(options.folder);
  const server = new Server(cluster, options);
  await server.start();
  const url = (database: string) => `postgres://${SUPERUSER}:${cluster.secret}@127.0.0.1:${cluster.port}/${database}`;
  try {
    await makeDatabase(url('postgres'));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: url(DATABASE), pid: () => server.pid(), stop: () => server.stop() };
}

/** A left-over server still listens on the remembered port: it goes first, or the port would look taken. */
async function openReleased(folder: string): Promise<Cluster> {
  const text = await readFile(join(folder, 'postgres.json'), 'utf8').catch(() => null);
  if (text) await releaseDirectory(join((JSON.parse(text) as { home: string }).home, 'postgres'));
  return openCluster(folder);
}

async function makeDatabase(url: string): Promise<void> {
  const sql = openPool({ url, max: 1, applicationName: 'cunguan-setup' });
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length === 0)
      await sql.unsafe(`create database ${DATABASE} template template0 encoding 'UTF8' locale 'C'`);
  } finally {
    await closePool(sql);
  }
}

class Server {
  readonly #cluster: Cluster;
  readonly #options: EmbeddedOptions;
  readonly #log: string;
  #child: ChildProcess | null = null;
  #stopping = false;
  #revival: Promise<void> | null = null;

  constructor(cluster: Cluster, options: EmbeddedOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#log = join(options.folder, 'postgres.log');
  }

  pid(): number {
    return this.#child?.pid ?? 0;
  }

  /**
   * Starts the process and waits until it is ready; throws a `OperatorError` with the log's last word when it gives
   * up.
   */
  async start(): Promise<void> {
    const child = await this.#spawn();
    this.#child = child;
    const isReady = async () => {
      const state = await readPostmaster(this.#cluster.directory);
      return state?.pid === child.pid && state?.ready === true;
    };
    const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    await until(async () => isOver() || (await isReady()), START_PATIENCE);
    if (isOver() || !(await isReady())) {
      await this.#end(child);
      throw new OperatorError(`The embedded PostgreSQL did not start: ${await this.#lastWord()} (see ${this.#log})`);
    }
    child.once('exit', () => this.#fell());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#revival;
    if (this.#child) await this.#end(this.#child);
    this.#child = null;
  }

  async #end(child: ChildProcess): Promise<void> {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    await stopPostmaster(child.pid);
    await gone;
  }

  async #spawn(): Promise<ChildProcess> {
    const { identity } = this.#cluster;
    const log = await this.#openLog();
    const args = serverArguments(this.#cluster, this.#options.durable ?? true);
    const [command = '', ...rest] = [...identity.prefix, join(identity.native, 'bin', 'postgres'), ...args];
    const child = spawn(command, rest, {
      ...spawnOptions(identity),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.on('error', (error) => this.#options.report?.(`PostgreSQL could not be run: ${error.message}`));
    await log.close();
    return child;
  }

  async #openLog(): Promise<FileHandle> {
    const size = await stat(this.#log).then(
      (found) => found.size,
      () => 0,
    );
    return open(this.#log, size > LOG_LIMIT ? 'w' : 'a', 0o600);
  }

  async #lastWord(): Promise<string> {
    const lines = (await readFile(this.#log, 'utf8')).trim().split('\n');
    const telling = lines.slice(-20).findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? '';
    return telling.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '');
  }

  /** Somebody killed it: we start it again, however often that takes, for callers wait on us and not on a message. */
  #fell(): void {
    if (this.#stopping) return;
    this.#options.report?.('PostgreSQL went down and is started again');
    this.#revival = this.#revive().finally(() => {
      this.#revival = null;
    });
  }

  async #revive(): Promise<void> {
    for (let pause = 100; !this.#stopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        await releaseDirectory(this.#cluster.directory);
        await this.start();
        this.#options.report?.('PostgreSQL is back');
        return;
      } catch (error) {
        this.#options.report?.(error instanceof Error ? error.message : String(error));
        await delay(pause);
      }
    }
  }
}
