/**
 * The fields that the two documents print, as facts in tables (`docs/protocols/fields/`), and how the catalogue differs
 * from them. The tables are written from the documents alone: they never follow the catalogue.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Field, type Fields, kindLetter } from '../wire/catalogue/kinds.ts';
import type { Service } from '../wire/catalogue/service.ts';
import type { Dialect, DialectName } from '../wire/dialect.ts';
import { type Departure, readDepartures, readRows } from '../wire/document/departures.ts';
import { isGood, messagesOf, type Recorded } from '../wire/document/recorded.ts';

const PROTOCOLS = join(import.meta.dirname, '..', '..', 'docs', 'protocols');

/** A table of `docs/protocols/fields/`, which must have these columns. */
export function readTable<const C extends string>(
  file: string,
  columns: readonly C[],
): { readonly [K in C]: string }[] {
  return readRows(textOf(`fields/${file}`), columns);
}

function textOf(file: string): string {
  return readFileSync(join(PROTOCOLS, file), 'utf8');
}

const FIELD = ['section', 'service', 'message', 'name', 'required', 'kind', 'length', 'printed'] as const;
/** A printed row. `message`: request, request:LIST (its items), answer, notice, or answer:TYPE where types differ. */
export type ListedField = { readonly [K in (typeof FIELD)[number]]: string };

/** The printed fields of a protocol, in the document's order; those of its envelope stand under `(envelope)`. */
export function listedFields(dialect: DialectName): ListedField[] {
  return readTable(`${dialect}.tsv`, FIELD);
}

const SERVICE = ['section', 'service', 'mode', 'idempotent', 'notice', 'printed'] as const;

/** The printed services of a protocol. */
export function listedServices(dialect: DialectName): { readonly [K in (typeof SERVICE)[number]]: string }[] {
  return readTable(`${dialect}-services.tsv`, SERVICE);
}

/** Where the catalogue differs from a printed row. */
export type Difference = Omit<Departure, 'rule' | 'reason'>;

/** The differences that are meant, each with its rule and reason. */
export function namedDifferences(dialect: DialectName): Departure[] {
  return readDepartures(textOf(`fields/${dialect}-differences.tsv`));
}

/** Whether a named difference is the one that was found. */
export function names(named: Departure, found: Difference): boolean {
  const wild = (['service', 'message'] as const).every((at) => named[at] === '*' || named[at] === found[at]);
  return wild && (['name', 'aspect', 'printed', 'ours'] as const).every((at) => named[at] === found[at]);
}

/** What a table says of a field. `bound`: the most characters it can have. */
export interface Shape {
  readonly required: 'Y' | 'N';
  readonly kind: string;
  readonly bound: number;
}

function shapeOf(field: Field): Shape {
  return { required: field.required ? 'Y' : 'N', kind: kindLetter(field), bound: boundOf(field) };
}

function boundOf(field: Field): number {
  switch (field.kind) {
    case 'S':
    case 'N':
      return field.max;
    case 'E':
      return Math.max(...Object.keys(field.of.words).map(({ length }) => length));
    case 'L':
      return Object.keys(field.of.words).join(',').length;
    case 'C':
    case 'G':
      return Number.POSITIVE_INFINITY;
    case 'A':
      return '999999999.99'.length;
    case 'F':
      return '999999999.9999999'.length;
    case 'I':
      return '999999999'.length;
    case 'T':
      return 'yyyyMMddHHmmss'.length;
    case 'D':
      return 'yyyyMMdd'.length;
    case 'B':
      return 'false'.length;
  }
}

/** How the declaration of a service departs from its printed rows; `spoken`: what the dialect adds to every answer. */
export function differencesOf(
  service: Service,
  listed: readonly ListedField[],
  spoken: Readonly<Record<string, Shape>>,
): Difference[] {
  const rows = listed.filter((row) => row.service === service.name);
  const of = (wanted: RegExp) => rows.filter(({ message }) => wanted.test(message));
  const answered = { ...spoken, ...shapesOf(service.answer) };
  const found = [
    ...compare(service.name, 'request', of(/^request$/), shapesOf(service.fields)),
    ...compare(service.name, 'answer', of(/^answer|^notice$/), answered),
    // A notice of its own kind says a part only.
    ...of(/^notice:/).flatMap((row) => formOf(row, answered[row.name])),
  ];
  const lists = new Set(of(/^request:/).map(({ message }) => message));
  for (const [name, field] of Object.entries(service.fields)) if ('items' in field) lists.add(`request:${name}`);
  for (const message of lists) {
    const field = service.fields[message.replace('request:', '')];
    const items = field && 'items' in field ? field.items : {};
    const own = rows.filter((row) => row.message === message);
    found.push(...compare(service.name, message, own, shapesOf(items)));
  }
  return found;
}

