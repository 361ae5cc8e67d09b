/**
 * Secrets change without a pause: a new one is made and wrapped, every node learns it, then it is used. Of data keys,
 * what the ones before had sealed is sealed anew in the background; page tokens of the ones before hold until those are
 * retired. It promises that no node meets anything under a key that it does not know yet: a key is used only when it
 * has been known for longer than a node takes to look.
 */
import { randomBytes } from 'node:crypto';
import type { Sql, Transaction } from '../db/pool.ts';
import type { Changed } from '../kernel/change.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { formatIso, type Instant, SECOND } from '../kernel/time.ts';
import {
  insertSecretKey,
  lockSecretKeys,
  noteResealed,
  type Purpose,
  readSecretKeys,
  retireSecretKey,
  type SecretKeyRow,
  setUsedFrom,
} from './secret-keys.store.ts';

/** Every node looks once a second. */
const HEARD = 5 * SECOND;
const DUE: Instant = 0;

/** Who uses the secrets. The first one, 1, he has from the beginning. */
export interface SecretHolder {
  learn(serial: number, key: Buffer): void;
  forget(serial: number): void;
  use(serial: number): void;
}

export interface SecretKeysOptions {
  readonly sql: Sql;
  readonly purpose: Purpose;
  /** By the data key in the keys folder. */
  readonly wrapper: Sealer;
  readonly holder: SecretHolder;
  /** Goes once through everything that is sealed and seals it anew, telling after each page; null: nothing is. */
  readonly reseal: (() => AsyncGenerator<number>) | null;
  /** Real milliseconds, an argument for tests. */
  readonly now?: () => Instant;
}

type Described = readonly object[];
/** How the keys stood and stand. */
export type ChangedKeys = Changed<{ readonly keys: Described }, Described>;

export class SecretKeys {
  private readonly options: SecretKeysOptions;
  private readonly now: () => Instant;
  private readonly known = new Set<number>();
  private pass: AsyncGenerator<number> | null = null;
  /** Rows sealed anew in this pass. */
  private moved = 0;
  readonly sweep: Sweep;

  constructor(options: SecretKeysOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
    this.sweep = {
      name: `${options.purpose}-keys`,
      nextDue: async () => (this.toReseal(await this.refresh()) ? DUE : null),
      run: () => this.step(),
    };
  }

  /** Learns what other nodes have made, and uses the one whose time has come. */
  async refresh(): Promise<readonly SecretKeyRow[]> {
    const { sql, purpose, wrapper, holder } = this.options;
    const rows = await readSecretKeys(sql, purpose);
    for (const { serial, wrapped } of rows) {
      if (wrapped === null || this.known.has(serial)) continue;
      holder.learn(serial, Buffer.from(wrapper.open(wrapped, contextOf(purpose, serial)), 'hex'));
      this.known.add(serial);
    }
    holder.use(usedAt(rows, this.now()));
    for (const { serial, retiredAt } of rows) if (retiredAt !== null) holder.forget(serial);
    return rows;
  }

  /** How they stand. */
  async list(): Promise<readonly object[]> {
    const { sql, purpose } = this.options;
    return this.describe(await readSecretKeys(sql, purpose));
  }

  private describe(rows: readonly SecretKeyRow[]): readonly object[] {
    const { purpose } = this.options;
    const now = this.now();
    const used = usedAt(rows, now);
    const ended = rows.find(({ serial }) => serial === 1)?.retiredAt ?? null;
    const first =
      ended !== null ? 'retired' : used === 1 ? IN_USE[purpose] : purpose === 'data' ? 'wrapping' : 'replaced';
    return [
      { platformNo: purpose, keySerial: '1', state: first, usedFrom: null, resealedAt: null, retiredAt: iso(ended) },
      ...rows.flatMap((row) => {
        if (row.serial === 1) return [];
        const { usedFrom, resealedAt, retiredAt } = row;
        const times = { usedFrom: iso(usedFrom), resealedAt: iso(resealedAt), retiredAt: iso(retiredAt) };
        return [
          { platformNo: purpose, keySerial: String(row.serial), state: stateOf(purpose, row, used, now), ...times },
        ];
      }),
    ];
  }

  /** Makes a key that every node learns; it does nothing before it is rotated to. */
  add(): Promise<ChangedKeys> {
    const { purpose, wrapper } = this.options;
    return this.changing(async (tx, rows) => {
      const serial = (rows.at(-1)?.serial ?? 1) + 1;
      const wrapped = wrapper.seal(randomBytes(32).toString('hex'), contextOf(purpose, serial));
      await insertSecretKey(tx, purpose, { serial, wrapped, createdAt: this.now(), retiredAt: null });
    });
  }

