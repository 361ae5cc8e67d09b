/** How orders stand as queries see them, in words that both protocols print (L2.9, L3.3). */
import type { HoldInformation, OrderView, TransactionInformation } from '../custody/api.ts';
import type { Standing } from './catalogue/service.ts';

/** An order whose page is open has no standing; the query says so with a code of its own. */
export function orderStanding(order: Pick<OrderView, 'state'>): Standing {
  if (order.state === 'DONE') return 'SUCCESS';
  return order.state === 'REFUSED' ? 'FAIL' : 'PROCESSING';
}

interface Withdrawn extends Pick<TransactionInformation, 'payout'> {
  readonly order: Pick<OrderView, 'state'>;
}

/**
 * L2.9: INIT waits for its time, PROCESSING is at the bank, then SUCCESS or FAIL: the first that was said stays
 * (G-11).
 */
export function withdrawalStanding(found: Withdrawn): Standing {
  if (found.order.state === 'DONE') return 'SUCCESS';
  switch (found.payout) {
    case 'WAITING':
      return 'INIT';
    case 'SENT':
      return 'PROCESSING';
    case 'PAID':
      return 'SUCCESS';
    case 'RETURNED':
      return 'FAIL';
    case null:
      return orderStanding(found.order);
  }
}

/** L3.3: INIT stands, PROCESSING partly confirmed, SUCCESS confirmed and nothing left, FAIL wholly cancelled. */
export function holdStanding(hold: HoldInformation): Standing {
  const left = hold.amount - hold.confirmed - hold.cancelled;
  if (left > 0n) return hold.confirmed > 0n ? 'PROCESSING' : 'INIT';
  return hold.confirmed > 0n ? 'SUCCESS' : 'FAIL';
}
