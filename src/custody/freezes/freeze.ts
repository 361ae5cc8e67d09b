/**
 * FREEZE: available to frozen, for risk (L2.21). In an emergency nobody asks how the member stands: one whose account
 * is not active, or whose password is locked, is frozen like any other. Whose money is a member's: the platform's own
 * accounts cannot be frozen.
 */
import { fail, ok } from '../../kernel/result.ts';
import { balanceOf, line, post, wantAccounts } from '../../ledger/journal.ts';
import { members, wantMember } from '../members/tables.ts';
import { refuse } from '../refusals.ts';
import { insufficient, type Verb } from '../verb.ts';
import type { Freeze } from './commands.ts';
import { freezes } from './tables.ts';

export const freeze: Verb<Freeze> = {
  name: 'FREEZE',
  personal: [],
  weight: () => 5,
  subject: (command) => command.userNo,
  leaves: 'FREEZE',
  needs(command, want) {
    const member = wantMember(want, command.userNo);
    if (member) wantAccounts(want, member.memberNo, 'AVAILABLE', 'FROZEN');
  },
  decide({ userNo, amount }, { world, requestNo, orderNo }) {
    if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
    const member = world.get(members, userNo);
    if (!member) return refuse('MEMBER_UNKNOWN', { userNo });
    const holderNo = member.memberNo;
    const available = balanceOf(world, holderNo, 'AVAILABLE');
    if (available < amount) return fail(insufficient(available, amount));
    // ---- nothing fails below this line
    post(world, 'freeze', orderNo, [
      line(holderNo, 'AVAILABLE', 'freeze', -amount),
      line(holderNo, 'FROZEN', 'freeze', amount),
    ]);
    world.insert(freezes, { freezeNo: requestNo, holderNo, amount, createdAt: world.at, releasedAt: null });
    return ok({});
  },
};
