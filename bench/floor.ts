/**
 * The second floor: an endpoint that verifies, signs, and writes the rows of a tender without deciding anything. What
 * came while the last batch was under way is the next batch; each is one statement of the executor's form, one array
 * per column, into tables of the same shape in a schema of its own. What a tender costs above this is the price of
 * reading the order, of the lane, and of deciding.
 */
import { arrayLiteral } from '../src/db/arrays.ts';
import type { Sql } from '../src/db/pool.ts';
import type { Stage } from './stage.ts';

/** A row as text, by column. */
type Row = Readonly<Record<string, string | null>>;
type Rows = Readonly<Record<(typeof TABLES)[number], readonly Row[]>>;

/** The tables that a tender writes, beside its lane's row: new rows in the first four, changed ones in the rest. */
const TABLES = ['orders', 'holds', 'entries', 'postings', 'accounts', 'authorizations', 'projects'] as const;
const CHANGED = new Map<string, string>([
  ['accounts', 'account_id'],
  ['authorizations', 'authorization_no'],
  ['projects', 'project_no'],
]);
/** A tender writes two rows of these. */
const PAIRED: readonly string[] = ['postings', 'accounts'];

const REQUEST_NO = 'floor';
const PLATFORM = 1;
/** As the lane's (ADR 1). */
const BATCH = 256;
/** Above every number that a tender is given. */
const FIRST_NO = 8_000_000_000_000;

/** Makes the tables, and one tender whose rows are the pattern. Throws when a tender writes other tables than these. */
export async function prepareFloor(stage: Stage): Promise<void> {
  const { sql } = stage;
  const [platform] = stage.platforms;
  if (platform?.platformId !== PLATFORM) throw new Error('the floor wants the first platform');
  await stage.execute(platform, REQUEST_NO, {
    verb: 'AUTO_HOLD',
    userNo: 'inv0',
    kind: 'TENDER',
    amount: 1n,
    redPacket: 0n,
    projectNo: 'p0',
  });
  const written = await writtenWith(sql, REQUEST_NO);
  const known = [...TABLES, 'lanes'].sort().join(', ');
  if (written !== known) throw new Error(`a tender writes ${written}; the floor of bench/floor.ts writes ${known}`);
  await sql.unsafe('create schema floor');
  for (const table of [...TABLES, 'lanes'])
    await sql.unsafe(`create table floor.${table} (like public.${table} including all)`);
  for (const table of ['lanes', ...CHANGED.keys()])
    await sql.unsafe(`insert into floor.${table} select * from public.${table} where platform_id = ${PLATFORM}`);
  await sql.unsafe('analyze floor.accounts, floor.authorizations, floor.projects');
}

