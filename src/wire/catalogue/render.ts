/** Renders what a service answers, given in the core's words, into the document's: amounts, times, spellings, masks. */
import { maskCard, maskIdNumber, maskMobile, maskName } from '../../kernel/mask.ts';
import { type Fen, formatYuan } from '../../kernel/money.ts';
import { formatDate, formatTime } from '../../kernel/time.ts';
import { isObject, type RawObject, type RawValue } from '../json.ts';
import type { AnswerOf, Field, Fields, Personal } from './kinds.ts';

/** A rendered message body, before its code and sentence. */
export type Message = { [name: string]: Said };
type Said = string | number | boolean | Message | readonly Message[];

const MASKS: Readonly<Record<Personal, (text: string) => string>> = {
  name: maskName,
  id: maskIdNumber,
  mobile: maskMobile,
  card: maskCard,
};

/** How a field's value is told: masked (G-19), or as it is. */
export function maskOf(field: Field): ((text: string) => string) | null {
  return field.kind === 'S' && field.masked && field.personal ? MASKS[field.personal] : null;
}

/** Renders the fields that have a value; `echo` holds words to be given back as they were sent. */
export function renderFields<F extends Fields>(
  fields: F,
  values: AnswerOf<F>,
  echo: Readonly<Record<string, string>> = {},
): Message {
  const message: Message = {};
  for (const name in fields) {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === null || value === undefined) continue;
    const said = Object.hasOwn(echo, name) ? echo[name] : say(fields[name] as Field, value);
    if (said !== undefined) message[name] = said;
  }
  return message;
}

function say(field: Field, value: unknown): Said | undefined {
  switch (field.kind) {
    case 'A':
      return formatYuan(value as Fen);
    case 'T':
      return formatTime(value as number);
    case 'D':
      return formatDate(value as number);
    case 'E':
      return field.of.spell(value as string) ?? undefined;
    case 'L':
      return (value as readonly string[])
        .map((word) => field.of.spell(word))
        .filter((word) => word !== null)
        .join(',');
    case 'S':
      return (maskOf(field) ?? String)(value as string);
    case 'C':
      return (value as readonly AnswerOf<Fields>[]).map((item) => renderFields(field.items, item));
    case 'G':
      return renderFields(field.items, value as AnswerOf<Fields>);
    case 'I':
    case 'B':
    case 'F':
    case 'N':
      return value as string | number | boolean;
  }
}

/** The business data as a log may show them (G-19): declared fields only, personal ones masked, details counted. */
export function maskForLog(fields: Fields, raw: RawObject): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name in fields) {
    const field = fields[name] as Field;
    for (const key of [name, ...(field.also ?? [])]) {
      const value = raw[key];
      if (value === undefined || value === null || value === '') continue;
      shown[key] = field.kind === 'C' ? countOf(value) : masked(field, value);
    }
  }
  return shown;
}

function masked(field: Field, value: RawValue): string {
  const text = textFor(value);
  return field.personal ? MASKS[field.personal](text) : text.slice(0, 300);
}

function textFor(value: RawValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || value === null) return String(value);
  return isObject(value) ? '{}' : '[]';
}

function countOf(value: RawValue): string {
  return Array.isArray(value) ? `[${value.length}]` : '[text]';
}
