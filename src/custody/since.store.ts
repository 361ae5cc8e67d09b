/**
 * How rows of the core are told to be new since a mark of `ledger verify`. An order is new when it got its number
 * since, made an entry or owed a notice since, or is at the bank: whatever happens to an order is one of these.
 */
import type { Mark, NewSince } from '../ledger/verify.store.ts';

const newOrders = ({ no, entryNo }: Mark): string => `
  select order_no from past_orders where order_no > ${no}
  union select order_no from past_entries where entry_no > ${entryNo} and order_no is not null
  union select order_no from past_notices where notice_no > ${no}
  union select order_no from past_deposits where state = 'HANDED'
  union select order_no from past_withdrawals where state in ('WAITING', 'SENT')`;

/** Rows of an order. */
export const BY_ORDER: NewSince = (mark) => `order_no in (${newOrders(mark)})`;
const byRequest =
  (column: string): NewSince =>
  (mark) =>
    `${column} in (select request_no from past_orders where order_no in (${newOrders(mark)}))`;

/** Holds and freezes, which are named by the request that made them. */
export const BY_HOLD = byRequest('hold_no');
export const BY_FREEZE = byRequest('freeze_no');
export const BY_CLAIM: NewSince = ({ no }) => `claim_no > ${no}`;
