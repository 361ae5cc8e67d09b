/**
 * JSON as real clients write it (LW-4): strict JSON first, then unquoted keys, single-quoted strings, trailing commas.
 * Promises: a number is the text it was written as (a 22-digit requestNo, `1.50`, `1.0E7`) and never a float; of a
 * repeated key the last one wins, as in `JSON.parse`; levels and values have a limit, which is reached before anything
 * is built of them; malformed text is a typed result, never an exception.
 */
import { isUtf8 } from 'node:buffer';
import { fail, ok, type Result } from '../kernel/result.ts';

/** What was read; a number is its text, for nobody needs to know whether it stood in quotes. */
export type RawValue = string | boolean | null | readonly RawValue[] | RawObject;
export type RawObject = { readonly [key: string]: RawValue };

/** Why a text is no JSON we read: no UTF-8, a place where it breaks off, too many levels, too many values. */
export type JsonProblem = { readonly why: 'ENCODING' | 'SYNTAX' | 'DEPTH' | 'SIZE'; readonly at: number };

/** The documents' messages nest two levels; more than this is an attack or an accident. */
const MOST_LEVELS = 32;
const [QUOTE, BACKSLASH, COMMA, MINUS] = [0x22, 0x5c, 0x2c, 0x2d];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];
const [COLON, BLANK, ZERO, NINE] = [0x3a, 0x20, 0x30, 0x39];
const [APOSTROPHE, POINT, PLUS, SMALL_E, CASE] = [0x27, 0x2e, 0x2b, 0x65, 0x20];

/** Reads JSON of at most so many values, members and items of all levels counted, from bytes that must be UTF-8. */
export function readJsonBytes(bytes: Uint8Array, most: number): Result<RawValue, JsonProblem> {
  if (!isUtf8(bytes)) return fail({ why: 'ENCODING', at: 0 });
  return readJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), most);
}

/** Reads JSON of at most so many values from text: strict first, leniently when that fails. */
export function readJson(text: string, most: number): Result<RawValue, JsonProblem> {
  const strict = numbersQuoted(text, most);
  if (strict === TOO_MANY) return fail({ why: 'SIZE', at: 0 });
  if (strict === null) return readLeniently(text, most);
  try {
    return ok(JSON.parse(strict) as RawValue);
  } catch {
    return readLeniently(text, most);
  }
}

/** Whether a value is an object with named members. */
export function isObject(value: RawValue | undefined): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TOO_MANY = Symbol('too many values');

/**
 * The text with its numbers in quotes, so that `JSON.parse` keeps them as they are: a reviver is called for every
 * member, which costs four times the parsing. Null for what cannot be strict JSON within the limits; the own reader
 * says why, but of values that are too many, which it would count as well: who sends megabytes of them is read once.
 * Strings are skipped: a closing bracket inside one would hide a level.
 */
function numbersQuoted(text: string, most: number): string | typeof TOO_MANY | null {
  let [level, lists, values, from, quoted, last] = [0, 0, 1, 0, '', 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      for (index += 1; index < text.length && text.charCodeAt(index) !== QUOTE; index += 1) {
        if (text.charCodeAt(index) === BACKSLASH) index += 1;
      }
    } else if (code === LIST || code === OBJECT) {
      lists = lists * 2 + (code === LIST ? 1 : 0);
      level += 1;
      values += 1;
      if (level > MOST_LEVELS) return null;
    } else if (code === LIST_END || code === OBJECT_END) {
      // An empty one has brackets and no value, nor has the place behind a comma that the own reader takes.
      if (last === LIST || last === OBJECT || last === COMMA) values -= 1;
      lists = Math.floor(lists / 2);
      level -= 1;
    } else if (code === COMMA) {
      values += 1;
      // Behind the last one there may be no value, which the own reader takes.
      if (values > most + 1) return TOO_MANY;
    } else if (code === APOSTROPHE) {
      // A comma within its string would be counted.
      return null;
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      // In an object a number can only be a value: one in the place of a key is not strict.
      if (level > 0 && last !== COLON && lists % 2 === 0) return null;
      const end = numberEnd(text, index);
      if (end === index) return null;
      quoted += `${text.slice(from, index)}"${text.slice(index, end)}"`;
      index = end - 1;
      from = end;
    }
    if (code > BLANK) last = code;
  }
  if (values > most) return null;
  return from === 0 ? text : quoted + text.slice(from);
}

/** Where the strict number ends that begins here; here, where none does. No pattern: of these there are many. */
function numberEnd(text: string, start: number): number {
  let at = text.charCodeAt(start) === MINUS ? start + 1 : start;
  const whole = text.charCodeAt(at) === ZERO ? at + 1 : digitsEnd(text, at);
  if (whole === at) return start;
  at = whole;
  if (text.charCodeAt(at) === POINT) {
    const end = digitsEnd(text, at + 1);
    if (end > at + 1) at = end;
  }
  if ((text.charCodeAt(at) | CASE) !== SMALL_E) return at;
  const sign = text.charCodeAt(at + 1);
  const from = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
  const end = digitsEnd(text, from);
  return end > from ? end : at;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(at)) at += 1;
  return at;
}

