/**
 * UNBIND_CARD: a member's card is unbound with his trade password, once nothing of him can still want to go there: his
 * balance is zero, frozen money included, and no withdrawal is under way (L2.3-1). Decided in the lane, so that a
 * withdrawal accepted a moment before or after finds the card as it is.
 */
import type { World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { balanceOf, wantAccounts } from '../../ledger/journal.ts';
import { activeMember } from '../members/holders.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type PageVerb, requirePassword } from '../verb.ts';
import { amountUnderWay, wantUnderWay } from '../withdrawals/tables.ts';
import type { UnbindCard } from './commands.ts';
import { boundCard, type CardRow, cards } from './tables.ts';

export const unbindCard: PageVerb<UnbindCard> = {
  name: 'UNBIND_CARD',
  personal: [],
  weight: () => 2,
  subject: (command) => command.userNo,
  leaves: null,
  needs(command, want) {
    const member = want.row(members, command.userNo);
    if (!member) return;
    const { memberNo } = member;
    wantAccounts(want, memberNo, 'AVAILABLE', 'FROZEN');
    want.rows(cards, 'byMember', memberNo);
    wantUnderWay(want, memberNo);
  },
  admit: (command, { world }) => admit(command, world),
  page: {
    completion: { by: 'PASSWORD' },
    holder: ({ userNo }) => ({ kind: 'member', userNo }),
    projectNo: () => null,
    fee: () => null,
    arrivesAt: () => null,
  },
  decide(command, act) {
    const { world, orderNo } = act;
    const admitted = admit(command, world);
    if (!admitted.ok) return admitted;
    const { member, card } = admitted.value;
    requirePassword(act, member.memberNo);
    // ---- nothing fails below this line
    world.change(cards, card, { bound: false, unboundAt: world.at, unboundBy: orderNo });
    return ok({ cardNumber: card.number, bank: card.bank });
  },
};

/** Guards that hold before and after the page. */
function admit({ userNo }: UnbindCard, world: World): Judged<{ readonly member: MemberRow; readonly card: CardRow }> {
  const found = activeMember(world, userNo);
  if (!found.ok) return found;
  const { memberNo } = found.value;
  const card = boundCard(world, memberNo);
  if (!card) return refuse('CARD_MISSING', { userNo });
  const balance = balanceOf(world, memberNo, 'AVAILABLE') + balanceOf(world, memberNo, 'FROZEN');
  const underWay = amountUnderWay(world, memberNo);
  return balance + underWay > 0n
    ? refuse('CARD_STILL_NEEDED', { balance, underWay })
    : ok({ member: found.value, card });
}
