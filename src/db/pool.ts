/**
 * The one way to reach PostgreSQL. Every pool of the house is made here, so that all of them agree: `bigint` columns
 * are read as BigInt (money never becomes a float), times are UTC, a transaction that is left open is ended by the
 * server, and commits are durable (`synchronous_commit` stays on). Statements that are sent together on one
 * connection travel together (`Promise.all` in a transaction is one round trip). It promises that a connection that
 * was lost is never used again: not by the pool, and not by a transaction that does not know yet; and that a migration
 * under way is no fault: when one makes a prepared statement stale, every connection is replaced at its next use, and
 * a statement outside a transaction is sent again. What an error means, `breach.ts` tells.
 */
import pg from 'pg';
import { ConnectionLost, isPlanStale } from './breach.ts';
import { columnReaders } from './columns.ts';
import { takeConnection, type Connections, type Connection, type Wired } from './connection.ts';
import { Json, Name, type Prepared, type Sender, Statement, type Value } from './statement.ts';

export { columns } from './statement.ts';
export type { Statement, Value } from './statement.ts';

/**
 * A row whose columns nobody has named: the driver's own type, which takes each column for what its reader takes it
 * for.
 */
export type Row = pg.QueryResultRow;

/** What a store needs: it can be given the pool, a transaction or a reserved connection. */
export interface Queryable {
  /** A statement; awaiting it answers the rows. */
  <T extends readonly object[] = Row[]>(strings: TemplateStringsArray, ...values: readonly Value[]): Statement<T>;
  /** A quoted name, for inside a statement. */
  (name: string): Name;
  /** A text as it is, with $1, $2 … for parameters. Without parameters it may hold several statements. */
  unsafe<T extends readonly object[] = Row[]>(
    text: string,
    parameters?: readonly unknown[],
    options?: { readonly prepare?: boolean },
  ): Statement<T>;
  /** A value for a json or jsonb column. */
  json(value: unknown): Json;
}

/** A transaction, as long as the work it was handed to goes on. */
export type Transaction = Queryable;

/** One connection, to be released whatever happened on it. */
export interface Reserved extends Queryable {
  /** Whether nobody has used this connection before. */
  readonly fresh: boolean;
  release(): void;
}