interface Cursor {
  readonly text: string;
  at: number;
  level: number;
  /** How many values may still come, and how many escapes, each of which costs as much. */
  values: number;
  escapes: number;
  why: 'SYNTAX' | 'DEPTH' | 'SIZE';
}

/** Beside as many escapes as values: a text in another script than Latin may be written in nothing else. */
const MORE_ESCAPES = 10_000;

const BROKEN = Symbol('broken');
type Read<T> = T | typeof BROKEN;

function readLeniently(text: string, most: number): Result<RawValue, JsonProblem> {
  const at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const cursor: Cursor = { text, at, level: 0, values: most, escapes: most + MORE_ESCAPES, why: 'SYNTAX' };
  const value = readValue(cursor);
  skipBlanks(cursor);
  if (value !== BROKEN && cursor.at === text.length) return ok(value);
  return fail({ why: cursor.why, at: cursor.at });
}

const BLANKS = /\s*/y;
const NUMBER = /[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORD = /true|false|null/y;
const BARE_KEY = /[\p{L}\p{N}_$]+/uy;
const PLAIN_DOUBLE = /[^"\\]*/y;
const PLAIN_SINGLE = /[^'\\]*/y;

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += found.length;
  return found;
}

function skipBlanks(cursor: Cursor): string {
  take(cursor, BLANKS);
  return cursor.text.charAt(cursor.at);
}

function refused(cursor: Cursor, why: Cursor['why']): typeof BROKEN {
  cursor.why = why;
  return BROKEN;
}

function readValue(cursor: Cursor): Read<RawValue> {
  cursor.values -= 1;
  if (cursor.values < 0) return refused(cursor, 'SIZE');
  const first = skipBlanks(cursor);
  if (first === '"' || first === "'") return readString(cursor, first);
  if (first === '{' || first === '[') {
    if (cursor.level === MOST_LEVELS) return refused(cursor, 'DEPTH');
    cursor.at += 1;
    cursor.level += 1;
    const value = first === '{' ? readObject(cursor) : readArray(cursor);
    cursor.level -= 1;
    return value;
  }
  const number = take(cursor, NUMBER);
  if (number) return number;
  const word = take(cursor, WORD);
  return word === '' ? BROKEN : word === 'null' ? null : word === 'true';
}

function readObject(cursor: Cursor): Read<RawObject> {
  const members: Record<string, RawValue> = Object.create(null);
  for (;;) {
    const next = skipBlanks(cursor);
    if (next === '}') break;
    const key = next === '"' || next === "'" ? readString(cursor, next) : take(cursor, BARE_KEY);
    if (key === BROKEN || (key === '' && next !== '"' && next !== "'")) return BROKEN;
    if (skipBlanks(cursor) !== ':') return BROKEN;
    cursor.at += 1;
    const value = readValue(cursor);
    if (value === BROKEN) return BROKEN;
    members[key] = value;
    if (!continues(cursor, '}')) return BROKEN;
  }
  cursor.at += 1;
  return members;
}

function readArray(cursor: Cursor): Read<readonly RawValue[]> {
  const items: RawValue[] = [];
  while (skipBlanks(cursor) !== ']') {
    const value = readValue(cursor);
    if (value === BROKEN || !continues(cursor, ']')) return BROKEN;
    items.push(value);
  }
  cursor.at += 1;
  return items;
}

/** After a member comes a comma, or the end, which stays for the caller. */
function continues(cursor: Cursor, end: string): boolean {
  const next = skipBlanks(cursor);
  if (next === ',') cursor.at += 1;
  return next === ',' || next === end;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function readString(cursor: Cursor, quote: '"' | "'"): Read<string> {
  cursor.at += 1;
  let value = '';
  for (;;) {
    value += take(cursor, quote === '"' ? PLAIN_DOUBLE : PLAIN_SINGLE);
    const stop = cursor.text.charAt(cursor.at);
    cursor.at += 1;
    if (stop === quote) return value;
    if (stop === '') return BROKEN;
    const escaped = cursor.text.charAt(cursor.at);
    cursor.at += 1;
    cursor.escapes -= 1;
    if (cursor.escapes < 0) return refused(cursor, 'SIZE');
    if (escaped === 'u') {
      const code = cursor.text.slice(cursor.at, cursor.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(code)) return BROKEN;
      value += String.fromCharCode(Number.parseInt(code, 16));
      cursor.at += 4;
    } else if ('"\'\\/bfnrt'.includes(escaped) && escaped !== '') {
      value += ESCAPES[escaped] ?? escaped;
    } else return BROKEN;
  }
}
