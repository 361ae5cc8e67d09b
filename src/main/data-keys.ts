/**
 * The data key changes without a pause: a new one is made and wrapped by the first, every node learns it, then it
 * seals, and what the ones before had sealed is sealed anew in the background. It promises that no node meets a value
 * under a key that it does not know yet: a key seals only when it has been known for longer than a node takes to look.
 */
import { randomBytes } from 'node:crypto';
import type { Sql } from '../db/pool.ts';
import type { Keychain } from '../kernel/keychain.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { createSealer, type Sealer } from '../kernel/seal.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { formatIso, type Instant, SECOND } from '../kernel/time.ts';
import {
  type DataKeyRow,
  insertDataKey,
  lockDataKeys,
  noteResealed,
  readDataKeys,
  retireDataKey,
  setSealsFrom,
} from './data-keys.store.ts';

/** Every node looks once a second. */
const HEARD = 5 * SECOND;
const DUE: Instant = 0;

export interface DataKeysOptions {
  readonly sql: Sql;
  /** The first key, in the keys folder. */
  readonly first: Buffer;
  readonly keychain: Keychain;
  /** Goes once through everything that is sealed and seals it anew; tells after each page. */
  readonly reseal: () => AsyncGenerator<number>;
  /** Real milliseconds, an argument for tests. */
  readonly now?: () => Instant;
}

export class DataKeys {
  private readonly options: DataKeysOptions;
  private readonly wrapper: Sealer;
  private readonly now: () => Instant;
  private readonly ids = new Map<number, string>();
  private pass: AsyncGenerator<number> | null = null;
  /** Rows sealed anew in this pass. */
  private moved = 0;
  readonly sweep: Sweep = {
    name: 'data-keys',
    nextDue: async () => (this.toReseal(await this.refresh()) ? DUE : null),
    run: () => this.step(),
  };

  constructor(options: DataKeysOptions) {
    this.options = options;
    this.wrapper = createSealer(options.first);
    this.ids.set(1, this.wrapper.keyId);
    this.now = options.now ?? Date.now;
  }

  /** Learns what other nodes have made, and seals with the one whose time has come. */
  async refresh(): Promise<readonly DataKeyRow[]> {
    const { sql, keychain } = this.options;
    const rows = await readDataKeys(sql);
    for (const { serial, wrapped } of rows) {
      if (wrapped === null || this.ids.has(serial)) continue;
      this.ids.set(serial, keychain.learn(Buffer.from(this.wrapper.open(wrapped, contextOf(serial)), 'hex')));
    }
    keychain.sealWith(this.ids.get(sealingAt(rows, this.now())) as string);
    return rows;
  }

  /** How the data keys stand. */
  async list(): Promise<readonly object[]> {
    const rows = await readDataKeys(this.options.sql);
    const now = this.now();
    const sealing = sealingAt(rows, now);
    const first = { sealsFrom: null, resealedAt: null, retiredAt: null };
    return [
      { platformNo: 'data', keySerial: '1', state: sealing === 1 ? 'sealing' : 'wrapping', ...first },
      ...rows.map((row) => ({
        ...{ platformNo: 'data', keySerial: String(row.serial), state: stateOf(row, sealing, now) },
        ...{ sealsFrom: iso(row.sealsFrom), resealedAt: iso(row.resealedAt), retiredAt: iso(row.retiredAt) },
      })),
    ];
  }

  /** Makes a key that every node learns; it seals nothing before it is rotated to. */
  async add(): Promise<readonly object[]> {
    await this.options.sql.begin(async (tx) => {
      await lockDataKeys(tx);
      const serial = ((await readDataKeys(tx)).at(-1)?.serial ?? 1) + 1;
      const wrapped = this.wrapper.seal(randomBytes(32).toString('hex'), contextOf(serial));
      await insertDataKey(tx, serial, wrapped, this.now());
    });
    await this.refresh();
    return this.list();
  }

