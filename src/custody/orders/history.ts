/**
 * The history of an order as rows, written with each change: opened, handed over, accepted, sent to the bank,
 * completed, refused, sent back. A notice names the event it was born of and is rendered from it, never from what
 * became of the order since; timelines and check files read the same. An order that was done at once has no rows: its
 * own is its history.
 */
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import type { OrderState } from './states.ts';
import { type OrderRow, orders } from './table.ts';

/** What happens to an order, and how it stands then; null: it stands as before. */
export const ORDER_EVENTS = {
  opened: 'OPEN',
  handedOver: 'HANDED',
  accepted: 'ACCEPTED',
  /** The bank was told to pay out. */
  sent: null,
  /** An operator hands an enterprise back to its platform's staff, who mend what was submitted and submit it again. */
  handedBack: null,
  resubmitted: null,
  completed: 'DONE',
  refused: 'REFUSED',
  /** The bank sends back what it had reported as paid: the outcome stays (G-11). */
  sentBack: null,
} as const satisfies Readonly<Record<string, OrderState | null>>;

export type OrderEvent = keyof typeof ORDER_EVENTS;

interface OrderEventRow {
  readonly orderNo: bigint;
  /** 1 for the first of the order. */
  readonly seq: number;
  readonly event: OrderEvent;
  /** What the event knows and the order does not keep, or not for ever: a packed refusal, or what is to be mended. */
  readonly facts: string | null;
  readonly at: number;
}

export const orderEvents = defineTable<OrderEventRow>()('order_events', {
  key: ['orderNo', 'seq'],
  types: { orderNo: 'bigint', seq: 'int', event: 'text', facts: 'text', at: 'instant' },
});

/** Writes what has just happened to an order. */
export function noteEvent(world: World, order: OrderRow, event: OrderEvent, facts: string | null = null): void {
  const seq = order.events + 1;
  world.append(orderEvents, { orderNo: order.orderNo, seq, event, facts, at: world.at });
  world.change(orders, order, { events: seq });
}
