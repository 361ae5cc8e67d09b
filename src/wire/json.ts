/**
 * JSON as real clients write it (LW-4): strict JSON first, then unquoted keys, single-quoted strings, trailing commas.
 * Promises: a number keeps its text (a 22-digit requestNo, `1.50`, `1.0E7`) and is never a float; of a repeated key the
 * last one wins, as in `JSON.parse`; nesting has a limit; malformed text is a typed result, never an exception.
 */
import { isUtf8 } from 'node:buffer';
import { fail, ok, type Result } from '../kernel/result.ts';

/** A number token, exactly as it was written. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type RawValue = string | boolean | null | NumberText | readonly RawValue[] | RawObject;
export type RawObject = { readonly [key: string]: RawValue };

/** Why a text is no JSON we read: bytes that are no UTF-8, a place where it breaks off, or too many levels. */
export type JsonProblem = { readonly why: 'ENCODING' | 'SYNTAX' | 'DEPTH'; readonly at: number };

/** The documents' messages nest two levels; more than this is an attack or an accident. */
const MOST_LEVELS = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads JSON from bytes that must be UTF-8. */
export function readJsonBytes(bytes: Uint8Array): Result<RawValue, JsonProblem> {
  if (!isUtf8(bytes)) return fail({ why: 'ENCODING', at: 0 });
  return readJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

/** Reads JSON from text: strict first, leniently when that fails. */
export function readJson(text: string): Result<RawValue, JsonProblem> {
  const look = lookOver(text);
  if (look.deep) return readLeniently(text);
  try {
    // The reviver is called for every member: it costs four times the parsing, and only numbers need it.
    return ok((look.numbers ? JSON.parse(text, keepNumberText) : JSON.parse(text)) as RawValue);
  } catch {
    return readLeniently(text);
  }
}

/** Whether a value is an object with named members. */
export function isObject(value: RawValue | undefined): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

/** Node 24 hands a reviver the source text of primitives, which its types do not know yet. */
function keepNumberText(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? new NumberText(context?.source ?? String(value)) : value;
}

/**
 * Whether strict JSON nests too deep, and whether it holds numbers. Strings are skipped: a closing bracket inside one
 * would hide a level. What is not strict may be counted wrongly; `JSON.parse` refuses it, and the own reader counts
 * for itself.
 */
function lookOver(text: string): { readonly deep: boolean; readonly numbers: boolean } {
  let level = 0;
  let numbers = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      for (index += 1; index < text.length && text.charCodeAt(index) !== QUOTE; index += 1) {
        if (text.charCodeAt(index) === BACKSLASH) index += 1;
      }
    } else if (code === 0x5b || code === 0x7b) {
      level += 1;
      if (level > MOST_LEVELS) return { deep: true, numbers };
    } else if (code === 0x5d || code === 0x7d) level -= 1;
    else if (code >= 0x30 && code <= 0x39) numbers = true;
  }
  return { deep: false, numbers };
}

interface Cursor {
  readonly text: string;
  at: number;
  level: number;
  deep: boolean;
}

const BROKEN = Symbol('broken');
type Read<T> = T | typeof BROKEN;

function readLeniently(text: string): Result<RawValue, JsonProblem> {
  const cursor: Cursor = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, level: 0, deep: false };
  const value = readValue(cursor);
  skipBlanks(cursor);
  if (value !== BROKEN && cursor.at === text.length) return ok(value);
  return fail({ why: cursor.deep ? 'DEPTH' : 'SYNTAX', at: cursor.at });
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

function readValue(cursor: Cursor): Read<RawValue> {
  const first = skipBlanks(cursor);
  if (first === '"' || first === "'") return readString(cursor, first);
  if (first === '{' || first === '[') {
    if (cursor.level === MOST_LEVELS) {
      cursor.deep = true;
      return BROKEN;
    }
    cursor.at += 1;
    cursor.level += 1;
    const value = first === '{' ? readObject(cursor) : readArray(cursor);
    cursor.level -= 1;
    return value;
  }
  const number = take(cursor, NUMBER);
  if (number) return new NumberText(number);
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
