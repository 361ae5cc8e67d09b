/**
 * A urlencoded body, read on bytes (G-1): the signature covers the percent-decoded bytes of a field as they were
 * received, so nothing here turns them into text and back. `+` is a space; a `%` without two hex digits stays as it is.
 */
import { fail, ok, type Result } from '../kernel/result.ts';

/** Field name to percent-decoded bytes. */
export type Form = ReadonlyMap<string, Buffer>;

/** Six fields are the most that a protocol names; clients add a few. */
export const MOST_FORM_FIELDS = 64;

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** Why a body is no form we read. A field given twice is refused: two readers could choose differently. */
export type FormProblem = { readonly why: 'TOO_MANY_FIELDS' } | { readonly why: 'REPEATED'; readonly field: string };

/** Splits and decodes a urlencoded body. */
export function readForm(body: Buffer): Result<Form, FormProblem> {
  const form = new Map<string, Buffer>();
  for (let start = 0, count = 0; start < body.length; ) {
    const found = body.indexOf(AMPERSAND, start);
    const end = found === -1 ? body.length : found;
    if (end > start) {
      count += 1;
      if (count > MOST_FORM_FIELDS) return fail({ why: 'TOO_MANY_FIELDS' });
      const equals = body.subarray(start, end).indexOf(EQUALS);
      const split = equals === -1 ? end : start + equals;
      const name = decode(body.subarray(start, split)).toString('utf8');
      if (form.has(name)) return fail({ why: 'REPEATED', field: name });
      form.set(name, decode(body.subarray(Math.min(split + 1, end), end)));
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
  if (!bytes.includes(PERCENT) && !bytes.includes(PLUS)) return bytes;
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    const high = byte === PERCENT ? hexDigit(bytes[index + 1]) : -1;
    const low = high >= 0 ? hexDigit(bytes[index + 2]) : -1;
    if (low >= 0) {
      decoded[length] = high * 16 + low;
      index += 2;
    } else decoded[length] = byte === PLUS ? SPACE : byte;
    length += 1;
  }
  return decoded.subarray(0, length);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
