/**
 * Two secrets that a page carries. The CSRF token says that a form was made by us for this very page. The note carries,
 * from a POST over the redirect to the GET after it, what was refused and what had been typed: so reload and back never
 * post anything again (G-12), no session is kept, no cookie is needed, and no personal data stands readable in an
 * address (G-19). Passwords and codes are never part of a note.
 */
import type { Judged, Refusal } from '../custody/refusals.ts';
import { safeEqual } from '../kernel/safe-equal.ts';
import type { Sealer } from '../kernel/seal.ts';
import { type Instant, MINUTE } from '../kernel/time.ts';
import type { FieldName } from './checks.ts';

/** What the page is to show besides itself. */
export interface Note {
  readonly refusal?: Refusal;
  /** The input that the refusal is about, where the page has it at another one than usual. */
  readonly at?: FieldName;
  /** Fields that failed our own checks; their sentences are found by their names. */
  readonly mistakes?: readonly FieldName[];
  readonly typed?: Readonly<Partial<Record<FieldName, string>>>;
  readonly smsSent?: boolean;
}

/** Long enough to read and go on, short enough that an address in a history is soon worthless. */
const LIFE = 30 * MINUTE;
/** An address stays far below what servers and proxies accept. */
const LONGEST = 4_096;

/** The CSRF token of a page. */
export function csrfToken(sealer: Sealer, pageToken: string): string {
  return sealer.fingerprint(`page csrf ${pageToken}`);
}

/** Whether the form was made by us for this page. */
export function csrfHolds(sealer: Sealer, pageToken: string, given: string): boolean {
  return safeEqual(given, csrfToken(sealer, pageToken));
}

/** Seals a note for one page. */
export function sealNote(sealer: Sealer, pageToken: string, note: Note, now: Instant): string {
  return sealer.seal(JSON.stringify({ at: now, note }, fenAsText), context(pageToken)).toString('base64url');
}

/** Opens a note; null for one that is forged, of another page, too old, or none. */
export function openNote(sealer: Sealer, pageToken: string, sealed: string, now: Instant): Note | null {
  if (sealed === '' || sealed.length > LONGEST) return null;
  try {
    const text = sealer.open(Buffer.from(sealed, 'base64url'), context(pageToken));
    const { at, note } = JSON.parse(text, textAsFen) as { at: Instant; note: Note };
    return Math.abs(now - at) < LIFE ? note : null;
  } catch {
    // It was not written by us for this page: the page is simply shown without it.
    return null;
  }
}

function context(pageToken: string): string {
  return `page note ${pageToken}`;
}

/** Facts of refusals carry fen, which JSON does not know. */
function fenAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { fen: value.toString() } : value;
}

function textAsFen(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return value;
  return 'fen' in value && typeof value.fen === 'string' ? BigInt(value.fen) : value;
}

/** The note after a step of the core: empty when it went on. */
export function noteOf(answer: Judged<unknown>, typed?: NonNullable<Note['typed']>): Note {
  if (answer.ok) return {};
  return { refusal: answer.error, ...(typed === undefined ? {} : { typed }) };
}
