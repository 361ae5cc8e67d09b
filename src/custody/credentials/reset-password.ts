/**
 * RESET_PASSWORD: a member sets another trade password (L2.20). That he is himself comes as proof: his old password, or
 * the whole number of the bound card, with a code to its mobile where the bank knows that mobile. Who has no card is
 * told to bind one first. A reset ends the lock (G-17).
 */
import type { World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { boundCard, type CardRow, cards } from '../cards/tables.ts';
import { activeMember } from '../members/holders.ts';
import { members } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type PageVerb, requirePassword } from '../verb.ts';
import type { ResetPassword } from './commands.ts';
import { credentials } from './tables.ts';

export const resetPassword: PageVerb<ResetPassword> = {
  name: 'RESET_PASSWORD',
  personal: [],
  weight: () => 2,
  subject: (command) => command.userNo,
  leaves: null,
  needs(command, want) {
    const member = want.row(members, command.userNo);
    if (!member) return;
    want.rows(cards, 'byMember', member.memberNo);
    want.row(credentials, member.memberNo);
  },
  admit: (command, { world }) => admit(command, world),
  page: {
    completion: { by: 'NEW_PASSWORD' },
    holder: ({ userNo }) => ({ kind: 'member', userNo }),
    projectNo: () => null,
    fee: () => null,
    arrivesAt: () => null,
  },
  decide(command, act) {
    const { world, proof } = act;
    const found = admit(command, world);
    if (!found.ok) return found;
    const { memberNo, cardNo } = found.value;
    const proved = proof.newPassword;
    if (!proved) throw new Error(`order ${act.orderNo} was to set a password that nobody has chosen`);
    if (proved.cardNo === null) requirePassword(act, memberNo);
    else if (proved.cardNo !== cardNo) return refuse('RESET_NEEDS_CARD', { userNo: command.userNo });
    const credential = world.get(credentials, memberNo);
    if (!credential) throw new Error(`member ${memberNo} has no password`);
    // ---- nothing fails below this line
    world.change(credentials, credential, { passwordHash: proved.hash, failures: 0, lockedUntil: null });
    return ok({ by: proved.cardNo === null ? 'PASSWORD' : 'CARD' });
  },
};

/** Guards that hold before and after the page. */
function admit({ userNo }: ResetPassword, world: World): Judged<CardRow> {
  const found = activeMember(world, userNo);
  if (!found.ok) return found;
  const card = boundCard(world, found.value.memberNo);
  return card ? ok(card) : refuse('RESET_NEEDS_CARD', { userNo });
}
