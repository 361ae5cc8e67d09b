/** A state table leads only where its edges lead. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { defineStates } from './states.ts';

const order = defineStates({
  OPEN: { handedOver: 'HANDED', expired: 'REFUSED' },
  HANDED: { paid: 'DONE', closed: 'REFUSED' },
  DONE: {},
  REFUSED: {},
});

test('a state is left along its own edges only', () => {
  assert.equal(order.next('OPEN', 'handedOver'), 'HANDED');
  assert.equal(order.next('HANDED', 'paid'), 'DONE');
  assert.equal(order.next('OPEN', 'paid'), null);
  assert.equal(order.next('DONE', 'expired'), null);
});

test('final states are those without edges', () => {
  assert.deepEqual(order.all.filter(order.isFinal), ['DONE', 'REFUSED']);
});

test('whatever happens, in whatever order, the state is one of the table and a final one stays', () => {
  const events = [...new Set(order.edges.map((edge) => edge.event))];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events)), (history) => {
      let state: (typeof order.all)[number] = 'OPEN';
      for (const event of history) {
        const next = order.next(state, event);
        if (next === null) continue;
        assert.equal(order.isFinal(state), false);
        assert.ok(order.has(next));
        state = next;
      }
    }),
  );
});

test('names that every object has are no states and no events', () => {
  assert.equal(order.has('constructor'), false);
  assert.equal(order.next('OPEN', 'constructor' as 'paid'), null);
  assert.equal(order.next('toString' as 'OPEN', 'paid'), null);
});

test('an edge to a state that is not in the table does not compile', () => {
  // @ts-expect-error 'PAID' is no state of this table
  const broken = defineStates({ OPEN: { paid: 'PAID' } });
  assert.equal(broken.all.length, 1);
});

test('the table can be drawn', () => {
  assert.equal(
    order.draw(),
    [
      'stateDiagram-v2',
      '  OPEN --> HANDED: handedOver',
      '  OPEN --> REFUSED: expired',
      '  HANDED --> DONE: paid',
      '  HANDED --> REFUSED: closed',
    ].join('\n'),
  );
});