  /** Uses a key: from a time on, but not before every node has heard of it. Throws a `OperatorError` otherwise. */
  rotate(keySerial: string, at: Instant | null): Promise<ChangedKeys> {
    const { purpose } = this.options;
    return this.changing(async (tx, rows) => {
      const row = demand(purpose, rows, keySerial);
      if (row.usedFrom !== null || rows.some(({ serial, usedFrom }) => serial > row.serial && usedFrom !== null))
        throw new OperatorError(`The ${purpose} key ${keySerial} has had its turn: add another.`);
      await setUsedFrom(tx, purpose, row.serial, Math.max(at ?? this.now(), row.createdAt + HEARD));
    });
  }

  /** Ends a key that a later one has replaced, and under which nothing is left. Throws a `OperatorError` otherwise. */
  async retire(keySerial: string): Promise<ChangedKeys> {
    const { purpose, reseal } = this.options;
    if (keySerial === '1' && purpose === 'data')
      throw new OperatorError('The data key 1 lies in the keys folder and wraps the others: it stays.');
    return this.changing(async (tx, rows) => {
      const now = this.now();
      const first = { serial: 1, wrapped: null, createdAt: now, retiredAt: now };
      const serial =
        keySerial === '1' && !rows.some((row) => row.serial === 1) ? 1 : demand(purpose, rows, keySerial).serial;
      const later = rows.find((row) => row.serial > serial && (reseal ? row.resealedAt !== null : isUsed(row, now)));
      if (!later) throw new OperatorError(`The ${purpose} key ${keySerial} is in use, or something is left under it.`);
      if (reseal)
        for await (const moved of reseal())
          if (moved > 0) throw new OperatorError(`Something was left under a key before ${later.serial}: try again.`);
      await (serial === 1 ? insertSecretKey(tx, purpose, first) : retireSecretKey(tx, purpose, serial, now));
    });
  }

  /** Changes the rows while nobody else does; answers how they stand then. */
  private async changing(
    work: (tx: Transaction, rows: readonly SecretKeyRow[]) => Promise<void>,
  ): Promise<ChangedKeys> {
    const { sql, purpose } = this.options;
    const change = await sql.begin(async (tx) => {
      await lockSecretKeys(tx);
      const rows = await readSecretKeys(tx, purpose);
      await work(tx, rows);
      return { before: this.describe(rows), after: this.describe(await readSecretKeys(tx, purpose)) };
    });
    await this.refresh();
    return { before: { keys: change.before }, after: { keys: change.after }, answer: await this.list() };
  }

  /** The key under which everything is to be sealed anew; null when everything is. */
  private toReseal(rows: readonly SecretKeyRow[]): SecretKeyRow | null {
    if (this.options.reseal === null) return null;
    const used = rows.find(({ serial }) => serial === usedAt(rows, this.now()));
    if (!used || used.resealedAt !== null) return null;
    // A node whose look was late may seal with the one before until then.
    return (used.usedFrom ?? 0) + HEARD <= this.now() ? used : null;
  }

  /** One page; a pass in which nothing was left is the last. */
  private async step(): Promise<number> {
    const { sql, purpose, reseal } = this.options;
    const key = this.toReseal(await this.refresh());
    if (!key || !reseal) return 0;
    this.pass ??= reseal();
    try {
      const { done, value } = await this.pass.next();
      if (!done) {
        this.moved += value;
        return value;
      }
    } catch (error) {
      this.pass = null;
      this.moved = 0;
      throw error;
    }
    if (this.moved === 0) await noteResealed(sql, purpose, key.serial, this.now());
    this.pass = null;
    this.moved = 0;
    return 1;
  }
}

const IN_USE: Readonly<Record<Purpose, string>> = { data: 'sealing', token: 'signing' };

function isUsed({ usedFrom, retiredAt }: SecretKeyRow, now: Instant): boolean {
  return retiredAt === null && usedFrom !== null && usedFrom <= now;
}

/** The serial of the key that is used at a time. */
function usedAt(rows: readonly SecretKeyRow[], now: Instant): number {
  return rows.filter((row) => isUsed(row, now)).at(-1)?.serial ?? 1;
}

function stateOf(purpose: Purpose, row: SecretKeyRow, used: number, now: Instant): string {
  if (row.retiredAt !== null) return 'retired';
  if (row.serial === used) return purpose === 'data' && row.resealedAt === null ? 'resealing' : IN_USE[purpose];
  if (row.usedFrom === null) return 'published';
  return row.usedFrom > now ? 'planned' : 'replaced';
}

function demand(purpose: Purpose, rows: readonly SecretKeyRow[], keySerial: string): SecretKeyRow {
  const row = rows.find(({ serial }) => String(serial) === keySerial);
  if (!row) throw new OperatorError(`There is no ${purpose} key ${keySerial} to be changed.`);
  if (row.retiredAt !== null) throw new OperatorError(`The ${purpose} key ${keySerial} has been retired.`);
  return row;
}

function contextOf(purpose: Purpose, serial: number): string {
  return `secret_keys.wrapped ${purpose} ${serial}`;
}

function iso(at: Instant | null): string | null {
  return at === null ? null : formatIso(at);
}
