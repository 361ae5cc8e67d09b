/** How rows of the core are told to be new since a mark of `ledger verify`: by the numbers that the lane has given. */
import type { NewSince } from '../ledger/verify.store.ts';

/** Rows of an order. */
export const BY_ORDER: NewSince = ({ no }) => `order_no > ${no}`;
/** Holds, which are named by the request that made them. */
export const BY_HOLD: NewSince = ({ no }) => `hold_no in (select request_no from past_orders where order_no > ${no})`;
export const BY_CLAIM: NewSince = ({ no }) => `claim_no > ${no}`;
