/**
 * `ledger verify`: recomputes every balance and invariant from the postings, with nothing taken on trust, and
 * compares. It promises to read each platform in one snapshot (REPEATABLE READ) beside a running system, to change
 * nothing there, to name the first place where a check fails, and to need no more memory for a larger ledger: what is
 * large is joined and summed up in the database or read page by page. No transaction touches two platforms, so no
 * check needs to look at two. Rooms above bring the checks that tie their rows to the ledger.
 */
import type { Sql, Transaction } from '../db/pool.ts';
import { isConnectionLost, isDatabaseError } from '../db/breach.ts';
import type { Fen } from '../kernel/money.ts';

/**
 * Up to where a platform was verified before: its entries, and the numbers that its lane had given out (orders,
 * receipts and all else that is numbered).
 */
export interface Mark {
  readonly entryNo: bigint;
  readonly no: bigint;
}

/** The beginning: everything is looked at. */
const BEGINNING: Mark = { entryNo: 0n, no: 0n };

function isPart({ entryNo, no }: Mark): boolean {
  return entryNo > 0n || no > 0n;
}

/** How rows of a table are told to be new since a mark: a condition in SQL. */
export type NewSince = (mark: Mark) => string;

export const BY_ENTRY: NewSince = ({ entryNo }) => `entry_no > ${entryNo}`;

/**
 * What a check looks at when only what came since a mark is verified. 'standing': the same as ever, it is about what
 * stands now. 'leftOut': it sums up the whole past. Else by what the rows of each table are told to be new; tables that
 * are not named are looked at whole. `past_` before a table's name always means the whole of it.
 */
export type Since = 'standing' | 'leftOut' | Readonly<Record<string, NewSince>>;

/**
 * A check: what must hold, and the statement that finds where it does not. It sees the rows of one platform only, so
 * it need not name it. Columns: place, expected, found. `mark` is a table of one row: entry_no and no.
 */
export interface StatementCheck {
  readonly name: string;
  readonly since: Since;
  readonly sql: string;
}

