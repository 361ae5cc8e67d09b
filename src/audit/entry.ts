/**
 * An entry of the audit trail and the chain that it is a link of. The digest covers what the entry says in the clear
 * and the digest of the one before, under the key that fingerprints are made with: so whoever can write in the database
 * but has no key cannot make one, and a change of the data key, which seals the details anew, does not touch it.
 */
import { placed, type Sealer } from '../kernel/seal.ts';
import type { Instant } from '../kernel/time.ts';

/** By which way it came: the command line, the console, or the node itself. */
export type Via = 'cli' | 'console' | 'node';

/** `INTENT`: begun, and what became of it is told by a later entry, should there be one. */
export type Outcome = 'INTENT' | 'DONE' | 'REFUSED' | 'FAILED';

/** What is sealed. Secrets never stand in it. */
export interface Details {
  readonly arguments?: unknown;
  readonly reason?: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
  /** What the person was told instead. */
  readonly told?: string;
  /** When it was done without a database at hand; the entry's own time is when it was taken in. */
  readonly doneAt?: string;
}

/** What is to be kept of an event. */
export interface AuditEvent {
  readonly via: Via;
  /** Who says to have done it. */
  readonly who: string;
  readonly command: string;
  readonly platformNo: string | null;
  readonly outcome: Outcome;
  /** The entry of which this is the result. */
  readonly intentId: bigint | null;
  readonly details: Details;
}

/** A link of the chain as it stands in the database. */
export interface Entry extends Omit<AuditEvent, 'details'> {
  readonly id: bigint;
  readonly at: Instant;
  readonly sealed: Buffer;
  readonly digest: string;
}

/** An entry by its number and its digest, which together fix everything up to it. */
export interface Head {
  readonly id: bigint;
  readonly digest: string;
}

/** Before the first entry. */
export const BEGINNING: Head = { id: 0n, digest: '' };

/** The entry that follows `last`. */
export function chained(sealer: Sealer, last: Head, { details, ...facts }: AuditEvent, at: Instant): Entry {
  const link = { ...facts, id: last.id + 1n, at };
  const text = JSON.stringify(details, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  const sealed = sealer.seal(text, placeOf(link.id));
  return { ...link, sealed, digest: digestOf(sealer, last.digest, link, text) };
}

/** The digest that an entry has, by what it says. */
export function digestOf(
  sealer: Sealer,
  before: string,
  { id, at, via, who, command, platformNo, outcome, intentId }: Omit<Entry, 'sealed' | 'digest'>,
  details: string,
): string {
  const intent = intentId === null ? null : String(intentId);
  const said = [before, String(id), at, via, who, command, platformNo, outcome, intent, details];
  return sealer.fingerprint(`audit entry ${JSON.stringify(said)}`);
}

/** The text of an entry's details. Throws `SealBroken` where it does not open. */
export function openDetails(sealer: Sealer, { id, sealed }: Pick<Entry, 'id' | 'sealed'>): string {
  return sealer.open(sealed, placeOf(id));
}

function placeOf(id: bigint): string {
  return placed('audit_entries.details', id);
}

/** `12:…`, as it stands in the log and in the node's note, and is given to `audit verify --head`. */
export function writeHead({ id, digest }: Head): string {
  return `${id}:${digest}`;
}

/** The head that `writeHead` wrote; null for anything else. */
export function readHead(text: string): Head | null {
  const [, id, digest] = /^(\d{1,18}):([\w-]{43})$/.exec(text.trim()) ?? [];
  return id && digest ? { id: BigInt(id), digest } : null;
}
