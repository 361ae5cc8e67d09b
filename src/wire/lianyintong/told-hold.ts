/** How a hold is told (3.3): confirmed on a page, made on an authorisation, or of the platform's own money. */
import type { OrderView, TransactionInformation } from '../../custody/api.ts';
import type { Hold, PlatformHold } from '../../custody/commands.ts';
import type { Holder } from '../../custody/vocabulary.ts';
import type { AnswerOf } from '../catalogue/kinds.ts';
import { holdStanding, orderStanding } from '../order-standing.ts';
import { numberOf } from './accounts.ts';
import type { TOLD } from './told.ts';

type Asked = Pick<Hold, 'kind' | 'userNo' | 'amount'> | Pick<PlatformHold, 'kind' | 'holder' | 'amount'>;

interface Held extends Pick<TransactionInformation, 'hold'> {
  readonly order: Pick<OrderView, 'state' | 'finishedAt'> & { readonly command: Asked | null };
}

export function holdTold({ order, hold }: Held): AnswerOf<typeof TOLD> {
  const { command } = order;
  const holder = hold?.holder ?? (command && holderIn(command));
  return {
    pretransactionType: command && 'holder' in command ? 'PLATFORM' : 'USER',
    bizType: hold?.kind ?? command?.kind,
    platformUserNo: holder ? numberOf(holder) : undefined,
    freezeAmount: hold?.amount ?? command?.amount,
    unfreezeAmount: hold?.confirmed ?? 0n,
    status: hold ? holdStanding(hold) : orderStanding(order),
    // 3.3: the time when all of the hold was confirmed; a hold that stands has none yet.
    transactionTime: hold ? hold.finishedAt : order.finishedAt,
  };
}

function holderIn(command: Asked): Holder {
  return 'holder' in command ? command.holder : { kind: 'member', userNo: command.userNo };
}
