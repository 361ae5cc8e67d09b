/**
 * Reads a message into the typed input of its declaration: leniently in form, strictly in meaning. The first bad field
 * is named with what was expected (G-7); nothing is ever cut, rounded or guessed (G-3, G-5, G-6).
 */
import { setImmediate as turn } from 'node:timers/promises';
import { parseYuan } from '../../kernel/money.ts';
import { enterpriseName, personName } from '../../kernel/person-name.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { parseDate, parseTime } from '../../kernel/time.ts';
import { webAddress } from '../../kernel/web.ts';
import { isObject, type RawObject, type RawValue, readJson } from '../json.ts';
import { type WireRefusal, wireRefusal } from '../refusals.ts';
import { valuesOf } from './data-limit.ts';
import type { DetailsField, EnumField, Field, Fields, InputOf, ListField, NumberField, TextField } from './kinds.ts';

type Reading = Result<unknown, WireRefusal>;
type Reader = (raw: RawValue, field: Field, path: string) => Reading;

/** Reads every declared field; unknown ones are ignored. `path` names the object in messages, '' at the top. */
export function readFields<F extends Fields>(fields: F, raw: RawObject, path = ''): Result<InputOf<F>, WireRefusal> {
  const input: Record<string, unknown> = {};
  for (const name in fields) {
    const field: Field = fields[name] as Field;
    const read = readField(field, pick(raw, name, field), path + name);
    if (!read.ok) return read;
    input[name] = read.value;
  }
  return ok(input as InputOf<F>);
}

/** Reads the fields of a message of megabytes, whose details are read in turns. */
export async function readLongFields<F extends Fields>(
  fields: F,
  raw: RawObject,
): Promise<Result<InputOf<F>, WireRefusal>> {
  const input: Record<string, unknown> = {};
  for (const name in fields) {
    const field: Field = fields[name] as Field;
    const value = pick(raw, name, field);
    const isLong = field.kind === 'C' && value;
    const read = isLong ? await readDetailsInTurns(value, field, name) : readField(field, value, name);
    if (!read.ok) return read;
    input[name] = read.value;
  }
  return ok(input as InputOf<F>);
}

/** Reads one field; null when it is absent and may be. */
export function readField(field: Field, raw: RawValue | undefined, path: string): Reading {
  if (raw === undefined || raw === null || raw === '') {
    return field.required ? fail(wireRefusal('FIELD_MISSING', { field: path, label: field.label })) : ok(null);
  }
  return READERS[field.kind](raw, field, path);
}

/** The text of a field as the platform wrote it, or null. */
export function rawText(raw: RawObject, name: string): string | null {
  const value = raw[name];
  return value === undefined ? null : textOf(value);
}

function pick(raw: RawObject, name: string, field: Field): RawValue | undefined {
  const value = raw[name];
  if (!field.also || (value !== undefined && value !== null && value !== '')) return value;
  for (const other of field.also) if (raw[other] !== undefined) return raw[other];
  return value;
}

function textOf(raw: RawValue): string | null {
  return typeof raw === 'string' ? raw : null;
}

function invalid(field: Field, path: string, expected: string): Reading {
  return fail(wireRefusal('FIELD_INVALID', { field: path, label: field.label, expected }));
}

/** What no field may hold: control characters (the database takes no NUL) and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are to be found
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const PLAIN = /^[A-Za-z0-9_]+$/;

/** Whether a text has more characters; UTF-16 has two units for some (G-5). */
export function longerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  return text.length > 2 * most || [...text].length > most;
}

function readText(raw: RawValue, field: TextField | NumberField, path: string): Result<string, WireRefusal> {
  const text = textOf(raw);
  const bad = (expected: string) => invalid(field, path, expected) as { ok: false; error: WireRefusal };
  if (text === null) return bad('字符串');
  if (longerThan(text, field.max)) {
    return fail(wireRefusal('FIELD_TOO_LONG', { field: path, label: field.label, most: field.max }));
  }
  if (UNFIT.test(text) || !text.isWellFormed()) return bad('不含控制字符的文字');
  return ok(text);
}

function readNumber(raw: RawValue, field: NumberField, path: string): Reading {
  const text = readText(raw, field, path);
  if (!text.ok) return text;
  if (field.plain && !PLAIN.test(text.value)) return invalid(field, path, '仅含字母、数字、下划线');
  if (field.reserved?.includes(text.value)) return invalid(field, path, '非平台账户编号');
  return text;
}

function readString(raw: RawValue, field: TextField, path: string): Reading {
  if (field.nameOf) return readName(raw, field, path);
  if (!field.web) return readText(raw, field, path);
  const text = readText(typeof raw === 'string' ? raw.trim() : raw, field, path);
  if (!text.ok) return text;
  const address = webAddress(text.value);
  return address === null ? invalid(field, path, 'http 或 https 网址') : ok(address);
}

/** A name is tidied before it is measured, and refused whole (G-26). */
function readName(raw: RawValue, field: TextField, path: string): Reading {
  const text = textOf(raw) ?? '';
  if (field.nameOf === 'ENTERPRISE') {
    const name = enterpriseName(text);
    return name === null ? invalid(field, path, '1–50 字的名称，仅含文字、数字、括号、常用标点') : ok(name);
  }
  const name = personName(text);
  return name === null ? invalid(field, path, '1–50 字的姓名，仅含文字、间隔号、连字符、空格') : ok(name);
}

function readAmount(raw: RawValue, field: Field, path: string): Reading {
  const text = textOf(raw);
  const fen = text === null ? null : parseYuan(text);
  const zero = field.kind === 'A' && field.zero === true;
  if (fen === null || (fen === 0n && !zero)) {
    return invalid(
      field,
      path,
      zero ? '不小于零、至多两位小数、十亿以内的金额' : '大于零、至多两位小数、十亿以内的金额',
    );
  }
  return ok(fen);
}

