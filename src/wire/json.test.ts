/** The reader takes what real clients write and never makes a float of a number. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isObject, type RawValue, readJson as readAtMost, readJsonBytes } from './json.ts';

const MOST = 1_000;
const readJson = (text: string) => readAtMost(text, MOST);

function plain(value: RawValue): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function read(text: string): unknown {
  const result = readJson(text);
  assert.ok(result.ok, `${text} is read`);
  return plain(result.value);
}

test("LW-4 reads the document's own example with unquoted keys", () => {
  assert.deepEqual(read('{param1:"value1",param2:"value2",param3:"value3",data:[{a:"v1",b:"v2"},{a:"v3",b:"v4"}]}'), {
    param1: 'value1',
    param2: 'value2',
    param3: 'value3',
    data: [
      { a: 'v1', b: 'v2' },
      { a: 'v3', b: 'v4' },
    ],
  });
});

test('LW-4 reads single quotes, escapes, trailing commas and Chinese keys', () => {
  assert.deepEqual(read(String.raw`{'a':'it\'s "so"\n\u4e2d', b_1: true, c: null, '备注': 'x',}`), {
    a: 'it\'s "so"\n中',
    b_1: true,
    c: null,
    备注: 'x',
  });
});

test('LW-4 numbers keep their text, strict and lenient alike', () => {
  assert.deepEqual(read('{"a":1234567890123456789012,"b":1.50,"c":1.0E7}'), {
    a: '1234567890123456789012',
    b: '1.50',
    c: '1.0E7',
  });
  assert.deepEqual(read('{a:1234567890123456789012,b:[1.50,-0,007]}'), {
    a: '1234567890123456789012',
    b: ['1.50', '-0', '007'],
  });
});

test('LW-4 of a repeated key the last one wins, in both readers', () => {
  assert.deepEqual(read('{"a":"1","a":"2"}'), { a: '2' });
  assert.deepEqual(read('{a:"1",a:"2"}'), { a: '2' });
});

test('a key called __proto__ is a key like others', () => {
  const result = readJson('{__proto__:{x:1},a:"b"}');
  assert.ok(result.ok && isObject(result.value));
  assert.equal(result.value.x, undefined);
  assert.equal(result.value.a, 'b');
});

test('LW-4 what is no JSON is a typed result', () => {
  for (const text of [
    '',
    '{',
    '{a}',
    '{a:}',
    '{"a":1',
    "{'a:1}",
    '[1,,2]',
    '{a:1}x',
    'undefined',
    '{:1}',
    '{a:"\\x"}',
  ]) {
    const result = readJson(text);
    assert.ok(!result.ok && result.error.why === 'SYNTAX', text);
  }
});

test('nesting has a limit, however it is written', () => {
  for (const open of ['[', '{"a":', '{a:']) {
    const result = readJson(open.repeat(200_000));
    assert.ok(!result.ok && result.error.why === 'DEPTH', open);
  }
  assert.ok(readJson(`{"text":"${'['.repeat(1_000)}"}`).ok, 'brackets in a string do not count');
  const hidden = readJson(`{"text":"\\"${']'.repeat(90)}","deep":${'['.repeat(90)}${']'.repeat(90)}}`);
  assert.ok(!hidden.ok && hidden.error.why === 'DEPTH', 'nor do they take levels away');
});

test('values are counted, members and items of all levels alike, and reading stops at the one too many', () => {
  const fitting = ['[1,[2,3],{"a":4}]', '{a:[1,2],b:3,c:true}', "['1,2,3,4,5,6,7,8','b']"];
  for (const text of fitting) assert.ok(readAtMost(text, 7).ok, text);
  const trailing = `[${'{"a":1,"b":2,},'.repeat(100)}]`;
  assert.ok(readAtMost(trailing, 301).ok, 'a comma behind the last one is no value, however many there are');
  assert.ok(!readAtMost(trailing, 300).ok);
  const flood = `[${'1,'.repeat(2_000_000)}1]`;
  for (const text of [flood, `{"a":${flood}}`, `{a:${flood}}`, `["it's",${flood}]`, `[${'{},'.repeat(500_000)}]`]) {
    const result = readJson(text);
    assert.ok(!result.ok && result.error.why === 'SIZE', text.slice(0, 20));
    assert.ok(result.error.at < 5 * MOST, 'no more than that was read');
  }
  const escapes = readJson(`{'a':'${'\\n'.repeat(1_000_000)}'}`);
  assert.ok(!escapes.ok && escapes.error.why === 'SIZE', 'escapes cost as much as values');
});

test('LW-4 a number in the place of a key is read by the own reader only', () => {
  assert.deepEqual(read('{1:2}'), { 1: '2' });
  for (const text of ['{1.5:2}', '{"a":1,-2:3}', '{"a":01x}', '{"a":1 2}', '[1 2]', '{"a":-}']) {
    assert.ok(!readJson(text).ok, text);
  }
});

test('G-1 broken UTF-8 is named as such', () => {
  const result = readJsonBytes(Buffer.from([0x7b, 0x22, 0xd6, 0xd0, 0x22, 0x7d]), MOST);
  assert.ok(!result.ok && result.error.why === 'ENCODING');
  assert.ok(readJsonBytes(Buffer.from('{"名":"中"}'), MOST).ok);
});

test('LW-4 both readers agree on every JSON text', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const strict = readAtMost(text, Number.POSITIVE_INFINITY);
      // A trailing comma in a surrounding list makes strict JSON fail, so the own reader takes it.
      const lenient = readAtMost(`[${text},]`, Number.POSITIVE_INFINITY);
      assert.ok(strict.ok && lenient.ok);
      assert.deepEqual([plain(strict.value)], plain(lenient.value));
    }),
  );
});

test('no text whatever makes the reader throw', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'{}[]:,\'"\\u0a1.eE+-tnf \n中'), { maxLength: 40 }), (characters) => {
      readJson(characters.join(''));
    }),
    { numRuns: 2_000 },
  );
});
