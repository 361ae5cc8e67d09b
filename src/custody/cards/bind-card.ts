/**
 * BIND_CARD: a member without a card binds one of his own (L2.4): his trade password, the SMS code and what the bank
 * says of his name, ID number, card and mobile come as proof. Of two that finish at once the lane binds one.
 */
import type { World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { activeMember } from '../members/holders.ts';
import { isMobile } from '../members/identity.ts';
import { type MemberRow, members, profiles } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type Act, type PageVerb, requirePassword } from '../verb.ts';
import { admitCard } from './admit-card.ts';
import type { BindCard } from './commands.ts';
import { boundCard, cards, insertCard } from './tables.ts';

export const bindCard: PageVerb<BindCard> = {
  name: 'BIND_CARD',
  personal: ['mobile', 'cardNumber'],
  weight: () => 3,
  subject: (command) => command.userNo,
  leaves: null,
  needs(command, want) {
    const member = want.row(members, command.userNo);
    if (!member) return;
    want.rows(cards, 'byMember', member.memberNo);
    want.row(profiles, member.memberNo);
  },
  admit,
  page: {
    completion: { by: 'CARD' },
    holder: ({ userNo }) => ({ kind: 'member', userNo }),
    projectNo: () => null,
    fee: () => null,
    arrivesAt: () => null,
  },
  decide(command, act) {
    const { world, orderNo, proof } = act;
    const found = admit(command, act);
    if (!found.ok) return found;
    const { memberNo } = found.value;
    requirePassword(act, memberNo);
    const proved = proof.card;
    if (!proved) return refuse('CARD_CHECK_FAILED', {});
    // ---- nothing fails below this line
    const { cardNumber, bank, accessType, mobile } = proved;
    insertCard(world, orderNo, { memberNo, number: cardNumber, bank, accessType });
    keepMobile(world, memberNo, mobile);
    return ok({ cardNumber, bank, mobile, accessType });
  },
};

/** The mobile that the bank of the bound card knows is the one that codes go to from now on. */
function keepMobile(world: World, memberNo: bigint, mobile: string): void {
  const profile = world.get(profiles, memberNo);
  if (!profile) throw new Error(`member ${memberNo} has no personal data`);
  world.change(profiles, profile, { mobile });
}

/** Guards that hold before and after the page. */
function admit({ userNo, mobile, cardNumber }: BindCard, { world, policy }: Act): Judged<MemberRow> {
  const found = activeMember(world, userNo);
  if (!found.ok) return found;
  if (found.value.type !== 'PERSON') return refuse('MEMBER_NOT_A_PERSON', { userNo });
  if (boundCard(world, found.value.memberNo)) return refuse('CARD_BOUND_ALREADY', { userNo });
  if (mobile !== null && !isMobile(mobile)) return refuse('MOBILE_INVALID', {});
  const card = cardNumber === null ? null : admitCard(cardNumber, policy.cardBanks);
  return card && !card.ok ? card : found;
}
