/**
 * Rows go to PostgreSQL as columns: `unnest(${arrayLiteral(ids)}::bigint[], ${arrayLiteral(names)}::text[])`. One text
 * parameter per column keeps a statement prepared whatever the number of rows, and this writer is several times faster
 * than the driver's own arrays. It promises that any text comes back as it went in: quotes, commas, `NULL`, blanks.
 */

/** What may stand in an array. `Date` is an instant (timestamptz), bytes are bytea. */
export type Element = bigint | number | string | boolean | Date | Uint8Array | null | undefined;

/** Text that PostgreSQL reads without quotes: no blank, brace, comma, quote, backslash, and not the word NULL. */
const PLAIN = /^[A-Za-z0-9_.:+-]+$/;
const SPECIAL = /["\\]/g;

/**
 * Writes values as a PostgreSQL array literal, to be cast: `${arrayLiteral(xs)}::bigint[]`. null and undefined are
 * NULL.
 */
export function arrayLiteral(values: Iterable<Element>): string {
  let text = '{';
  let separator = '';
  for (const value of values) {
    text += separator + element(value);
    separator = ',';
  }
  return `${text}}`;
}

function element(value: Element): string {
  if (value === null || value === undefined) return 'NULL';
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
    case 'number':
      return value.toString();
    case 'boolean':
      return value ? 't' : 'f';
    default:
      return value instanceof Date ? value.toISOString() : `"\\\\x${hex(value)}"`;
  }
}

function quoted(text: string): string {
  if (PLAIN.test(text) && !isNull(text)) return text;
  return `"${text.replace(SPECIAL, '\\$&')}"`;
}

function isNull(text: string): boolean {
  return text.length === 4 && text.toUpperCase() === 'NULL';
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
