/**
 * Seals anew what stands under another key than the present one, what was sealed before seals named their row, and
 * password hashes that stood in the clear. Runs in the background, a page of rows at a time, beside the lanes: a row is
 * written only if its value is still the one that was read, so what a lane wrote meanwhile, in the new form, stays.
 * Begun again after a crash it finds what is left.
 * Promise: until it is done both forms open, and from then on only the new one, in this process and every later one.
 */
import type { Sql } from '../db/pool.ts';
import { snake } from '../executor/statements.ts';
import type { Row, Table } from '../executor/table.ts';
import { createKeychain, type Keychain } from '../kernel/keychain.ts';
import { placed, SealBroken, type Sealer, sealHeader } from '../kernel/seal.ts';
import type { Failed, Sweep } from '../kernel/sweep.ts';
import type { Instant } from '../kernel/time.ts';
import { CORE_TABLES } from './tables.ts';

/** The one column that was not sealed. */
const ONCE_CLEAR = 'credentials.password_hash';
/** Rows whose values are held at once. */
const PAGE = 100;
/** Rows looked at in one statement. */
const STRETCH = 1_000;
const AT_ONCE = 8;

/** A table with sealed values, in names of the database. */
export interface SealedTable {
  readonly table: string;
  /** What a page goes by: the primary key after the platform. */
  readonly key: readonly string[];
  /** What a value is sealed for, after the platform. */
  readonly whose: readonly string[];
  readonly sealed: readonly string[];
  /** False: its rows are of no platform, or are the platforms. */
  readonly ofPlatform: boolean;
  /** Rows whose values are held at once, where they are too large for the usual page. */
  readonly page?: number;
}

export const SEALED_TABLES: readonly SealedTable[] = [
  ...(CORE_TABLES as unknown as readonly Table<Row>[])
    .map(({ name, key, owned, columns, types }) => ({
      table: name,
      key: key.map(snake),
      whose: [...key, ...owned].map(snake),
      sealed: columns.filter((column) => ['sealed', 'packed'].includes(types[column])).map(snake),
      ofPlatform: true,
    }))
    .filter(({ sealed }) => sealed.length > 0),
  {
    ...{ table: 'platforms', sealed: ['settlement_account'], ofPlatform: false },
    ...{ key: ['platform_id'], whose: ['platform_id'] },
  },
  {
    ...{ table: 'stray_reports', sealed: ['words'], ofPlatform: false },
    ...{ key: ['channel', 'digest'], whose: ['channel', 'digest'] },
  },
  {
    ...{ table: 'paper_contents', sealed: ['content'], ofPlatform: true, page: 2 },
    ...{ key: ['content_id'], whose: ['content_id'] },
  },
  // Of the audit trail, which nobody in the core reads: one walk for whatever is sealed.
  { table: 'audit_entries', key: ['id'], whose: ['id'], sealed: ['details'], ofPlatform: false },
];

/** The key's two sides: what seals and opens, and the work that makes an end of the old form. */
export interface Sealing {
  readonly sealer: Keychain;
  readonly sweep: Sweep;
}

/** What is known outside the database, which cannot be taken away there. */
export interface Memory {
  /** The proof that was given to `remember` once; null for none. */
  readonly remembered: string | null;
  remember(proof: string): Promise<void>;
}

/**
 * A sealer that opens the old form for as long as this installation has not been sealed anew; what the database says
 * of that, or what is remembered. It begins with the key that it is given, and may learn others.
 */
export async function openSealing(sql: Sql, key: Buffer, memory: Memory): Promise<Sealing> {
  const work = new Ending(sql, key, memory);
  await work.begin();
  const sweep: Sweep = {
    name: 'resealing',
    nextDue: async () => (work.done ? null : 0),
    run: (now, failed) => work.round(now, failed),
  };
  return { sealer: work.sealer, sweep };
}

/** The end of the old form. */
class Ending {
  done = false;
  readonly sealer: Keychain;
  private readonly sql: Sql;
  private readonly memory: Memory;
  private readonly proof: string;
  private pass: AsyncGenerator<number> | null = null;

  constructor(sql: Sql, key: Buffer, memory: Memory) {
    this.sql = sql;
    this.memory = memory;
    this.sealer = createKeychain(key, (column, clear) => !this.done && (!clear || column === ONCE_CLEAR));
    this.proof = this.sealer.fingerprint('every sealed value names its row');
  }

  async begin(): Promise<void> {
    const [row] = await this.sql`select proof from resealed`;
    this.done = this.memory.remembered === this.proof || row?.proof === this.proof;
    if (this.done && this.memory.remembered !== this.proof) await this.memory.remember(this.proof);
  }

  /** The next page; the end when there is nothing more. A stretch that holds nothing old counts as one row. */
  async round(now: Instant, failed: Failed): Promise<number> {
    if (this.done) return 0;
    this.pass ??= resealedPages(this.sql, this.sealer, SEALED_TABLES, failed);
    const next = await this.pass.next().catch((error: unknown) => {
      this.pass = null;
      throw error;
    });
    if (!next.done) return Math.max(next.value, 1);
    await this.sql`
      insert into resealed (installation, proof, done_at) values (true, ${this.proof}, ${new Date(now)})
      on conflict (installation) do update set proof = excluded.proof, done_at = excluded.done_at`;
    await this.memory.remember(this.proof);
    this.done = true;
    return 0;
  }
}

/**
 * Goes once through everything that the core keeps sealed, and through tables of others besides, and seals anew what is
 * of before, telling after each page how many rows it held, and 0 after a stretch without any. What does not open keeps
 * nothing else from it; then it fails.
 */
