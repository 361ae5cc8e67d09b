/** How a hold is told (3.3), whether it was confirmed on a page or made on an authorisation. */
import type { OrderView, TransactionInformation } from '../../custody/api.ts';
import type { Hold } from '../../custody/commands.ts';
import type { AnswerOf } from '../catalogue/kinds.ts';
import { holdStanding, orderStanding } from '../order-standing.ts';
import { numberOf } from './accounts.ts';
import type { TOLD } from './told.ts';

interface Held extends Pick<TransactionInformation, 'hold'> {
  readonly order: Pick<OrderView, 'state' | 'finishedAt'> & {
    readonly command: Pick<Hold, 'kind' | 'userNo' | 'amount'> | null;
  };
}

export function holdTold({ order, hold }: Held): AnswerOf<typeof TOLD> {
  return {
    pretransactionType: 'USER',
    bizType: hold?.kind ?? order.command?.kind,
    platformUserNo: hold ? numberOf(hold.holder) : order.command?.userNo,
    freezeAmount: hold?.amount ?? order.command?.amount,
    unfreezeAmount: hold?.confirmed ?? 0n,
    status: hold ? holdStanding(hold) : orderStanding(order),
    // 3.3: the time when all of the hold was confirmed; a hold that stands has none yet.
    transactionTime: hold ? hold.finishedAt : order.finishedAt,
  };
}
