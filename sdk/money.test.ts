import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from './encode.ts';
import { CunguanError } from './errors.ts';
import { fen, total, yuan } from './money.ts';

test('G-3 yuan text becomes fen exactly, and back with two decimals', () => {
  for (const [text, value, back] of [
    ['0', 0n, '0.00'],
    ['12.3', 1230n, '12.30'],
    ['0.07', 7n, '0.07'],
    ['999999999.99', 99_999_999_999n, '999999999.99'],
  ] as const) {
    assert.equal(fen(text), value);
    assert.equal(yuan(value), back);
  }
});

test('G-3 a bigint is fen', () => assert.equal(yuan(5n), '0.05'));

test('G-3 three decimals, separators, signs, exponents and blanks are no amounts', () => {
  for (const text of ['1.234', '1,000.00', '-1', '1e3', ' 1', '', '.5', '1.', '1000000000']) {
    assert.throws(() => fen(text), CunguanError, text);
  }
  assert.throws(() => yuan(-1n), CunguanError);
});

test('G-3 a JavaScript number is never an amount', () => {
  assert.throws(() => fen(0.1 as unknown as string), { kind: 'AMOUNT' });
});

test('G-3 sums are exact where floats are not', () => assert.equal(yuan(total(['0.1', '0.2', 3n])), '0.33'));

test('G-3 a call names the amount field that holds a number, nested ones too', () => {
  const amounts = new Set(['amount']);
  assert.throws(() => encode({ details: [{ amount: 0.1 }] }, amounts), /amount: .*never a number/);
});

test('G-3 amounts of a call are written with two decimals, other fields are left alone', () => {
  const fields = { requestNo: '7', amount: '5', details: [{ amount: 250n }], rate: '5.5', days: 30 };
  assert.equal(
    encode(fields, new Set(['amount'])),
    '{"requestNo":"7","amount":"5.00","details":[{"amount":"2.50"}],"rate":"5.5","days":30}',
  );
});

test('G-7 empty optional fields are left out', () => {
  assert.equal(encode({ a: undefined, b: null, c: '', amount: undefined, d: 'x' }, new Set(['amount'])), '{"d":"x"}');
});
