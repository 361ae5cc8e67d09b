/** Forms are read on bytes, so that a signature is verified over what was sent. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { percentEncode } from '../testing/wire-stage.ts';
import { MOST_FORM_FIELDS, readForm, readLongForm, textOf } from './form.ts';

function fields(body: string): Record<string, string> {
  const form = readForm(Buffer.from(body));
  assert.ok(form.ok);
  return Object.fromEntries([...form.value.keys()].map((name) => [name, textOf(form.value, name)]));
}

test('G-1 the percent-decoded bytes come back exactly, also when they are no text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const form = readForm(Buffer.from(`a=1&reqData=${percentEncode(Buffer.from(bytes))}`));
      assert.ok(form.ok);
      assert.deepEqual(form.value.get('reqData'), Buffer.from(bytes));
    }),
  );
});

test('LW-1 agrees with URLSearchParams on any text', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([name]) => name }), (pairs) => {
      assert.deepEqual(fields(new URLSearchParams(pairs).toString()), Object.fromEntries(pairs));
    }),
  );
});

test('G-1 plus is a space, a lone percent stays, empty parts do not count', () => {
  assert.deepEqual(fields('a=1+2&b=100%&c=%zz&&d=&e'), { a: '1 2', b: '100%', c: '%zz', d: '', e: '' });
});

test('LW-2 a field given twice is refused, and too many are', () => {
  assert.deepEqual(readForm(Buffer.from('a=1&a=2')), { ok: false, error: { why: 'REPEATED', field: 'a' } });
  const many = Array.from({ length: MOST_FORM_FIELDS + 1 }, (_, index) => `f${index}=1`).join('&');
  assert.deepEqual(readForm(Buffer.from(many)), { ok: false, error: { why: 'TOO_MANY_FIELDS' } });
});

test('G-1 a body of megabytes is read to the same bytes, in turns', async () => {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
  const body = Buffer.from(`a=${encodeURIComponent('存管')}&reqData=${percentEncode(bytes)}&x=%&y=1+2`);
  let turns = 0;
  const count = (): void => {
    turns += 1;
    if (!done) setImmediate(count);
  };
  let done = false;
  count();
  const form = await readLongForm(body);
  done = true;
  assert.deepEqual(form, readForm(body));
  assert.ok(turns > 5, `others had ${turns} turns`);
  assert.deepEqual(await readLongForm(Buffer.from('a=1&a=2')), readForm(Buffer.from('a=1&a=2')));
});

test('a name of any length is no name', () => {
  assert.deepEqual(readForm(Buffer.from(`${'n'.repeat(5_000)}=1`)), { ok: false, error: { why: 'NAME_TOO_LONG' } });
});
