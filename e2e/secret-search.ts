/**
 * Finds secrets in bytes, in every form in which they could have got there: as they are, in UTF-16, percent-encoded,
 * escaped for JSON or HTML, in hexadecimal, in base64 at any place of a longer text, and numbers as people type them.
 * All forms are looked for in one pass.
 */

/** Something that may stand nowhere in the clear, or only where SECURITY.md says so under `what`. */
export interface Secret {
  readonly what: string;
  readonly value: string | Buffer;
}

export interface Finding {
  readonly what: string;
  readonly form: string;
  readonly place: string;
}

interface Needle {
  readonly what: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** What a byte sequence is known by before it is compared. */
const HEAD = 3;
/** Shorter than this a text is found by chance: it counts only where it stands alone. */
const SHORT = 7;

export class Search {
  readonly #known = new Uint8Array(2 ** (8 * HEAD));
  readonly #needles = new Map<number, Needle[]>();
  /** How many forms are looked for. */
  count = 0;

  constructor(secrets: readonly Secret[]) {
    const seen = new Set<string>();
    for (const { what, value } of secrets) {
      for (const [form, bytes] of formsOf(value)) {
        if (seen.has(bytes.toString('latin1'))) continue;
        seen.add(bytes.toString('latin1'));
        const head = headAt(bytes, 0);
        this.#known[head] = 1;
        this.#needles.set(head, [...(this.#needles.get(head) ?? []), { what, form, bytes }]);
        this.count += 1;
      }
    }
  }

  /** Each secret and form that stands in a place, once. */
  in(place: string, hay: Buffer): Finding[] {
    const found = new Map<string, Finding>();
    for (let at = 0; at <= hay.length - HEAD; at += 1) {
      const head = headAt(hay, at);
      if (this.#known[head] === 0) continue;
      for (const { what, form, bytes } of this.#needles.get(head) ?? []) {
        if (stands(hay, at, bytes)) found.set(`${what} ${form}`, { what, form, place });
      }
    }
    return [...found.values()];
  }
}

function headAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function stands(hay: Buffer, at: number, bytes: Buffer): boolean {
  const end = at + bytes.length;
  if (end > hay.length || hay.compare(bytes, 0, bytes.length, at, end) !== 0) return false;
  return bytes.length >= SHORT || !(isOf(/[0-9A-Za-z.]/, hay[at - 1]) || isOf(/[0-9A-Za-z]/, hay[end]));
}

/** A point before digits makes them the fraction of a second. */
function isOf(pattern: RegExp, byte: number | undefined): boolean {
  return byte !== undefined && pattern.test(String.fromCharCode(byte));
}

function formsOf(value: string | Buffer): (readonly [form: string, bytes: Buffer])[] {
  if (Buffer.isBuffer(value)) return [['bytes', value], ...encodings(value)];
  return writings(value).flatMap((text) => {
    const bytes = Buffer.from(text);
    const wide = Buffer.from(text, 'utf16le');
    return [
      ['as it is', bytes] as const,
      ['UTF-16', wide] as const,
      ['UTF-16, the high byte first', Buffer.from(wide).swap16()] as const,
      ...encodings(bytes),
      ...escapes(text).map(([form, escaped]) => [form, Buffer.from(escaped)] as const),
    ];
  });
}

/** A number as people type it, too: in groups, with blanks or dashes. */
function writings(text: string): string[] {
  if (!/^\d{11,}X?$/.test(text)) return [text];
  const groups = [/(.{3})(.{4})(.{4})/y, /(.{6})(.{8})(.{4})/y, /(.{4})(.{4})(.{4})(.{0,4})(.{0,3})/y]
    .map((pattern) => pattern.exec(text))
    .filter((match) => match?.[0] === text)
    .map((match) => match?.slice(1).filter((part) => part !== '') ?? []);
  return [text, ...groups.flatMap((parts) => [parts.join(' '), parts.join('-')])];
}

function encodings(bytes: Buffer): (readonly [string, Buffer])[] {
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // What does not depend on the bytes beside it.
    const sure = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const texts = [...[hex, hex.toUpperCase()].map((text) => ['hexadecimal', text] as const)];
  return [...texts, ...base64.map((text) => ['base64', text] as const)].map(([form, text]) => [
    form,
    Buffer.from(text),
  ]);
}

/** Of a text that is not plain ASCII. */
function escapes(text: string): (readonly [string, string])[] {
  if (/^[\x20-\x7e]*$/.test(text)) return [['percent-encoded', encodeURIComponent(text)]];
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const json = units.map((unit) => `\\u${unit}`).join('');
  return [
    ['percent-encoded', encodeURIComponent(text)],
    ['percent-encoded', encodeURIComponent(text).toLowerCase()],
    ['escaped for JSON', json],
    ['escaped for JSON', json.toUpperCase().replaceAll('\\U', '\\u')],
    ['escaped for HTML', points.map((point) => `&#${point};`).join('')],
    ['escaped for HTML', points.map((point) => `&#x${point.toString(16)};`).join('')],
  ];
}
