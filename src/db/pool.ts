/**
 * The one way to reach PostgreSQL. Every pool of the house is made here, so that all of them agree: `bigint` columns are
 * read as BigInt (money never becomes a float), times are UTC, notices are silent, a transaction that is left open is
 * ended by the server, and commits are durable (`synchronous_commit` stays on). A connection that was lost comes back by
 * itself with the next query; the query it carried fails, and `breach.ts` tells what that means.
 * The driver cannot read arrays that hold NULL: select rows (`unnest`), not arrays.
 */
import postgres from 'postgres';

/** A pool, or what looks like one. `bigint` columns arrive as BigInt, `numeric` (also sum of bigint) as text. */
export type Sql = postgres.Sql<{ bigint: bigint }>;
/** One transaction of a pool, as `sql.begin` hands it out. */
export type Transaction = postgres.TransactionSql<{ bigint: bigint }>;
/** What a store needs: it can be given the pool or a transaction. */
export type Queryable = postgres.ISql<{ bigint: bigint }>;

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
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * For pools that only look rows up by key, sets of them at a time: every plan is a loop over an index. Left to itself the
 * planner keeps what it chose while the tables were empty, and reads them whole when they have grown (ADR 1).
 */
export const KEYED_PLANS = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;

/** Opens a pool. Nothing is connected before the first query. */
export function openPool(options: PoolOptions): Sql {
  return postgres(options.url, {
    max: options.max,
    connect_timeout: 10,
    // The default waits up to 20 s after a restart of the server; half a second is polite enough.
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 0.5),
    max_lifetime: null,
    onnotice: () => undefined,
    types: { bigint: postgres.BigInt },
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      search_path: options.schema ?? 'public',
      statement_timeout: options.statementTimeout ?? 60_000,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 15_000,
      ...options.settings,
    },
  });
}

/** Waits for queries under way, at most `seconds`, then closes every connection. Safe to call twice. */
export async function closePool(sql: Sql, seconds = 5): Promise<void> {
  await sql.end({ timeout: seconds });
}