function readWord(raw: RawValue, field: EnumField | ListField, path: string): Result<string, WireRefusal> {
  const text = textOf(raw);
  const read = text === null ? fail('UNKNOWN' as const) : field.of.read(text);
  if (read.ok) return read;
  if (read.error === 'NOT_OPENED') return fail(wireRefusal('VALUE_NOT_OPENED', { field: path, value: text ?? '' }));
  return fail(wireRefusal('FIELD_NOT_LISTED', { field: path, came: sayable(text ?? ''), allowed: field.of.opened }));
}

/** A value that may be said again: a word, and not what could be somebody's number that came to the wrong place. */
function sayable(text: string): string {
  return /^[\p{L}\p{N}_.,:+-]{1,24}$/u.test(text) && !/\d{6}/.test(text) ? text : '';
}

function readList(raw: RawValue, field: ListField, path: string): Reading {
  const parts = Array.isArray(raw) ? raw : (textOf(raw) ?? '').split(',').map((part) => part.trim());
  const words = new Set<string>();
  for (const part of parts as readonly RawValue[]) {
    const word = readWord(part, field, path);
    if (!word.ok) return word;
    words.add(word.value);
  }
  return words.size > 0 ? ok([...words]) : fail(wireRefusal('FIELD_MISSING', { field: path, label: field.label }));
}

function readInteger(raw: RawValue, field: Field, path: string): Reading {
  const text = textOf(raw) ?? '';
  const least = field.kind === 'I' ? (field.least ?? 0) : 0;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return value >= least ? ok(value) : invalid(field, path, `不小于 ${least}、十亿以内的整数`);
}

const DECIMAL = /^(\d{1,12})(?:\.(\d{1,18}))?(?:[eE]([-+]?\d{1,2}))?$/;

function readDecimal(raw: RawValue, field: Field, path: string): Reading {
  const text = textOf(raw) ?? '';
  const match = DECIMAL.exec(text);
  const [, whole = '', fraction = '', exponent = '0'] = match ?? [];
  const places = fraction.replace(/0+$/, '').length - Number(exponent);
  const large = whole.replace(/^0+/, '').length + Number(exponent) > 9;
  if (!match || places > 7 || large) return invalid(field, path, '至多七位小数、十亿以内的非负数');
  return ok(text);
}

function readTime(raw: RawValue, field: Field, path: string): Reading {
  const at = parseTime(textOf(raw) ?? '');
  if (at !== null) return ok(at);
  return field.kind === 'T' && field.lenient ? ok(null) : invalid(field, path, 'yyyyMMddHHmmss 格式的时间');
}

function readDate(raw: RawValue, field: Field, path: string): Reading {
  const at = parseDate(textOf(raw) ?? '');
  return at === null ? invalid(field, path, 'yyyyMMdd 格式的日期') : ok(at);
}

const TRUTHS: Readonly<Record<string, boolean>> = { '1': true, true: true, '0': false, false: false };

function readBoolean(raw: RawValue, field: Field, path: string): Reading {
  const value = typeof raw === 'boolean' ? raw : TRUTHS[textOf(raw) ?? ''];
  return typeof value === 'boolean' ? ok(value) : invalid(field, path, '布尔值（1 或 0）');
}

function readDetails(raw: RawValue, field: DetailsField, path: string): Reading {
  const items = itemsOf(raw, field, path);
  return items.ok ? readItems(items.value, 0, items.value.length, field, path) : items;
}

/** The same in turns: others are served between some hundred details and the next. */
async function readDetailsInTurns(raw: RawValue, field: DetailsField, path: string): Promise<Reading> {
  const items = itemsOf(raw, field, path);
  if (!items.ok) return items;
  const read: unknown[] = [];
  for (let from = 0; from < items.value.length; from += TURN) {
    await turn();
    const some = readItems(items.value, from, Math.min(from + TURN, items.value.length), field, path);
    if (!some.ok) return some;
    read.push(...some.value);
  }
  return ok(read);
}

const TURN = 500;

function itemsOf(raw: RawValue, field: DetailsField, path: string): Result<readonly RawValue[], WireRefusal> {
  const bad = (expected: string) => invalid(field, path, expected) as { ok: false; error: WireRefusal };
  const held = typeof raw === 'string' ? readJson(raw, valuesOf(field)) : ok(raw);
  if (!held.ok || !Array.isArray(held.value)) return bad('数组');
  const items = held.value as readonly RawValue[];
  if (items.length === 0) return bad('至少一条明细');
  return items.length > field.most ? bad(`至多 ${field.most} 条明细`) : ok(items);
}

function readItems(
  items: readonly RawValue[],
  from: number,
  to: number,
  field: DetailsField,
  path: string,
): Result<unknown[], WireRefusal> {
  const read: unknown[] = [];
  for (let index = from; index < to; index += 1) {
    const item = items[index];
    const place = `${path}[${index}]`;
    if (!isObject(item)) return invalid(field, place, '键值对') as { ok: false; error: WireRefusal };
    const input = readFields(field.items, item, `${place}.`);
    if (!input.ok) return input;
    read.push(input.value);
  }
  return ok(read);
}

const READERS: Readonly<Record<Field['kind'], Reader>> = {
  S: readString as Reader,
  N: readNumber as Reader,
  A: readAmount,
  D: readDate,
  T: readTime,
  E: readWord as Reader,
  L: readList as Reader,
  I: readInteger,
  F: readDecimal,
  B: readBoolean,
  C: readDetails as Reader,
  G: (_raw, field, path) => invalid(field, path, '空'),
};
