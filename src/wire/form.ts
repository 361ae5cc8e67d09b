/**
 * A urlencoded body, read on bytes (G-1): the signature covers the percent-decoded bytes of a field as they were
 * received, so nothing here turns them into text and back. `+` is a space; a `%` without two hex digits stays as it is.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { fail, ok, type Result } from '../kernel/result.ts';

/** Field name to percent-decoded bytes. */
export type Form = ReadonlyMap<string, Buffer>;

/** Six fields are the most that a protocol names; clients add a few. */
export const MOST_FORM_FIELDS = 64;

/** What is longer is read in turns, so that others are served between two pieces. */
export const LONG = 64 * 1024;

/** Bytes of a field's name. */
export const LONGEST_NAME = 200;
/** So many bytes are decoded at a time: less than a millisecond. */
const PIECE = 128 * 1024;

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** Why a body is no form we read. A field given twice is refused: two readers could choose differently. */
export type FormProblem =
  | { readonly why: 'TOO_MANY_FIELDS' | 'NAME_TOO_LONG' | 'MULTIPART' }
  | { readonly why: 'REPEATED'; readonly field: string };

/** Splits and decodes a urlencoded body. */
export function readForm(body: Buffer): Result<Form, FormProblem> {
  const form = split(body);
  if (form.ok) for (const [name, bytes] of form.value) form.value.set(name, decode(bytes));
  return form;
}

/** The same of a body of megabytes, in turns: others are served between two pieces. */
export async function readLongForm(body: Buffer): Promise<Result<Form, FormProblem>> {
  const form = split(body);
  if (form.ok) for (const [name, bytes] of form.value) form.value.set(name, await decodeInTurns(bytes));
  return form;
}

/** The fields with their bytes as they came. */
function split(body: Buffer): Result<Map<string, Buffer>, FormProblem> {
  const form = new Map<string, Buffer>();
  for (let start = 0, count = 0; start < body.length; ) {
    const found = body.indexOf(AMPERSAND, start);
    const end = found === -1 ? body.length : found;
    if (end > start) {
      count += 1;
      if (count > MOST_FORM_FIELDS) return fail({ why: 'TOO_MANY_FIELDS' });
      const equals = body.subarray(start, end).indexOf(EQUALS);
      const at = equals === -1 ? end : start + equals;
      if (at - start > LONGEST_NAME) return fail({ why: 'NAME_TOO_LONG' });
      const name = decode(body.subarray(start, at)).toString('utf8');
      if (form.has(name)) return fail({ why: 'REPEATED', field: name });
      form.set(name, body.subarray(Math.min(at + 1, end), end));
    }
    start = end + 1;
  }
  return ok(form);
}

/** The text of a short field (never of reqData); '' when absent. */
export function textOf(form: Form, name: string): string {
  return form.get(name)?.toString('utf8') ?? '';
}

function decode(bytes: Buffer): Buffer {
  if (isPlain(bytes)) return bytes;
  const decoded = Buffer.allocUnsafe(bytes.length);
  return decoded.subarray(0, decodePart(bytes, { at: 0, length: 0 }, bytes.length, decoded).length);
}

async function decodeInTurns(bytes: Buffer): Promise<Buffer> {
  if (isPlain(bytes)) return bytes;
  const decoded = Buffer.allocUnsafe(bytes.length);
  let done: Progress = { at: 0, length: 0 };
  while (done.at < bytes.length) {
    done = decodePart(bytes, done, Math.min(done.at + PIECE, bytes.length), decoded);
    await turn();
  }
  return decoded.subarray(0, done.length);
}

function isPlain(bytes: Buffer): boolean {
  return !bytes.includes(PERCENT) && !bytes.includes(PLUS);
}

/** How much was read, and how much that came to. */
interface Progress {
  readonly at: number;
  readonly length: number;
}

/** Decodes from where it stopped to `end`, and to the end of what begins before that. */
function decodePart(bytes: Buffer, { at, length }: Progress, end: number, decoded: Buffer): Progress {
  let [index, filled] = [at, length];
  for (; index < end; index += 1) {
    const byte = bytes[index] as number;
    const high = byte === PERCENT ? hexDigit(bytes[index + 1]) : -1;
    const low = high >= 0 ? hexDigit(bytes[index + 2]) : -1;
    if (low >= 0) {
      decoded[filled] = high * 16 + low;
      index += 2;
    } else decoded[filled] = byte === PLUS ? SPACE : byte;
    filled += 1;
  }
  return { at: index, length: filled };
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
