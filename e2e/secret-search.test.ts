/** A search that finds nothing proves nothing: here it finds every form, at every place of a longer text. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { Search } from './secret-search.ts';

const NAME = '欧阳测试';
const ID = '33010619900307103X';
const search = new Search([
  { what: 'name', value: NAME },
  { what: 'id', value: ID },
  { what: 'mobile', value: '13512345678' },
  { what: 'card', value: '6222021234567890128' },
  { what: 'password', value: '284617' },
  { what: 'key', value: randomBytes(32) },
]);
const foundIn = (text: string | Buffer) => search.in('here', Buffer.from(text as string)).map(({ what }) => what);

test('a text is found in every encoding and escape, wherever it begins', () => {
  const escaped = [...NAME].map((one) => one.charCodeAt(0).toString(16));
  for (let shift = 0; shift < 6; shift += 1) {
    const text = `${'x'.repeat(shift)}${NAME} `;
    const bytes = Buffer.from(text);
    for (const form of [
      ...[text, Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16(), encodeURIComponent(text)],
      ...[
        bytes.toString('hex'),
        bytes.toString('hex').toUpperCase(),
        bytes.toString('base64'),
        bytes.toString('base64url'),
      ],
      ...[encodeURIComponent(text).toLowerCase(), `"${escaped.map((unit) => `\\u${unit}`).join('')}"`],
      ...[`"${escaped.map((unit) => `\\u${unit.toUpperCase()}`).join('')}"`],
      ...[
        escaped.map((unit) => `&#x${unit};`).join(''),
        escaped.map((unit) => `&#${Number.parseInt(unit, 16)};`).join(''),
      ],
    ]) {
      assert.deepEqual([...new Set(foundIn(form))], ['name'], String(form));
    }
  }
});

test('numbers are found as people type them', () => {
  for (const text of [ID, '330106 19900307 103X', '330106-19900307-103X'])
    assert.deepEqual(foundIn(text), ['id'], text);
  for (const text of ['13512345678', '135 1234 5678', '135-1234-5678'])
    assert.deepEqual(foundIn(text), ['mobile'], text);
  for (const text of ['6222 0212 3456 7890 128', '6222-0212-3456-7890-128'])
    assert.deepEqual(foundIn(text), ['card'], text);
});

test('six digits are found where they stand alone; within a longer number they are chance', () => {
  for (const text of ['284617', '"284617"', 'code=284617&', Buffer.from('{"p":"284617"}').toString('base64')])
    assert.deepEqual(foundIn(text), ['password'], text);
  for (const text of ['1284617', '2846170', 'x284617', '10.284617+00', '28461'])
    assert.deepEqual(foundIn(text), [], text);
});

test('bytes of a key are found as they are, in hexadecimal and in base64', () => {
  const key = randomBytes(32);
  const keys = new Search([{ what: 'key', value: key }]);
  for (const hay of [key, Buffer.concat([randomBytes(7), key, randomBytes(7)])])
    for (const form of [hay, Buffer.from(hay.toString('hex')), Buffer.from(hay.toString('base64'))])
      assert.equal(keys.in('here', form).length > 0, true);
  assert.deepEqual(keys.in('here', randomBytes(100_000)), []);
});