function shapesOf(fields: Fields): Record<string, Shape> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shapeOf(field)]));
}

function compare(
  service: string,
  message: string,
  rows: readonly ListedField[],
  declared: Readonly<Record<string, Shape>>,
): Difference[] {
  const found: Difference[] = [];
  const messages = new Set(rows.map((row) => row.message));
  for (const name of new Set(rows.map((row) => row.name))) {
    const own = rows.filter((row) => row.name === name);
    const shape = declared[name];
    // One declaration serves all messages: what one of them does without is optional.
    const printed = own.length === messages.size && own.every(({ required }) => required === 'Y') ? 'Y' : 'N';
    if (shape && printed !== shape.required)
      found.push({ service, message, name, aspect: 'required', printed, ours: shape.required });
    for (const row of own) found.push(...formOf(row, shape));
  }
  const added = Object.keys(declared).filter((name) => !rows.some((row) => row.name === name));
  return [...found, ...added.map((name) => ({ service, message, name, aspect: 'added', printed: '-', ours: '-' }))];
}

function formOf({ service, message, name, kind, length }: ListedField, shape: Shape | undefined): Difference[] {
  const at = { service, message, name };
  if (!shape) return [{ ...at, aspect: 'absent', printed: '-', ours: '-' }];
  const found: Difference[] = [];
  if (kind !== shape.kind) found.push({ ...at, aspect: 'kind', printed: kind, ours: shape.kind });
  const ours = Number.isFinite(shape.bound) ? String(shape.bound) : '-';
  // A text is held to its length; what is no text need only fit.
  const fits = shape.kind === 'S' ? length === ours : length === '-' || shape.bound <= Number(length);
  if (!fits) found.push({ ...at, aspect: 'length', printed: length, ours });
  return found;
}

/** The recorded examples of a protocol. */
export function recordedExamples(dialect: DialectName): Recorded[] {
  return JSON.parse(textOf(`examples/${dialect}.json`)) as Recorded[];
}

/** A printed message of which an example was recorded. */
export interface Shown {
  readonly service: string;
  readonly message: string;
  readonly names: readonly string[];
}

/** What successful examples say, message by message. */
export function shownBy(dialect: Dialect, listed: readonly ListedField[], recorded: readonly Recorded[]): Shown[] {
  return recorded.flatMap((example) => {
    const rows = listed.filter(({ service }) => service === example.service);
    const asked = Object.values(JSON.parse(example.request.fields.reqData ?? '{}') as Record<string, unknown>);
    const told = rows.find(({ message }) => asked.includes(/^answer:(.+)/.exec(message)?.[1]));
    const answer = told?.message ?? 'answer';
    const notice = rows.some(({ message }) => message === 'notice') ? 'notice' : answer;
    const shown = (messages: Recorded, message: string) =>
      messagesOf(messages)
        .filter((each) => isGood(dialect, each))
        .map((each) => ({ service: example.service, message, names: Object.keys(each) }));
    return [
      ...shown({ ...example, notices: [] }, rows.some((row) => row.message === answer) ? answer : notice),
      ...shown({ ...example, answer: { ...example.answer, body: '' }, back: null }, notice),
    ];
  });
}

/** Printed as required, and missing in an example. */
export function unsaidIn(listed: readonly ListedField[], shown: readonly Shown[]): Difference[] {
  return shown.flatMap(({ service, message, names: said }) =>
    listed
      .filter((row) => row.service === service && row.message === message && row.required === 'Y')
      .filter(({ name }) => !said.includes(name))
      .map(({ name }) => ({ service, message, name, aspect: 'unsaid', printed: 'Y', ours: 'N' })),
  );
}