/** Where something is not as it should be. */
export interface Finding {
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** A check of what only the program can read (sealed values): its first finding since a mark, or null. */
export interface ReadingCheck {
  readonly name: string;
  find(snapshot: Transaction, platformId: number, mark: Mark): Promise<Finding | null>;
}

export type Check = StatementCheck | ReadingCheck;

/**
 * A figure that is told beside the checks and is no difference. The statement answers one row of the columns count and
 * amount (fen), over all platforms and what is of none.
 */
export interface Figure {
  readonly name: string;
  readonly sql: string;
}

export interface Difference extends Finding {
  readonly check: string;
  readonly platformId: number;
}

export interface Verification {
  readonly checks: number;
  readonly platforms: number;
  /** Checks that sum up the whole past and were left out, because only what came since a mark was looked at. */
  readonly leftOut: number;
  /** The first difference of each check that failed, of each platform. */
  readonly differences: readonly Difference[];
  /** By the names of the figures asked for. */
  readonly figures: Readonly<Record<string, { readonly count: bigint; readonly amount: Fen }>>;
}

export interface VerifyOptions {
  readonly checks: readonly Check[];
  readonly figures: readonly Figure[];
  /** Every table that the checks name. */
  readonly tables: readonly string[];
  /** 'last': since each platform was found right last; null: everything. */
  readonly since: 'last' | null;
}

/** Checks everything, and tells figures, platform by platform, each in one snapshot; remembers which were right. */
export async function verifyChecks(sql: Sql, options: VerifyOptions): Promise<Verification> {
  const differences: Difference[] = [];
  let leftOut = 0;
  const platforms = await platformsOf(sql, options.tables);
  for (const platformId of platforms) {
    const seen = await sql.begin('isolation level repeatable read read only', async (snapshot) => {
      await snapshot.unsafe(PATIENCE);
      const from = options.since === 'last' ? await lastMark(snapshot, platformId) : BEGINNING;
      const to = await standing(snapshot, platformId);
      const found = await Array.fromAsync(findDifferences(snapshot, platformId, options, from));
      return { found, to, partly: isPart(from) };
    });
    differences.push(...seen.found);
    if (seen.partly) leftOut = options.checks.filter((check) => 'since' in check && check.since === 'leftOut').length;
    if (seen.found.length === 0 && seen.to) await keepMark(sql, platformId, seen.to);
  }
  const figures = await tell(sql, options.figures);
  return { checks: options.checks.length, platforms: platforms.length, leftOut, differences, figures };
}

/** A check of a long past may take long, and sorts more than an order does. */
const PATIENCE = `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  set local work_mem = '64MB'`;

/** The first difference of each check that fails for a platform, as it is found, in a snapshot of the caller's. */
export async function* findDifferences(
  snapshot: Transaction,
  platformId: number,
  { checks, tables }: Pick<VerifyOptions, 'checks' | 'tables'>,
  from: Mark = BEGINNING,
): AsyncGenerator<Difference> {
  for (const check of checks) {
    if ('since' in check && check.since === 'leftOut' && isPart(from)) continue;
    const find = (): Promise<Finding | null> =>
      'sql' in check ? first(snapshot, platformId, tables, check, from) : check.find(snapshot, platformId, from);
    const found = await orFailing(snapshot, find);
    if (found) yield { check: check.name, platformId, ...found };
  }
}

/** Somebody at the database ended the statement, and does not want the next one either. */
const CANCELLED = '57014';

/**
 * A value on which a check itself fails (a text that is no JSON, no number, a command that no verb knows) is a finding
 * of that check, and the checks after it go on. Only a lost connection, or a cancelled statement, ends them all.
 */
async function orFailing(snapshot: Transaction, find: () => Promise<Finding | null>): Promise<Finding | null> {
  await snapshot.unsafe('savepoint looking');
  try {
    const found = await find();
    await snapshot.unsafe('release savepoint looking');
    return found;
  } catch (error) {
    if (isConnectionLost(error) || (isDatabaseError(error) && error.code === CANCELLED)) throw error;
    await snapshot.unsafe('rollback to savepoint looking');
    return { place: 'unknown, the check failed', expected: 'values that can be read', found: String(error) };
  }
}

async function first(
  snapshot: Transaction,
  platformId: number,
  tables: readonly string[],
  { sql, since }: StatementCheck,
  from: Mark,
): Promise<Finding | null> {
  const text = ofPlatform(sql, tables, typeof since === 'object' ? since : {}, from);
  const [row] = await snapshot.unsafe(`${text} order by place limit 1`, [platformId]);
  if (!row) return null;
  const { place, expected, found } = row as Record<string, unknown>;
  return { place: String(place), expected: String(expected), found: String(found) };
}

async function tell(sql: Sql, figures: readonly Figure[]): Promise<Verification['figures']> {
  const told: Record<string, { readonly count: bigint; readonly amount: Fen }> = {};
  for (const figure of figures) {
    const [row] = await sql.unsafe(figure.sql);
    told[figure.name] = { count: BigInt(row?.count), amount: BigInt(row?.amount) };
  }
  return told;
}

/**
 * A statement with every table it names in front of it as one platform's rows, new ones only where it says so. The
 * planner puts these in place, so that an index on the platform and a key is used as if they had been written out.
 * Nothing is prepared, so a column that a newer version adds meanwhile disturbs nobody.
 */
export function ofPlatform(
  sql: string,
  tables: readonly string[],
  since: Readonly<Record<string, NewSince>>,
  from: Mark,
): string {
  const onlyOf = (table: string): string => {
    const isNew = since[table];
    return isNew && isPart(from) ? ` where ${isNew(from)}` : '';
  };
  const words = sql + tables.map(onlyOf).join('');
  const named = tables.filter((table) => new RegExp(`\\b(?:past_)?${table}\\b`).test(words));
  const rows = [
    ...named.map(
      (table) => `past_${table} as not materialized (select * from (table ${table}) t where platform_id = $1)`,
    ),
    ...named.map((table) => `${table} as not materialized (select * from (table past_${table}) t${onlyOf(table)})`),
  ];
  const mark = `mark (entry_no, no) as (values (${from.entryNo}::bigint, ${from.no}::bigint))`;
  // Right books have no findings: a planner that hoped for an early one would take a road that never ends.
  return `with ${[mark, ...rows].join(',\n')}, found as materialized (${sql}) select * from (table found) found`;
}

/** Every platform that any row names, whether it is registered or not. */
async function platformsOf(sql: Sql, tables: readonly string[]): Promise<readonly number[]> {
  const named = tables.map((table) => `select platform_id from ${table} group by platform_id`);
  return await sql.begin('read only', async (tx) => {
    await tx.unsafe(PATIENCE);
    const rows = await tx.unsafe(`${named.join(' union ')} order by platform_id`);
    return rows.map((row) => Number(row.platform_id));
  });
}

/** How far the platform's lane has come; null where it has none. */
async function standing(snapshot: Transaction, platformId: number): Promise<Mark | null> {
  const [row] = await snapshot`select last_entry_no, last_no from lanes where platform_id = ${platformId}`;
  return row ? { entryNo: row.last_entry_no as bigint, no: row.last_no as bigint } : null;
}

async function lastMark(snapshot: Transaction, platformId: number): Promise<Mark> {
  const [row] = await snapshot`select entry_no, last_no from verified_marks where platform_id = ${platformId}`;
  return row ? { entryNo: row.entry_no as bigint, no: row.last_no as bigint } : BEGINNING;
}

async function keepMark(sql: Sql, platformId: number, { entryNo, no }: Mark): Promise<void> {
  await sql`
    insert into verified_marks (platform_id, entry_no, last_no, verified_at)
    values (${platformId}, ${entryNo}, ${no}, now())
    on conflict (platform_id) do update
      set entry_no = excluded.entry_no, last_no = excluded.last_no, verified_at = excluded.verified_at`;
}
