/**
 * Seals anew what was sealed before seals named their row, and password hashes that stood in the clear. Runs in the
 * background, a page of rows at a time, beside the lanes: a row is written only if its value is still the one that was
 * read, so what a lane wrote meanwhile, in the new form, stays. Begun again after a crash it finds what is left.
 * Promise: until it is done both forms open, and from then on only the new one, in this process and every later one.
 */
import type { Sql } from '../db/pool.ts';
import { snake } from '../executor/statements.ts';
import type { Row, Table } from '../executor/table.ts';
import { createSealer, placed, SEAL_VERSION, SealBroken, type Sealer } from '../kernel/seal.ts';
import type { Failed, Sweep } from '../kernel/sweep.ts';
import type { Instant } from '../kernel/time.ts';
import { CORE_TABLES } from './tables.ts';

/** The one column that was not sealed. */
const ONCE_CLEAR = 'credentials.password_hash';
const PAGE = 200;
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
];

/** The key's two sides: what seals and opens, and the work that makes an end of the old form. */
export interface Sealing {
  readonly sealer: Sealer;
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
 * of that, or what is remembered.
 */
export async function openSealing(sql: Sql, key: Buffer, memory: Memory): Promise<Sealing> {
  const work = new Resealing(sql, key, memory);
  await work.begin();
  const sweep: Sweep = {
    name: 'resealing',
    nextDue: async () => (work.done ? null : 0),
    run: (now, failed) => work.round(now, failed),
  };
  return { sealer: work.sealer, sweep };
}

type Cell = string | number | bigint | Buffer | null;
type Values = Readonly<Record<string, Cell>>;

/** Where the work stands: a table, of one platform where it has platforms, and the last key of the page before. */
interface Place {
  readonly table: SealedTable;
  readonly platformId: number | null;
  after: readonly Cell[] | null;
}

class Resealing {
  done = false;
  readonly sealer: Sealer;
  private readonly sql: Sql;
  private readonly memory: Memory;
  private readonly proof: string;
  private places: Place[] | null = null;

  constructor(sql: Sql, key: Buffer, memory: Memory) {
    this.sql = sql;
    this.memory = memory;
    this.sealer = createSealer(key, (column, clear) => !this.done && (!clear || column === ONCE_CLEAR));
    this.proof = this.sealer.fingerprint('every sealed value names its row');
  }

  async begin(): Promise<void> {
    const [row] = await this.sql`select proof from resealed`;
    this.done = this.memory.remembered === this.proof || row?.proof === this.proof;
    if (this.done && this.memory.remembered !== this.proof) await this.memory.remember(this.proof);
  }

  /** The next page that holds something old; the end when there is none any more. */
  async round(now: Instant, failed: Failed): Promise<number> {
    if (this.done) return 0;
    this.places ??= await this.begun();
    for (let place = this.places[0]; place; place = this.places[0]) {
      const rows = await this.page(place);
      if (rows.length > 0) {
        for (let i = 0; i < rows.length; i += AT_ONCE) {
          await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => this.reseal(place, row, failed)));
        }
        place.after = place.table.key.map((column) => (rows.at(-1) as Values)[column] as Cell);
        return rows.length;
      }
      this.places.shift();
    }
    await this.sql`
      insert into resealed (installation, proof, done_at) values (true, ${this.proof}, ${new Date(now)})
      on conflict (installation) do update set proof = excluded.proof, done_at = excluded.done_at`;
    await this.memory.remember(this.proof);
    this.done = true;
    return 0;
  }

  private async begun(): Promise<Place[]> {
    const platforms = await this.sql`select platform_id from platforms order by platform_id`;
    const ids = platforms.map((row) => row.platform_id as number);
    return SEALED_TABLES.flatMap((table) =>
      (table.ofPlatform ? ids : [null]).map((platformId) => ({ table, platformId, after: null })),
    );
  }

  private async page({ table, platformId, after }: Place): Promise<readonly Values[]> {
    const { key, whose, sealed } = table;
    const parameters: (number | string)[] = [];
    const add = (value: Cell) => `$${parameters.push(asParameter(value))}`;
    const old = sealed.map((column) => `substring(${column} from 1 for 1) <> ${NEW}`).join(' or ');
    const conditions = [
      ...(platformId === null ? [] : [`platform_id = ${add(platformId)}`]),
      ...(after ? [`(${key.join(', ')}) > (${after.map(add).join(', ')})`] : []),
      `(${old})`,
    ];
    const columns = [...new Set([...whose, ...sealed])].join(', ');
    const text = `select ${columns} from ${table.table} where ${conditions.join(' and ')}
      order by ${key.join(', ')} limit ${PAGE}`;
    return (await this.sql.unsafe(text, parameters)) as unknown as readonly Values[];
  }

  private async reseal({ table, platformId }: Place, row: Values, failed: Failed): Promise<void> {
    const parameters: (number | string)[] = [];
    const add = (value: Cell) => `$${parameters.push(asParameter(value))}`;
    const set: string[] = [];
    const same: string[] = [];
    try {
      for (const column of table.sealed) {
        const value = row[column] as Buffer | null;
        if (value === null || value[0] === SEAL_VERSION) continue;
        const whose = table.whose.map((each) => row[each] as string | bigint);
        const context = placed(`${table.table}.${column}`, ...(platformId === null ? [] : [platformId]), ...whose);
        set.push(`${column} = ${add(Buffer.from(this.sealer.seal(this.sealer.open(value, context), context)))}`);
        same.push(`${column} = ${add(value)}`);
      }
    } catch (error) {
      // It opened before no more than it will afterwards: `ledger verify` tells of it.
      if (!(error instanceof SealBroken)) throw error;
      failed(error, platformId ?? 0);
      return;
    }
    if (platformId !== null) same.push(`platform_id = ${add(platformId)}`);
    for (const column of table.key) same.push(`${column} = ${add(row[column] as Cell)}`);
    await this.sql.unsafe(`update ${table.table} set ${set.join(', ')} where ${same.join(' and ')}`, parameters);
  }
}

const NEW = `'\\x0${SEAL_VERSION}'::bytea`;

function asParameter(value: Cell): number | string {
  if (value instanceof Uint8Array) return `\\x${value.toString('hex')}`;
  return typeof value === 'number' ? value : String(value);
}
