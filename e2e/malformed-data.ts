/**
 * What is wrong with a request, generated from the catalogue itself: for each field of each service the values that it
 * cannot hold, and around it the bytes, texts and envelopes that clients really send by accident or on purpose.
 */
import fc from 'fast-check';
import { formatTime } from '../src/kernel/time.ts';
import type { Field, Fields } from '../src/wire/catalogue/kinds.ts';
import type { Service } from '../src/wire/catalogue/service.ts';
import type { Dialect } from '../src/wire/dialect.ts';

const CALLBACK = 'https://platform.example/back?from=custodian';
/** As JSON text, so that numbers keep what was written. */
export type Json = string;

const text = (value: unknown): Json => JSON.stringify(value);

/** Values that are wrong wherever a scalar is asked for. */
const NO_SCALAR: readonly Json[] = ['{}', '[]', '[[]]', '{"a":{"b":[]}}', '["a"]'];
/** Texts that no field takes: control characters, NUL, halves of surrogate pairs. */
const UNFIT: readonly Json[] = ['"a\\u0000b"', '"\\u0000"', '"\\ud800"', '"a\\udfffb"', '"\\u0007"', '"\\u007f"'];
const NO_AMOUNT: readonly Json[] = [
  ...['"1.001"', '1.005', '"-1"', '-0.01', '"1,000.00"', '1e400', '99999999999', '1234567890123456789012', '"NaN"'],
  ...['"１２"', '" 1"', '"0x10"', '"1.2.3"', '".5"', '"+1"', 'true', '"Infinity"', '1e-3', '"￥1"'],
];
const NO_DAY: readonly Json[] = ['"20261332"', '"20260230"', '"2026-11-21"', '"x"', '1.5', 'true', '20261121000000000'];
const NO_WORD: readonly Json[] = ['"NO_SUCH"', '"tender"', '7', 'true', '"TENDER,,"', '"__proto__"', '"constructor"'];
const NO_INTEGER: readonly Json[] = ['"1.5"', '-1', '1e20', '"abc"', '1234567890123456789012', 'true'];
const NO_DECIMAL: readonly Json[] = ['"x"', '1e99', '"1.12345678"', '-5', '"5%"', 'true', '12345678901234567890'];
const NO_DETAILS: readonly Json[] = [
  '{}',
  '"x"',
  '"["',
  '[]',
  '[[]]',
  '[null]',
  '"[{}"',
  '[{}]',
  '5',
  '"null"',
  '[1,2]',
];

const WRONG: Readonly<Record<Field['kind'], readonly Json[]>> = {
  S: [...NO_SCALAR, ...UNFIT, 'true'],
  N: [...NO_SCALAR, ...UNFIT, 'false'],
  A: [...NO_SCALAR, ...NO_AMOUNT, ...UNFIT],
  D: [...NO_SCALAR, ...NO_DAY, ...UNFIT],
  T: [...NO_SCALAR, ...NO_DAY, ...UNFIT],
  E: [...NO_SCALAR, ...NO_WORD, ...UNFIT],
  L: ['{}', '[[]]', '[{}]', ...NO_WORD, ...UNFIT],
  I: [...NO_SCALAR, ...NO_INTEGER, ...UNFIT],
  F: [...NO_SCALAR, ...NO_DECIMAL, ...UNFIT],
  B: [...NO_SCALAR, '"maybe"', '2', ...UNFIT],
  C: NO_DETAILS,
  G: ['{}'],
};

/** Values that a field certainly refuses; none for one that takes whatever it cannot read for absent (G-14). */
function wrongFor(field: Field): readonly Json[] {
  if (field.kind === 'T' && field.lenient) return [];
  const long =
    'max' in field ? [text('长'.repeat(field.max + 1)), text('9'.repeat(field.max + 1)), text('x'.repeat(70_000))] : [];
  const strange = field.kind === 'N' && field.plain ? ['"a-b"', '"a b"', '"标"', '-5', '1.5'] : [];
  const noWeb = field.kind === 'S' && field.web ? ['"javascript:alert(1)"', '"x"', '"http://"', '"//host"'] : [];
  const reserved = field.kind === 'N' ? (field.reserved ?? []).map(text) : [];
  const many =
    field.kind === 'C'
      ? [
          `[${Array(field.most + 1)
            .fill('{}')
            .join(',')}]`,
        ]
      : [];
  const absent = field.required ? ['null', '""'] : [];
  return [...WRONG[field.kind], ...long, ...strange, ...noWeb, ...reserved, ...many, ...absent];
}