/** The tables with rows of the transaction that wrote an order. */
async function writtenWith(sql: Sql, requestNo: string): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`;
  const written: string[] = [];
  for (const { name } of tables) {
    const found = await sql.unsafe(
      `select 1 from public.${name} where xmin = (select xmin from public.orders where request_no = $1) limit 1`,
      [requestNo],
    );
    if (found.length > 0) written.push(name);
  }
  return written.sort().join(', ');
}

/** Opens the floor in the server: what it answers writes one tender's rows, and resolves when they are committed. */
export async function openFloor(sql: Sql): Promise<() => Promise<void>> {
  const columns = await columnsOf(sql);
  const pattern = await patternOf(sql, columns);
  const [many, lone] = [statementOf(columns, false), statementOf(columns, true)];
  const waiting: PromiseWithResolvers<void>[] = [];
  let serial = 0;
  let running = false;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      const rows = batch.map(() => rowsOf(pattern, serial++));
      try {
        await sql.unsafe(rows.length === 1 ? lone : many, [PLATFORM, ...parametersOf(columns, rows)]);
        for (const each of batch) each.resolve();
      } catch (error) {
        for (const each of batch) each.reject(error);
      }
    }
    running = false;
  };
  return () => {
    const one = Promise.withResolvers<void>();
    waiting.push(one);
    if (!running) {
      running = true;
      void drain();
    }
    return one.promise;
  };
}

interface Column {
  readonly name: string;
  readonly type: string;
}
type Columns = Readonly<Record<string, readonly Column[]>>;

/** The columns that the lane writes: all but the platform's and those that the database fills by itself. */
async function columnsOf(sql: Sql): Promise<Columns> {
  const columns: Record<string, Column[]> = {};
  for (const table of TABLES) {
    columns[table] = await sql<Column[]>`
      select attname as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = ${`floor.${table}`}::text::regclass and attnum > 0 and not atthasdef and not attisdropped
        and attname <> 'platform_id' order by attnum`;
  }
  return columns;
}

/** The rows of the pattern's order, and all rows that may be changed. */
async function patternOf(sql: Sql, columns: Columns): Promise<Rows> {
  const only: Record<string, string> = {
    orders: `request_no = '${REQUEST_NO}'`,
    holds: `hold_no = '${REQUEST_NO}'`,
    entries: `order_no = (select order_no from public.orders where request_no = '${REQUEST_NO}')`,
    postings: `entry_no = (select e.entry_no from public.entries e join public.orders o using (platform_id, order_no)
      where o.request_no = '${REQUEST_NO}')`,
    projects: `project_no = 'p0'`,
  };
  const rows = {} as Record<(typeof TABLES)[number], Row[]>;
  for (const table of TABLES) {
    const list = (columns[table] ?? []).map(({ name }) => `${name}::text`).join(', ');
    rows[table] = await sql.unsafe<Row[]>(
      `select ${list} from public.${table} where platform_id = $1 and ${only[table] ?? 'true'}`,
      [PLATFORM],
    );
  }
  return rows;
}

/** One tender's rows: numbers of its own, and the accounts and the authorisation of another member each time. */
function rowsOf(pattern: Rows, serial: number): Rows {
  const no = String(FIRST_NO + serial);
  const turn = <T>(rows: readonly T[], at: number): T => rows[(at * 7919) % rows.length] as T;
  const pair = [turn(pattern.accounts, 2 * serial), turn(pattern.accounts, 2 * serial + 1)];
  return {
    orders: pattern.orders.map((row) => ({ ...row, request_no: `f${no}`, order_no: no })),
    holds: pattern.holds.map((row) => ({ ...row, hold_no: `f${no}` })),
    entries: pattern.entries.map((row) => ({ ...row, entry_no: no, order_no: no })),
    postings: pattern.postings.map((row, i) => ({
      ...row,
      entry_no: no,
      account_id: pair[i]?.account_id ?? null,
      version: no,
    })),
    accounts: pair,
    authorizations: [turn(pattern.authorizations, serial)],
    projects: pattern.projects,
  };
}

/** As the executor writes it: a single row is taken straight out of its arrays. */
function statementOf(columns: Columns, lone: boolean): string {
  let next = 2;
  const parts = TABLES.map((table) => {
    const own = columns[table] ?? [];
    const names = own.map(({ name }) => name).join(', ');
    const arrays = own.map(({ type }) => `$${next++}::${type}[]`);
    const key = CHANGED.get(table);
    const set = own.filter(({ name }) => name !== key).map(({ name }) => `${name} = excluded.${name}`);
    const upsert = key ? ` on conflict (platform_id, ${key}) do update set ${set.join(', ')}` : '';
    const rows =
      lone && !PAIRED.includes(table)
        ? `${arrays.map((array) => `(${array})[1]`).join(', ')} from lane`
        : `u.* from lane, unnest(${arrays.join(', ')}) as u`;
    return `w_${table} as (insert into floor.${table} (platform_id, ${names}) select $1, ${rows}${upsert})`;
  });
  return `with lane as (update floor.lanes set last_at = now(), version = version + 1 where platform_id = $1
      returning version), ${parts.join(',\n')} select version from lane`;
}

function parametersOf(columns: Columns, batch: readonly Rows[]): readonly string[] {
  return TABLES.flatMap((table) => {
    const rows = batch.flatMap((each) => each[table]);
    const key = CHANGED.get(table);
    const once = key ? [...new Map(rows.map((row) => [row[key], row])).values()] : rows;
    return (columns[table] ?? []).map(({ name }) => arrayLiteral(once.map((row) => row[name])));
  });
}
