/**
 * The life of an order. A direct order is DONE or REFUSED at once; one with a page waits OPEN for the person, HANDED
 * while the browser is at the bank, ACCEPTED while the bank still has to pay out.
 */
import { defineStates } from '../../kernel/states.ts';

/** DONE and REFUSED are final, save that REFUSED gives way to another try (G-11). */
export type OrderState = (typeof ORDER_STATES.all)[number];

export const ORDER_STATES = defineStates({
  OPEN: { handedOver: 'HANDED', accepted: 'ACCEPTED', completed: 'DONE', refused: 'REFUSED' },
  HANDED: { completed: 'DONE', refused: 'REFUSED' },
  ACCEPTED: { completed: 'DONE', refused: 'REFUSED' },
  DONE: {},
  // Another try begins a life of its own in the same row (`record` in once.ts).
  REFUSED: {},
});
