/**
 * What an integrator may have signed instead of the bytes that we verify: the same message in another form. Each form
 * is made from what came, and named by the mistake that leads to it (`signature-faults.ts`).
 */
import { isUtf8 } from 'node:buffer';
import type { Dialect, Envelope } from './dialect.ts';
import { readForm } from './form.ts';
import { encodeGbk } from './gbk.ts';
import type { FaultCause } from './signature-faults.ts';

export interface SignedForm {
  /** Null: as it is due. */
  readonly cause: FaultCause | null;
  readonly bytes: Buffer;
}

interface Came {
  readonly dialect: Dialect;
  readonly body: Buffer;
  readonly envelope: Envelope;
}

/** The forms, as it is due first; none twice. */
export function* signedForms(came: Came): Generator<SignedForm> {
  const seen = new Set<string>();
  for (const form of allForms(came)) {
    const text = form.bytes.toString('latin1');
    if (seen.has(text)) continue;
    seen.add(text);
    yield form;
  }
}

function* allForms({ dialect, body, envelope: { data } }: Came): Generator<SignedForm> {
  yield { cause: null, bytes: data };
  const parts = partsOf(body);
  const raw = parts.find(([name]) => name === 'reqData')?.[1] ?? '';
  yield { cause: 'ENCODED_SIGNED', bytes: Buffer.from(raw, 'latin1') };
  yield { cause: 'PLUS_IN_DATA', bytes: decoded(raw.replaceAll('+', '%2B')) };
  yield { cause: 'ENCODED_TWICE', bytes: decoded(data.toString('latin1')) };
  yield* textForms(data);
  for (const text of wholeForms(dialect, parts)) yield { cause: 'FORM_SIGNED', bytes: Buffer.from(text, 'latin1') };
}

/** Forms of the text that the data are. */
function* textForms(data: Buffer): Generator<SignedForm> {
  const utf8 = isUtf8(data);
  const text = utf8 ? data.toString('utf8') : new TextDecoder('gbk').decode(data);
  if (!utf8) yield { cause: 'GBK_SENT', bytes: Buffer.from(text) };
  for (const ended of [`${text}\n`, `${text}\r\n`, text.trim()]) yield { cause: 'LINE_END', bytes: Buffer.from(ended) };
  const gbk = encodeGbk(text);
  if (gbk) yield { cause: 'GBK_SIGNED', bytes: gbk };
  for (const written of rewritten(text)) yield { cause: 'RESERIALISED', bytes: Buffer.from(written) };
}

/** The JSON as other writers have it: as it stands and by sorted names, close and with blanks, with escapes. */
function* rewritten(text: string): Generator<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  for (const ordered of [value, sorted(value)]) {
    const indented = JSON.stringify(ordered, null, 2);
    // A line break never stands inside a string of JSON, so these blanks are between its parts.
    const spaced = indented
      .replace(/([[{])\n */g, '$1')
      .replace(/\n *([\]}])/g, '$1')
      .replace(/\n */g, ' ');
    for (const written of [JSON.stringify(ordered), spaced, indented]) {
      const ascii = written.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      yield* [written, ascii, written.replaceAll('/', '\\/'), ascii.replaceAll('/', '\\/')];
    }
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

/** Name and value as they came, one byte a character. */
type Part = readonly [name: string, raw: string];

function partsOf(body: Buffer): readonly Part[] {
  return body
    .toString('latin1')
    .split('&')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? ([part, ''] as const) : ([part.slice(0, at), part.slice(at + 1)] as const);
    });
}

/** The whole form but its signature, as it came and decoded, in its order and by sorted names. */
function wholeForms({ signatureHeader }: Dialect, parts: readonly Part[]): readonly string[] {
  // Both protocols call the field as they call the header of their answers.
  const signed = parts.filter(([name]) => name !== signatureHeader);
  const plain = signed.map(([name, raw]) => [name, decoded(raw).toString('latin1')] as const);
  const byName = (list: readonly Part[]) => [...list].sort(([a], [b]) => (a < b ? -1 : 1));
  return [signed, byName(signed), plain, byName(plain)].map((list) => list.map((part) => part.join('=')).join('&'));
}

/** Percent-decoded as a form is. */
function decoded(raw: string): Buffer {
  const form = readForm(Buffer.from(`x=${raw.replaceAll('&', '%26')}`, 'latin1'));
  return (form.ok && form.value.get('x')) || Buffer.alloc(0);
}
