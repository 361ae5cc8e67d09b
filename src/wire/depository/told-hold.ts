/** How a hold is told, whether it was confirmed on a page or made on an authorisation. */
import type { TransactionInformation } from '../../custody/api.ts';
import type { Hold } from '../../custody/commands.ts';
import type { AnswerOf } from '../catalogue/kinds.ts';
import { holdStanding } from '../order-standing.ts';
import { numberOf } from './accounts.ts';
import type { DETAIL } from './told.ts';

interface Held extends Pick<TransactionInformation, 'hold'> {
  readonly order: { readonly command: Pick<Hold, 'userNo' | 'projectNo' | 'amount'> | null };
}

export function holdDetail({ order: { command }, hold }: Held): AnswerOf<typeof DETAIL> {
  const { projectNo, userNo, amount } = command ?? {};
  if (!hold) return { projectNo, userNo, amount };
  return {
    projectNo,
    userNo: numberOf(hold.holder),
    bizType: hold.kind,
    amount: hold.amount,
    unfreezeAmount: hold.confirmed,
    cancelAmount: hold.cancelled,
    holdStatus: holdStanding(hold),
  };
}
