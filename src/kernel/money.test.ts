/** Yuan become fen and back without ever being a binary float. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AMOUNT_LIMIT, displayYuan, formatYuan, least, parseYuan, sum } from './money.ts';

const amounts = fc.bigInt({ min: 0n, max: AMOUNT_LIMIT - 1n });

test('G-3 reads the spellings that real clients send', () => {
  const spellings: Record<string, bigint> = {
    '12.30': 1230n,
    '12.3': 1230n,
    '5000.0': 500_000n,
    '1.0E7': 1_000_000_000n,
    '1e2': 10_000n,
    '1.5E+3': 150_000n,
    '1230E-2': 1230n,
    '0': 0n,
    '0.00': 0n,
    '0.01': 1n,
    '007': 700n,
    '12.3000': 1230n,
    '999999999.99': AMOUNT_LIMIT - 1n,
  };
  for (const [text, fen] of Object.entries(spellings)) assert.equal(parseYuan(text), fen, text);
});

test('G-3 refuses what is no plain amount', () => {
  const refused = [
    '',
    ' ',
    '1,000.00',
    '-1',
    '+1',
    '1.',
    '.5',
    '１２',
    '1 000',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '1.2.3',
    '12.30元',
  ];
  for (const text of refused) assert.equal(parseYuan(text), null, text);
});

test('G-3 refuses three decimals that count, also when an exponent hides them', () => {
  for (const text of ['0.001', '12.345', '1E-3', '12345E-3', '0.1E-2']) assert.equal(parseYuan(text), null, text);
});

test('G-3 one billion yuan is too much, in whatever spelling', () => {
  for (const text of ['1000000000', '1000000000.00', '1E9', '0.1E10', '9E99', '1E999', '9'.repeat(40)]) {
    assert.equal(parseYuan(text), null, text);
  }
});

test('G-3 exponents cost no time and no memory', () => {
  assert.equal(parseYuan('0E999'), 0n);
  assert.equal(parseYuan('1E-999'), null);
  assert.equal(parseYuan(`${'0'.repeat(5_000_000)}1`), null);
});

test('G-3 every amount survives being written and read', () => {
  fc.assert(fc.property(amounts, (fen) => assert.equal(parseYuan(formatYuan(fen)), fen)));
});

test('G-3 the exponent moves the point and nothing else', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 20 }), (fen, places) => {
      assert.equal(parseYuan(`${fen}${'0'.repeat(places)}E-${places + 2}`), fen);
    }),
  );
});

test('G-3 answers carry exactly two decimals', () => {
  fc.assert(fc.property(amounts, (fen) => assert.match(formatYuan(fen), /^\d+\.\d{2}$/)));
  assert.equal(formatYuan(1n), '0.01');
  assert.equal(formatYuan(-5n), '-0.05');
});

test('people read thousands in groups', () => {
  assert.equal(displayYuan(123_456_789n), '1,234,567.89');
  assert.equal(displayYuan(99_999n), '999.99');
  assert.equal(displayYuan(-123_456_789n), '-1,234,567.89');
});

test('sums and minima are exact', () => {
  fc.assert(
    fc.property(fc.array(amounts), amounts, (list, other) => {
      assert.equal(sum([...list, other]) - sum(list), other);
      assert.equal(least(sum(list), other) <= other, true);
    }),
  );
});
