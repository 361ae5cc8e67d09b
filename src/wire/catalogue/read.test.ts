/** Fields are read leniently in form and strictly in meaning. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { formatYuan } from '../../kernel/money.ts';
import { parseTime } from '../../kernel/time.ts';
import { isObject, readJson } from '../json.ts';
import { sentenceOf } from '../sentences.ts';
import { enumeration } from './enumeration.ts';
import type { Field } from './kinds.ts';
import { readField, readFields } from './read.ts';

const base = { required: false, label: '字段', meaning: 'A field.' } as const;
const COLOUR = enumeration('颜色', {
  REDD: { core: 'RED', label: '红', also: ['RED'] },
  BLUE: { label: '蓝' },
});

/** Reads one field out of JSON text: the value, or the sentence of its refusal. */
function read(field: Field, json: string): unknown {
  const raw = readJson(`{"f":${json}}`, 1_000);
  assert.ok(raw.ok && isObject(raw.value));
  const result = readField(field, raw.value.f, 'f');
  return result.ok ? result.value : `! ${sentenceOf(result.error)}`;
}

const refused = (field: Field, json: string) => assert.match(String(read(field, json)), /^! f/, json);

const AMOUNT: Field = { ...base, kind: 'A' };

test('G-3 amounts are read exactly from text or number', () => {
  const cases: readonly [string, bigint][] = [
    ['"12.30"', 1_230n],
    ['12.3', 1_230n],
    ['5000.0', 500_000n],
    ['1.0E7', 1_000_000_000n],
    ['"999999999.99"', 99_999_999_999n],
    ['0.29', 29n],
  ];
  for (const [json, fen] of cases) assert.equal(read(AMOUNT, json), fen, json);
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999n }), (fen) => {
      assert.equal(read(AMOUNT, formatYuan(fen)), fen);
      assert.equal(read(AMOUNT, `"${formatYuan(fen)}"`), fen);
    }),
  );
});

test('G-3 more decimals, separators, signs, zero and a billion are refused, the field named', () => {
  const bad = [
    '"1.001"',
    '1.001',
    '"1,000.00"',
    '-1',
    '"-1"',
    '"+1"',
    '0',
    '"0.00"',
    '1000000000',
    '" 1"',
    'true',
    '[]',
  ];
  for (const json of bad) refused(AMOUNT, json);
  assert.equal(read({ ...base, kind: 'A', zero: true }, '0.00'), 0n);
});

test('G-4 dates and times are Beijing, impossible ones are refused', () => {
  assert.equal(read({ ...base, kind: 'T' }, '"20261122003000"'), Date.UTC(2026, 10, 21, 16, 30));
  assert.equal(read({ ...base, kind: 'T' }, '20261122003000'), parseTime('20261122003000'));
  assert.equal(read({ ...base, kind: 'D' }, '20240229'), parseTime('20240229000000'));
  for (const json of ['"20261322003000"', '"20260230000000"', '"2026-11-22"', '"x"', '1']) {
    refused({ ...base, kind: 'T' }, json);
  }
  refused({ ...base, kind: 'D' }, '20230229');
});

test('G-14 expired is exempt: what cannot be read counts as absent', () => {
  const expired: Field = { ...base, kind: 'T', lenient: true };
  for (const json of ['"tomorrow"', '"20261322003000"', '17', '""', 'null']) assert.equal(read(expired, json), null);
});

test('G-4 integers stay below a billion, decimals have at most seven places and stay as given', () => {
  const integer: Field = { ...base, kind: 'I', least: 1 };
  assert.equal(read(integer, '30'), 30);
  assert.equal(read(integer, '"999999999"'), 999_999_999);
  for (const json of ['0', '-1', '1000000000', '1.5', '"x"']) refused(integer, json);
  const decimal: Field = { ...base, kind: 'F' };
  for (const text of ['5', '0.0525000', '5.0E-2', '0.1234567', '999999999']) {
    assert.equal(read(decimal, text), text);
    assert.equal(read(decimal, `"${text}"`), text);
  }
  for (const json of ['0.12345678', '-1', '"5%"', '1e10', '"1e-8"', '10000000000']) refused(decimal, json);
});

