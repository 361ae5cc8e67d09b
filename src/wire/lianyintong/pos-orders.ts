/** What the two services of a POS deposit share: one order, placed by 2.7 and entered by 2.8 under the same number. */
import { orderStanding } from '../order-standing.ts';
import { numberOf } from './accounts.ts';
import { told } from './told.ts';

/** The field in which the core's holder stands. */
export const POS_NAMES = { holder: 'platformUserNo', userNo: 'platformUserNo', account: 'platformUserNo' } as const;

/** 3.3 tells it as a deposit, whichever of the two its order was called by last. */
export const POS_TOLD = told<'POS_DEPOSIT'>('DEPOSIT', ({ order }) => ({
  amount: order.command?.amount,
  platformUserNo: order.command && numberOf(order.command.holder),
  status: orderStanding(order),
  rechargeWay: 'POS',
  fee: order.outcome?.fee ?? 0n,
}));
