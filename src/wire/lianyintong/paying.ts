/** What repayments and compensations have in common here: their details, and how one is told (3.3). */
import type { OrderView } from '../../custody/api.ts';
import type { ConfirmRepayment, RepaymentDetail } from '../../custody/commands.ts';
import type { Fen } from '../../kernel/money.ts';
import type { AnswerOf, Field } from '../catalogue/kinds.ts';
import { orderStanding } from '../order-standing.ts';
import { payeeOf } from './accounts.ts';
import type { TOLD } from './told.ts';

export const PRINCIPAL = {
  kind: 'A',
  required: true,
  zero: true,
  label: '投资人应得本金',
  meaning: 'Principal.',
} as const satisfies Field;

export const INTEREST = {
  kind: 'A',
  required: true,
  zero: true,
  label: '投资人应得利息',
  meaning: 'Interest.',
} as const satisfies Field;

export const PAYING_NAMES = {
  holdNo: 'preTransactionNo',
  userNo: 'platformUserNo',
  account: 'platformUserNo',
  principal: 'amount',
  interest: 'income',
} as const;

interface Detail {
  readonly platformUserNo: string;
  readonly amount: Fen;
  readonly income: Fen;
}

/** The details in the core's words. */
export function payments(details: readonly Detail[]): readonly RepaymentDetail[] {
  return details.map(({ platformUserNo, amount, income }) => ({
    ...payeeOf(platformUserNo),
    ...{ principal: amount, interest: income, commission: 0n, dividend: 0n },
  }));
}

type Confirmed = Pick<OrderView<'CONFIRM_REPAYMENT' | 'CONFIRM_COMPENSATION'>, 'requestNo' | 'verb' | 'state'> & {
  readonly command: Omit<ConfirmRepayment, 'verb'> | null;
};

export function confirmationTold(order: Confirmed): AnswerOf<typeof TOLD> {
  return {
    projectNo: order.command?.projectNo,
    confirmTradeType: order.verb,
    requestNo: order.command?.holdNo ?? order.requestNo,
    commission: order.command?.commission ?? 0n,
    status: orderStanding(order),
  };
}
