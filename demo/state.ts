/**
 * What this platform remembers: walks (two people and one project each), the orders of a walk, and the wire log. It is
 * one JSON file, replaced atomically, because a demo needs no database. A platform of yours keeps the same facts, above
 * all each order under its requestNo, stored BEFORE it is sent.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { samplePerson } from './people.ts';
import type { Person } from './people.ts';

export type Dialect = 'lianyintong' | 'depository';
export const DIALECTS: readonly Dialect[] = ['lianyintong', 'depository'];

/** SENT: at the custodian's page, or not answered. ACCEPTED: taken, the bank still pays. UNKNOWN: query, or repeat. */
export type OrderState = 'SENT' | 'ACCEPTED' | 'DONE' | 'REFUSED' | 'UNKNOWN';

export interface Order {
  readonly requestNo: string;
  readonly step: string;
  readonly service: string;
  /** What was typed, so that the very same call can be made again (G-9, G-12). */
  readonly values: Readonly<Record<string, string>>;
  readonly at: string;
  state: OrderState;
  code: string;
  message: string;
  finishedAt: string | null;
  /** The browser came back; shown, not acted upon. */
  returned: string | null;
  /** A tender that was cancelled afterwards. */
  cancelled: boolean;
  /** When the custodian was last asked and had no final result. */
  asked: string | null;
  /** UNKNOWN only: the same call may be made again with the same number. */
  repeatable: boolean;
}

export interface Walk {
  readonly id: string;
  readonly dialect: Dialect;
  readonly startedAt: string;
  investor: Person;
  borrower: Person;
  readonly projectNo: string;
  readonly orders: Order[];
}

/** One side of an exchange: the line, the envelope's fields, the business data as sent, the signature over them. */
export interface WirePart {
  readonly line: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly data: string;
  readonly signature: string;
}

export type WireKind = 'page' | 'call' | 'query' | 'return' | 'notice';

export interface WireEntry {
  readonly id: number;
  readonly at: string;
  readonly walk: string;
  readonly step: string;
  readonly kind: WireKind;
  readonly service: string;
  readonly requestNo: string;
  readonly request: WirePart;
  readonly answer: WirePart | null;
  /** Whether the custodian's signature held; null where it signs nothing (a form on its way out). */
  readonly verified: boolean | null;
  readonly note: string;
  readonly ms: number | null;
}

interface Contents {
  readonly version: 1;
  readonly walks: Walk[];
  readonly wire: WireEntry[];
}

/** The log is for reading: old entries make way, queries sooner than what moves money. */
const WIRE_LIMIT = 600;
const QUERY_LIMIT = 80;

export class Store {
  readonly #file: string;
  readonly #contents: Contents;
  #writing: Promise<void> = Promise.resolve();

  /** Opens the file or starts empty. Throws when it is there and cannot be read as ours. */
  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#contents = read(file);
  }

  /** The walk under way of a protocol; the first is made when it is asked for. */
  walk(dialect: Dialect): Walk {
    const walks = this.#contents.walks.filter((walk) => walk.dialect === dialect);
    return walks.at(-1) ?? this.startWalk(dialect);
  }

  /** New people, a new project, nothing done yet. */
  startWalk(dialect: Dialect): Walk {
    const id = randomBytes(4).toString('hex').toUpperCase();
    const walk: Walk = {
      id,
      dialect,
      startedAt: new Date().toISOString(),
      investor: samplePerson('investor', `INV${id}`),
      borrower: samplePerson('borrower', `BOR${id}`),
      projectNo: `PRJ${id}`,
      orders: [],
    };
    this.#contents.walks.push(walk);
    return walk;
  }

  /** The order of that number on this platform, in whichever walk. */
  order(dialect: Dialect, requestNo: string): { readonly walk: Walk; readonly order: Order } | null {
    for (const walk of this.#contents.walks) {
      const order = walk.dialect === dialect ? walk.orders.find((one) => one.requestNo === requestNo) : undefined;
      if (order) return { walk, order };
    }
    return null;
  }

  /** Adds to the wire log. */
  log(entry: Omit<WireEntry, 'id' | 'at'>): void {
    const { wire } = this.#contents;
    wire.push({ ...entry, id: (wire.at(-1)?.id ?? 0) + 1, at: new Date().toISOString() });
    if (wire.filter((one) => one.kind === 'query').length > QUERY_LIMIT) {
      wire.splice(
        wire.findIndex((one) => one.kind === 'query'),
        1,
      );
    }
    if (wire.length > WIRE_LIMIT) wire.shift();
  }

  wire(walk: Walk): readonly WireEntry[] {
    return this.#contents.wire.filter((entry) => entry.walk === walk.id);
  }

  /** Resolves when everything said so far is on the disk. */
  save(): Promise<void> {
    this.#writing = this.#writing.then(() => replace(this.#file, JSON.stringify(this.#contents)));
    return this.#writing;
  }
}

function read(file: string): Contents {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { version: 1, walks: [], wire: [] };
  }
  const contents = JSON.parse(text) as Contents;
  if (contents.version !== 1) throw new Error(`${file} was written by another version of the demo`);
  return contents;
}

async function replace(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

/** A request number that is never used again: `[A-Za-z0-9]`, 24 characters (DW-3, G-8). */
export function newRequestNo(): string {
  const time = new Date().toISOString().slice(0, 19).replace(/[-T:]/g, '');
  return time + randomBytes(5).toString('hex').toUpperCase();
}
