/**
 * CANCEL_HOLD: gives a part or all of what is left of a hold back (L2.14, D-CAN), in whatever state its project is
 * (G-20). Any cancellation voids the whole red packet. What is cancelled of a hold that was made on an authorisation
 * can be used of that authorisation again (L5.1); marketing money that was set aside today counts no more (L2.13).
 */
import { ok } from '../../kernel/result.ts';
import { wantAccounts } from '../../ledger/journal.ts';
import { refuse } from '../refusals.ts';
import type { Verb } from '../verb.ts';
import { authorizations, giveBack } from '../authorizations/tables.ts';
import type { CancelHold } from './commands.ts';
import { uncountMarketing, wantMarketing } from '../marketing/daily-limit.ts';
import { holds, outOfHold, remainingOf, takeFromHold, wantHold } from './tables.ts';

export const cancelHold: Verb<CancelHold> = {
  name: 'CANCEL_HOLD',
  personal: [],
  weight: () => 5,
  subject: (command) => command.holdNo,
  leaves: null,
  needs(command, want) {
    const hold = wantHold(want, command.holdNo);
    if (!hold) return;
    wantAccounts(want, hold.holderNo, 'AVAILABLE', 'FROZEN');
    if (hold.authorizationNo !== null) want.row(authorizations, hold.authorizationNo);
    if (hold.kind === 'MARKETING') wantMarketing(want);
  },
  decide(command, { world, orderNo }) {
    const { holdNo, amount } = command;
    if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
    const hold = world.get(holds, holdNo);
    if (!hold) return refuse('HOLD_UNKNOWN', { holdNo });
    const left = remainingOf(hold);
    if (amount > left) return refuse('HOLD_EXCEEDED', { holdNo, left, needed: amount });
    // ---- nothing fails below this line
    takeFromHold(world, hold, { cancelled: amount, redPacket: hold.redPacket });
    outOfHold(world, orderNo, hold.holderNo, amount);
    if (hold.authorizationNo !== null) giveBack(world, hold.authorizationNo, amount);
    if (hold.kind === 'MARKETING') uncountMarketing(world, hold.createdAt, amount);
    return ok({});
  },
};