test('G-5 lengths count characters; too long is refused, never cut', () => {
  const text: Field = { ...base, kind: 'S', max: 3 };
  assert.equal(read(text, '"中文𠮷"'), '中文𠮷');
  assert.match(String(read(text, '"四个字符"')), /不能超过 3 个字符/);
});

test('G-6 enumerations are closed; document and correct English are accepted, what is not opened says so', () => {
  const field: Field = { ...base, kind: 'E', of: COLOUR };
  assert.equal(read(field, '"REDD"'), 'RED');
  assert.equal(read(field, '"RED"'), 'RED');
  assert.equal(read(field, '"RE DD"'), 'RED', 'a printed stray blank');
  assert.match(String(read(field, '"GREEN"')), /GREEN.*REDD/, 'what came and the allowed values are named');
  assert.doesNotMatch(String(read(field, '"11010519491231002X"')), /1101/, 'but not what could be a person’s number');
  assert.match(String(read(field, '"BLUE"')), /业务未开通/);
  assert.equal(COLOUR.spell('RED'), 'REDD');
});

test('G-7 null, empty and absent are the same', () => {
  const fields = { a: { ...base, kind: 'S', max: 9 }, b: { ...base, kind: 'A' }, c: { ...base, kind: 'D' } } as const;
  for (const json of ['{}', '{"a":null,"b":null,"c":null}', '{"a":"","b":"","c":""}', '{"other":{"x":[1]}}']) {
    const raw = readJson(json, 1_000);
    assert.ok(raw.ok && isObject(raw.value));
    assert.deepEqual(readFields(fields, raw.value), { ok: true, value: { a: null, b: null, c: null } });
  }
});

test('G-7 the first bad field is named, in a detail with its place', () => {
  const details: Field = {
    ...base,
    required: true,
    kind: 'C',
    most: 3,
    items: { amount: { ...base, required: true, kind: 'A' } },
  };
  assert.deepEqual(read(details, '[{"amount":1}]'), [{ amount: 100n }]);
  assert.deepEqual(read(details, '"[{amount:1}]"'), [{ amount: 100n }], 'a JSON string that holds one (G-5)');
  assert.match(String(read(details, '[{"amount":1},{"amount":0}]')), /f\[1\]\.amount/);
  assert.match(String(read(details, '[{"amount":1},{}]')), /f\[1\]\.amount（字段）不能为空/);
  for (const json of ['[]', '{}', '"x"', '7', '[1]', '[null]', '[{},{},{},{}]']) refused(details, json);
});

test('B booleans are 1 or 0, true or false', () => {
  const field: Field = { ...base, kind: 'B' };
  for (const json of ['1', '"1"', 'true', '"true"']) assert.equal(read(field, json), true, json);
  for (const json of ['0', '"0"', 'false', '"false"']) assert.equal(read(field, json), false, json);
  refused(field, '2');
});

test('lists are joined by commas or arrays, repeated words count once', () => {
  const field: Field = { ...base, kind: 'L', of: COLOUR };
  assert.deepEqual(read(field, '"REDD, RED"'), ['RED']);
  assert.deepEqual(read(field, '["REDD"]'), ['RED']);
  assert.match(String(read(field, '"REDD,BLUE"')), /业务未开通/);
  refused(field, '"REDD,"');
});

test('LW-4 numbers that identify keep their digits; objects and control characters are refused', () => {
  const field: Field = { ...base, kind: 'N', max: 50 };
  assert.equal(read(field, '1234567890123456789012'), '1234567890123456789012');
  for (const json of ['{}', '[]', 'true', '"a\\u0000b"', '"\\ud800"', '"a\\u001fb"']) refused(field, json);
});