  /** Lets a key seal: from a time on, but not before every node has heard of it. Throws a `OperatorError` otherwise. */
  async rotate(keySerial: string, at: Instant | null): Promise<readonly object[]> {
    await this.options.sql.begin(async (tx) => {
      await lockDataKeys(tx);
      const rows = await readDataKeys(tx);
      const row = demand(rows, keySerial);
      if (row.sealsFrom !== null || rows.some(({ serial, sealsFrom }) => serial > row.serial && sealsFrom !== null))
        throw new OperatorError(`The data key ${keySerial} has had its turn: add another.`);
      await setSealsFrom(tx, row.serial, Math.max(at ?? this.now(), row.createdAt + HEARD));
    });
    await this.refresh();
    return this.list();
  }

  /** Ends a key under which nothing is left. Throws a `OperatorError` otherwise. */
  async retire(keySerial: string): Promise<readonly object[]> {
    await this.options.sql.begin(async (tx) => {
      await lockDataKeys(tx);
      const rows = await readDataKeys(tx);
      const row = demand(rows, keySerial);
      const later = rows.find(({ serial, resealedAt }) => serial > row.serial && resealedAt !== null);
      if (!later) throw new OperatorError(`There is something left under the data key ${keySerial}, or it seals.`);
      for await (const moved of this.options.reseal())
        if (moved > 0)
          throw new OperatorError(`Something was left under a data key before ${later.serial}: try again.`);
      await retireDataKey(tx, row.serial, this.now());
    });
    return this.list();
  }

  /** The key under which everything is to be sealed anew; null when everything is. */
  private toReseal(rows: readonly DataKeyRow[]): DataKeyRow | null {
    const sealing = rows.find(({ serial }) => serial === sealingAt(rows, this.now()));
    if (!sealing || sealing.resealedAt !== null) return null;
    // A node whose look was late may seal with the one before until then.
    return (sealing.sealsFrom ?? 0) + HEARD <= this.now() ? sealing : null;
  }

  /** One page; a pass in which nothing was left is the last. */
  private async step(): Promise<number> {
    const key = this.toReseal(await this.refresh());
    if (!key) return 0;
    this.pass ??= this.options.reseal();
    try {
      const { done, value } = await this.pass.next();
      if (!done) {
        this.moved += value;
        return value;
      }
    } catch (error) {
      this.pass = null;
      this.moved = 1;
      throw error;
    }
    if (this.moved === 0) await noteResealed(this.options.sql, key.serial, this.now());
    this.pass = null;
    this.moved = 0;
    return 1;
  }
}

/** The serial of the key that seals at a time. */
function sealingAt(rows: readonly DataKeyRow[], now: Instant): number {
  const begun = rows.filter(({ sealsFrom, retiredAt }) => retiredAt === null && sealsFrom !== null && sealsFrom <= now);
  return begun.at(-1)?.serial ?? 1;
}

function stateOf(row: DataKeyRow, sealing: number, now: Instant): string {
  if (row.retiredAt !== null) return 'retired';
  if (row.serial === sealing) return row.resealedAt === null ? 'resealing' : 'sealing';
  if (row.sealsFrom === null) return 'published';
  return row.sealsFrom > now ? 'planned' : 'replaced';
}

function demand(rows: readonly DataKeyRow[], keySerial: string): DataKeyRow {
  if (keySerial === '1')
    throw new OperatorError('The data key 1 lies in the keys folder and wraps the others: it stays.');
  const row = rows.find(({ serial }) => String(serial) === keySerial);
  if (!row) throw new OperatorError(`There is no data key ${keySerial}.`);
  if (row.retiredAt !== null) throw new OperatorError(`The data key ${keySerial} has been retired.`);
  return row;
}

function contextOf(serial: number): string {
  return `data_keys.wrapped ${serial}`;
}

function iso(at: Instant | null): string | null {
  return at === null ? null : formatIso(at);
}
