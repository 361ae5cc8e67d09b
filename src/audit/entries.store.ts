/** The entries of the audit trail in the database. They are added at the end, one writer at a time, and read. */
import { columns, type Queryable, type Row, type Transaction } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';
import { BEGINNING, type Entry, type Head, type Outcome, type Via } from './entry.ts';

const COLUMNS = columns(
  ...['id', 'at', 'via', 'who', 'command', 'platform_no', 'outcome', 'intent_id', 'details', 'digest'],
);

/** Whoever holds the entries for longer than this keeps a command from being done: milliseconds. */
const PATIENCE = 3_000;

/** Lets nobody else add entries until the transaction ends; they are read meanwhile. Rejects when others keep them. */
export async function lockEntries(tx: Transaction): Promise<void> {
  await tx.unsafe(`set local lock_timeout = ${PATIENCE}`);
  await tx`lock table audit_entries in share row exclusive mode`;
}

/** The end of the chain. */
export async function lastHead(sql: Queryable): Promise<Head> {
  const [row] = await sql`select id, digest from audit_entries order by id desc limit 1`;
  return row ? { id: row.id as bigint, digest: row.digest as string } : BEGINNING;
}

/** Whether the chain has this link. */
export async function hasHead(sql: Queryable, { id, digest }: Head): Promise<boolean> {
  const rows = await sql`select id from audit_entries where id = ${id} and digest = ${digest}`;
  return rows.length > 0;
}

export async function insertEntry(tx: Transaction, entry: Entry): Promise<void> {
  const { id, at, via, who, command, platformNo, outcome, intentId, sealed, digest } = entry;
  await tx`insert into audit_entries (${COLUMNS}) values (${id}, ${new Date(at)}, ${via}, ${who}, ${command},
    ${platformNo}, ${outcome}, ${intentId}, ${sealed}, ${digest})`;
}

/** The entries after one, in their order, at most `limit`. */
export async function entriesAfter(sql: Queryable, id: bigint, limit: number): Promise<readonly Entry[]> {
  const rows = await sql`select ${COLUMNS} from audit_entries where id > ${id} order by id limit ${limit}`;
  return rows.map(entryOf);
}

/** An entry; null when there is none. */
export async function findEntry(sql: Queryable, id: bigint): Promise<Entry | null> {
  const [row] = await sql`select ${COLUMNS} from audit_entries where id = ${id}`;
  return row ? entryOf(row) : null;
}

/** The result of an entry; null while there is none. */
export async function resultOf(sql: Queryable, id: bigint): Promise<Entry | null> {
  const [row] = await sql`select ${COLUMNS} from audit_entries where intent_id = ${id}`;
  return row ? entryOf(row) : null;
}

export interface EntryFilter {
  readonly platformNo: string | null;
  readonly command: string | null;
  readonly since: Instant | null;
  /** Only those before this one. */
  readonly before: bigint | null;
}

/** What was asked, with its outcome where there is one. */
export interface Line extends Pick<Entry, 'id' | 'at' | 'via' | 'who' | 'command' | 'platformNo' | 'outcome'> {
  readonly endedAt: Instant | null;
}

/** The latest lines, an intent and its result as one, at most `limit`. */
export async function listLines(sql: Queryable, filter: EntryFilter, limit: number): Promise<readonly Line[]> {
  const { platformNo, command, before } = filter;
  const since = filter.since === null ? null : new Date(filter.since);
  const rows = await sql`
    select e.id, e.at, e.via, e.who, e.command, e.platform_no, coalesce(r.outcome, e.outcome) as outcome,
      r.at as ended_at
    from audit_entries e left join audit_entries r on r.intent_id = e.id
    where e.intent_id is null
      and (${platformNo}::text is null or e.platform_no = ${platformNo})
      and (${command}::text is null or e.command = ${command})
      and (${since}::timestamptz is null or e.at >= ${since})
      and (${before}::bigint is null or e.id < ${before})
    order by e.id desc limit ${limit}`;
  return rows.map((row) => ({ ...factsOf(row), endedAt: (row.ended_at as Date | null)?.getTime() ?? null }));
}

function entryOf(row: Row): Entry {
  return {
    ...factsOf(row),
    intentId: row.intent_id as bigint | null,
    sealed: row.details as Buffer,
    digest: row.digest as string,
  };
}

function factsOf(row: Row): Omit<Line, 'endedAt'> {
  return {
    id: row.id as bigint,
    at: (row.at as Date).getTime(),
    via: row.via as Via,
    who: row.who as string,
    command: row.command as string,
    platformNo: row.platform_no as string | null,
    outcome: row.outcome as Outcome,
  };
}