/** A value that a field takes. */
function rightFor(name: string, field: Field, unique: string): Json {
  switch (field.kind) {
    case 'S':
      return text(field.web ? CALLBACK : '测试');
    case 'N':
      return text(`${name.slice(0, 12)}_${unique}`);
    case 'A':
      return '"100.00"';
    case 'D':
      return '"20301231"';
    case 'T':
      return text(formatTime(Date.now() + 300_000));
    case 'E':
    case 'L':
      return text(field.of.opened[0]);
    case 'I':
      return '30';
    case 'F':
      return '"5.5"';
    case 'B':
      return '"1"';
    case 'C':
      return `[${object(rightFields(field.items, unique))}]`;
    case 'G':
      return '{}';
  }
}

export function rightFields(fields: Fields, unique: string): Map<string, Json> {
  return new Map(Object.entries(fields).map(([name, field]) => [name, rightFor(name, field, unique)]));
}

export function object(members: ReadonlyMap<string, Json>): Json {
  return `{${[...members].map(([name, value]) => `${text(name)}:${value}`).join(',')}}`;
}

/** A service's data with one field that cannot be, and its name. */
export interface BadData {
  readonly service: Service;
  readonly field: string;
  readonly json: Json;
}

/** One wrong field in an otherwise right message, for every service of a protocol that has fields. */
export function badData(dialect: Dialect): fc.Arbitrary<BadData> {
  const spots = dialect.catalogue.services.flatMap((service) =>
    Object.entries({ ...dialect.common, ...service.fields }).flatMap(([field, declared]) => {
      const spot = { service, field, values: wrongFor(declared), path: [field] };
      const nested = declared.kind === 'C' ? Object.entries(declared.items) : [];
      const inner = nested.map(([item, its]) => ({ ...spot, values: wrongFor(its), path: [field, item] }));
      return [spot, ...inner].filter(({ values }) => values.length > 0);
    }),
  );
  const unique = fc.stringMatching(/^[a-z0-9]{12}$/);
  return fc
    .constantFrom(...spots)
    .chain((spot) => fc.tuple(fc.constant(spot), fc.constantFrom(...spot.values), unique))
    .map(([{ service, path, field }, value, id]) => ({ service, field, json: spoil(service, path, value, id) }));
}

function spoil(service: Service, [field = '', item]: readonly string[], value: Json, id: string): Json {
  const members = rightFields(service.fields, id);
  members.set('timestamp', text(formatTime(Date.now())));
  const declared = service.fields[field];
  if (item === undefined || declared?.kind !== 'C') members.set(field, value);
  else members.set(field, `[${object(rightFields(declared.items, id).set(item, value))}]`);
  return object(members);
}

/** Texts that are no JSON object, whatever is asked. */
export const badJson: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: 33, max: 20_000 }).map((depth) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  fc.integer({ min: 1, max: 10_000 }).map((depth) => '{"a":['.repeat(depth)),
  fc.constantFrom('null', '[]', '"x"', '1', 'true', '[{}]', '""', 'undefined', 'NaN', '-', '{', '}', '{]', '[}', '{,}'),
  fc.constantFrom("{'a':'b", '{"a":1,,}', '{a:}', '{"a":.5}', '{"a":0x1}', '{"a" "b"}', '{"a":"\\x"}', '{"a":"\\u12"}'),
  fc
    .array(fc.constantFrom(...'{[:,\'"\\u0a1.eE+-tnf \n中'), { minLength: 1, maxLength: 60 })
    .map((it) => `{${it.join('')}`),
  fc.integer({ min: 10_000, max: 100_000 }).map((length) => `{"a":"${'x'.repeat(length)}`),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).map((some) => `<${some}`),
);

/** Bytes that are no UTF-8: GBK as old clients write it, cut sequences, overlong forms, surrogates, UTF-16. */
export const badBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.constantFrom('b2e2cad4', 'd6d0b9fa', 'c3fbb3c6').map((gbk) => around(Buffer.from(gbk, 'hex'))),
  fc.constantFrom('e4b8', 'c0af', 'eda080', 'f8888080', 'ff', 'fe', '80').map((hex) => around(Buffer.from(hex, 'hex'))),
  fc
    .string({ minLength: 4, maxLength: 60 })
    .map((some) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`{"a":"${some}"}`, 'utf16le')])),
  fc.uint8Array({ minLength: 4, maxLength: 300 }).map((bytes) => around(Buffer.concat([bytes, Buffer.from([0xff])]))),
);

function around(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from('{"requestNo":"R1","remark":"'), bytes, Buffer.from('"}')]);
}