export interface Sql extends Queryable {
  /** Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. */
  begin<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** The same with a mode: `isolation level repeatable read read only`. */
  begin<T>(mode: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  reserve(): Promise<Reserved>;
  /** Connections that are open and of these idle, and statements that wait for one. */
  load(): { readonly open: number; readonly idle: number; readonly waiting: number };
  /** Waits for what is under way, at most `timeout` seconds (for ever without), then closes every connection. */
  end(options?: { readonly timeout?: number }): Promise<void>;
}

export interface PoolOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** The most connections this pool opens. */
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** First schema of the search path; `public` when absent. */
  readonly schema?: string;
  /** Milliseconds after which the server gives up a statement; 0 for never. Default 60 s. */
  readonly statementTimeout?: number;
  /** Milliseconds after which the server ends a transaction in which nothing happens. Default 15 s. */
  readonly idleInTransactionTimeout?: number;
  /** More settings of the session, by PostgreSQL's names. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * For pools that only look rows up by key, sets of them at a time: every plan is a loop over an index. Left to itself
 * the planner keeps what it chose while the tables were empty, and reads them whole when they have grown (ADR 1).
 */
export const KEYED_PLANS = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;

/** Opens a pool. Nothing is connected before the first statement. */
export function openPool(options: PoolOptions): Sql {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 0,
    keepAlive: true,
    pipeline: true,
    types: columnReaders,
    application_name: options.applicationName,
    options: Object.entries({ TimeZone: 'UTC', search_path: options.schema ?? 'public', ...options.settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    statement_timeout: options.statementTimeout ?? 60_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 15_000,
  } as pg.PoolConfig);
  const clients = new Set<pg.PoolClient>();
  const connections: Connections = {
    pool,
    waiting: new Set(),
    names: new Map(),
    born: new WeakMap(),
    used: new WeakSet(),
    generation: 0,
  };
  pool.on('connect', (client) => {
    clients.add(client);
    connections.born.set(client, connections.generation);
    // The statement under way is told; without a listener the loss of a quiet connection would end the process.
    client.on('error', () => undefined);
  });
  pool.on('remove', (client) => clients.delete(client as pg.PoolClient));
  pool.on('error', () => undefined);
  const take = (): Promise<Connection> => takeConnection(connections);
  const sql = queryable((prepared, arrays) => sendAlone(take, prepared, arrays));
  let ended: Promise<void> | null = null;
  return Object.assign(sql, {
    begin: <T>(mode: string | Work<T>, work?: Work<T>) => begin(take, mode, work),
    reserve: async () => {
      const connection = await take();
      return Object.assign(queryable(connection.send), { release: connection.giveBack, fresh: connection.fresh });
    },
    load: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: (how: { readonly timeout?: number } = {}) => {
      ended ??= endPool(pool, clients, how.timeout).finally(() => {
        for (const reject of connections.waiting) reject(new ConnectionLost('the pool was closed'));
      });
      return ended;
    },
  });
}

/** Waits for statements under way, at most `seconds`, then closes every connection. Safe to call twice. */
export async function closePool(sql: Sql, seconds = 5): Promise<void> {
  await sql.end({ timeout: seconds });
}

type Work<T> = (tx: Transaction) => Promise<T>;

/** A stale plan has executed nothing, and the next connection has none; other migrations may follow the first. */
const STALE_TRIES = 4;

/** A statement on its own, over any connection. */
async function sendAlone(take: () => Promise<Connection>, prepared: Prepared, arrays: boolean): ReturnType<Sender> {
  for (let attempt = 1; ; attempt += 1) {
    const connection = await take();
    try {
      return await connection.send(prepared, arrays);
    } catch (error) {
      if (!isPlanStale(error) || attempt === STALE_TRIES) throw error;
    } finally {
      connection.giveBack();
    }
  }
}

function queryable(send: Sender): Queryable {
  const tag = (first: TemplateStringsArray | string, ...values: readonly Value[]): unknown =>
    typeof first === 'string' ? new Name(first) : new Statement(first, values, send);
  return Object.assign(tag as Queryable, {
    unsafe: <T extends readonly object[]>(text: string, parameters: readonly unknown[] = []): Statement<T> =>
      new Statement([text], [], (_empty, arrays) => send({ text, parameters }, arrays)),
    json: (value: unknown) => new Json(value),
  });
}

async function begin<T>(take: () => Promise<Connection>, mode: string | Work<T>, given?: Work<T>): Promise<T> {
  const work = typeof mode === 'string' ? given : mode;
  if (!work) throw new TypeError('a transaction needs work to do');
  const connection = await take();
  try {
    await connection.send({ text: typeof mode === 'string' ? `begin ${mode}` : 'begin', parameters: [] }, false);
    const result = await work(queryable(connection.send));
    const { command } = (await connection.send({ text: 'commit', parameters: [] }, false)) as unknown as {
      command: string;
    };
    // The server answers a commit of a transaction in which something failed with a rollback, and no error.
    if (command === 'ROLLBACK') throw new Error('a statement failed unnoticed, and its transaction was rolled back');
    return result;
  } catch (error) {
    await connection.send({ text: 'rollback', parameters: [] }, false).catch(() => undefined);
    throw error;
  } finally {
    connection.giveBack();
  }
}

async function endPool(pool: pg.Pool, clients: ReadonlySet<pg.PoolClient>, timeout?: number): Promise<void> {
  const closed = pool.end();
  if (timeout === undefined) return closed;
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, timeout * 1000);
  await Promise.race([closed, late.promise]);
  clearTimeout(timer);
  // Who still holds a connection is told by its loss.
  for (const client of clients) (client as unknown as Wired).connection.stream.destroy();
}
