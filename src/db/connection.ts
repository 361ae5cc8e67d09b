/**
 * A connection in somebody's hands: statements are sent over it until it is given back, and whoever gets it next finds
 * nothing of them. A connection that was lost, was left in a transaction, or was opened before a migration made its
 * prepared statements stale is closed instead of given to anybody.
 */
import type { Socket } from 'node:net';
import pg from 'pg';
import { ConnectionLost, isConnectionLost, isPlanStale } from './breach.ts';
import type { Prepared, Sender } from './statement.ts';

/** A connection in somebody's hands. */
export interface Connection {
  /** Whether nobody has used it before. */
  readonly fresh: boolean;
  readonly send: Sender;
  readonly giveBack: () => void;
}

/** What all connections of a pool share. */
export interface Connections {
  readonly pool: pg.Pool;
  /** A pool that is ended forgets who waits for a connection; this does not. */
  readonly waiting: Set<(error: unknown) => void>;
  /** Names of prepared statements, by their texts. */
  readonly names: Map<string, string>;
  /** The generation in which a connection was opened. */
  readonly born: WeakMap<pg.PoolClient, number>;
  readonly used: WeakSet<pg.PoolClient>;
  /** Goes up when a migration made prepared statements stale: connections of earlier ones are not used again. */
  generation: number;
}

function connect({ pool, waiting }: Connections): Promise<pg.PoolClient> {
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    pool
      .connect()
      .then(resolve, (error: unknown) => reject(told(error)))
      .finally(() => waiting.delete(reject));
  });
}

async function connectFresh(connections: Connections): Promise<pg.PoolClient> {
  for (;;) {
    const client = await connect(connections);
    if (connections.born.get(client) === connections.generation) return client;
    client.release(true);
  }
}

/** Takes a connection from the pool, to be given back whatever happened on it. */
export async function takeConnection(connections: Connections): Promise<Connection> {
  const client = await connectFresh(connections);
  const fresh = !connections.used.has(client);
  connections.used.add(client);
  let returned = false;
  let lost = false;
  const isIdle = (): boolean => (client as unknown as Status).getTransactionStatus() === 'I';
  const isOfToday = (): boolean => connections.born.get(client) === connections.generation;
  // What is sent in one turn leaves in one write: each of its own would wake the server once.
  const { stream } = (client as unknown as Wired).connection;
  let held = false;
  const holdTogether = (): void => {
    if (held) return;
    held = true;
    stream.cork();
    process.nextTick(() => {
      held = false;
      stream.uncork();
    });
  };
  const send: Sender = async (prepared, arrays) => {
    if (returned) throw new Error('a connection was used after it was given back');
    holdTogether();
    try {
      return rowsOf(await client.query(queryOf(prepared, arrays, connections.names)));
    } catch (error) {
      const meant = told(error);
      lost ||= isConnectionLost(meant);
      if (isPlanStale(meant) && isOfToday()) connections.generation += 1;
      throw meant;
    }
  };
  const giveBack = (): void => {
    if (returned) return;
    returned = true;
    // Whatever was left in a transaction must not be found by the next one.
    client.release(lost || !isIdle() || !isOfToday());
  };
  return { fresh, send, giveBack };
}

/** What the driver has and its types do not tell. */
interface Status {
  getTransactionStatus(): 'I' | 'T' | 'E' | null;
}
export interface Wired {
  readonly connection: { readonly stream: Socket };
}
/** Stores have some hundred texts; one that makes ever new ones must not fill the server's memory. */
const PREPARED_LIMIT = 2_000;

function queryOf({ text, parameters }: Prepared, arrays: boolean, names: Map<string, string>): pg.QueryConfig {
  const config = { text, values: [...parameters], ...(arrays ? { rowMode: 'array' as const } : {}) };
  if (parameters.length === 0 || (names.size >= PREPARED_LIMIT && !names.has(text))) return config;
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { ...config, name };
}

function rowsOf(result: pg.QueryResult | readonly pg.QueryResult[]): readonly unknown[] & { readonly count: number } {
  const last = (Array.isArray(result) ? result.at(-1) : result) as pg.QueryResult;
  // Hidden, so that rows compare as rows.
  Object.defineProperties(last.rows, { count: { value: last.rowCount ?? 0 }, command: { value: last.command } });
  return last.rows as unknown as readonly unknown[] & { readonly count: number };
}

/** The driver tells the loss of a connection in words only; for us it has a code. */
function told(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof pg.DatabaseError || 'code' in error) return error;
  return /connect|terminated|not queryable|timeout|after calling end/i.test(error.message)
    ? new ConnectionLost(error.message)
    : error;
}