export async function* resealAll(
  sql: Sql,
  sealer: Sealer,
  besides: readonly SealedTable[] = [],
): AsyncGenerator<number> {
  let broken = 0;
  const failed: Failed = () => {
    broken += 1;
  };
  yield* resealedPages(sql, sealer, [...SEALED_TABLES, ...besides], failed);
  if (broken > 0) throw new SealBroken(`sealed values do not open, and were not sealed anew: ${broken}`);
}

type Cell = string | number | bigint | Buffer | null;
type Values = Readonly<Record<string, Cell>>;

/** A table, of one platform where it has platforms, and who is told what does not open there. */
interface Place {
  readonly table: SealedTable;
  readonly platformId: number | null;
  readonly failed: Failed;
}

/** The pages of all places; what does not open is told to `failed`. */
async function* resealedPages(
  sql: Sql,
  sealer: Sealer,
  tables: readonly SealedTable[],
  failed: Failed,
): AsyncGenerator<number> {
  for (const place of await placesIn(sql, tables, failed)) {
    let after: Values | null = null;
    do {
      const rows: readonly Values[] = await look(sql, sealer, place, after);
      const stale = rows.filter((row) => row.stale);
      const page = place.table.page ?? PAGE;
      for (let i = 0; i < stale.length; i += page) yield await resealPage(sql, sealer, place, stale.slice(i, i + page));
      after = rows.length === STRETCH ? (rows.at(-1) ?? null) : null;
      if (after && stale.length === 0) yield 0;
    } while (after);
  }
}

async function placesIn(sql: Sql, tables: readonly SealedTable[], failed: Failed): Promise<readonly Place[]> {
  const platforms = await sql`select platform_id from platforms order by platform_id`;
  const ids = platforms.map((row) => row.platform_id as number);
  return tables.flatMap((table) =>
    (table.ofPlatform ? ids : [null]).map((platformId) => ({ table, platformId, failed })),
  );
}

/** Values of a statement, each given once and named by its number. */
class Parameters {
  readonly list: (number | string)[] = [];
  readonly add = (value: Cell | undefined): string => `$${this.list.push(asParameter(value ?? null))}`;
}

/** The keys of the next rows, and whether something of each is stale. */
async function look(sql: Sql, sealer: Sealer, { table, platformId }: Place, after: Values | null) {
  const { key } = table;
  const { list, add } = new Parameters();
  const conditions = [
    ...(platformId === null ? [] : [`platform_id = ${add(platformId)}`]),
    ...(after ? [`(${key.join(', ')}) > (${key.map((column) => add(after[column])).join(', ')})`] : []),
  ];
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const text = `select ${key.join(', ')}, ${isStale(table, sealer)} as stale from ${table.table} ${where}
    order by ${key.join(', ')} limit ${STRETCH}`;
  return (await sql.unsafe(text, list)) as unknown as readonly Values[];
}

/** Whether something of a row does not begin as what is sealed now does. */
function isStale({ sealed }: SealedTable, sealer: Sealer): string {
  const header = `'\\x${sealHeader(sealer).toString('hex')}'::bytea`;
  return `(${sealed.map((column) => `coalesce(substring(${column} from 1 for 5) <> ${header}, false)`).join(' or ')})`;
}

/** Reads the stale rows between two keys, both included, and seals them anew. */
async function resealPage(sql: Sql, sealer: Sealer, place: Place, page: readonly Values[]): Promise<number> {
  const { table, platformId } = place;
  const { list, add } = new Parameters();
  const bound = (row: Values | undefined) => `(${table.key.map((column) => add(row?.[column])).join(', ')})`;
  const key = `(${table.key.join(', ')})`;
  const conditions = [
    ...(platformId === null ? [] : [`platform_id = ${add(platformId)}`]),
    ...[`${key} >= ${bound(page[0])}`, `${key} <= ${bound(page.at(-1))}`, isStale(table, sealer)],
  ];
  const columns = [...new Set([...table.whose, ...table.key, ...table.sealed])].join(', ');
  const text = `select ${columns} from ${table.table} where ${conditions.join(' and ')}`;
  const rows = (await sql.unsafe(text, list)) as unknown as readonly Values[];
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => resealRow(sql, sealer, place, row)));
  }
  return page.length;
}

/** Writes it only where it is still as it was read. */
async function resealRow(sql: Sql, sealer: Sealer, place: Place, row: Values): Promise<void> {
  const { table, platformId, failed } = place;
  const { list, add } = new Parameters();
  const set: string[] = [];
  const same: string[] = [];
  const whose = table.whose.map((each) => row[each] as string | bigint);
  const header = sealHeader(sealer);
  for (const column of table.sealed) {
    const value = row[column] as Buffer | null;
    if (value === null || value.subarray(0, header.length).equals(header)) continue;
    const context = placed(`${table.table}.${column}`, ...(platformId === null ? [] : [platformId]), ...whose);
    try {
      set.push(`${column} = ${add(sealer.seal(sealer.open(value, context), context))}`);
      same.push(`${column} = ${add(value)}`);
    } catch (error) {
      // It opened before no more than it will afterwards: `ledger verify` tells of it.
      if (!(error instanceof SealBroken)) throw error;
      failed(error, platformId ?? 0);
    }
  }
  if (set.length === 0) return;
  if (platformId !== null) same.push(`platform_id = ${add(platformId)}`);
  for (const column of table.key) same.push(`${column} = ${add(row[column])}`);
  await sql.unsafe(`update ${table.table} set ${set.join(', ')} where ${same.join(' and ')}`, list);
}

function asParameter(value: Cell): number | string {
  if (value instanceof Uint8Array) return `\\x${value.toString('hex')}`;
  return typeof value === 'number' ? value : String(value);
}
