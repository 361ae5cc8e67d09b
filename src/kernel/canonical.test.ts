import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonical, revive } from './canonical.ts';

/** Plain data as commands have it. -0 is 0 in JSON, and no number of ours is one. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.bigInt(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_'), minLength: 1 }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('what is written comes back as it was, amounts as bigint and numbers as numbers', () => {
  fc.assert(fc.property(plain, (value) => assert.deepEqual(asPlain(revive(canonical(value))), asPlain(value))));
});

test('the order in which members were set makes no difference', () => {
  assert.equal(canonical({ b: 1n, a: [30, '1', null] }), canonical({ a: [30, '1', null], b: 1n }));
  assert.equal(canonical({ b: 1n, a: [30, '1', null] }), '{"a":[30.0,"1",null],"b":1}');
});

/** The same without prototypes: a dictionary of fast-check has none. */
function asPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asPlain(inner)]));
}
