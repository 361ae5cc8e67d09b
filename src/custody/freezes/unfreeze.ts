/**
 * UNFREEZE: the whole of a freeze back to available (L2.22). Its calls bring no number of their own: the order is known
 * by the freeze that it releases, so that a second one finds it done and answers success (G-8).
 */
import { ok } from '../../kernel/result.ts';
import { line, post, wantAccounts } from '../../ledger/journal.ts';
import { refuse } from '../refusals.ts';
import type { Verb } from '../verb.ts';
import type { Unfreeze } from './commands.ts';
import { freezes } from './tables.ts';

export const unfreeze: Verb<Unfreeze> = {
  name: 'UNFREEZE',
  personal: [],
  // No platform can take this number from it: none of theirs holds a control character (G-8).
  numberOf: ({ freezeNo }) => `UNFREEZE\t${freezeNo}`,
  weight: () => 5,
  subject: (command) => command.freezeNo,
  leaves: null,
  needs(command, want) {
    const freeze = want.row(freezes, command.freezeNo);
    if (freeze) wantAccounts(want, freeze.holderNo, 'AVAILABLE', 'FROZEN');
  },
  decide({ freezeNo }, { world, orderNo }) {
    const freeze = world.get(freezes, freezeNo);
    if (!freeze) return refuse('FREEZE_UNKNOWN', { freezeNo });
    // ---- nothing fails below this line
    const { holderNo, amount } = freeze;
    post(world, 'unfreeze', orderNo, [
      line(holderNo, 'FROZEN', 'freeze', -amount),
      line(holderNo, 'AVAILABLE', 'freeze', amount),
    ]);
    world.change(freezes, freeze, { releasedAt: world.at });
    return ok({});
  },
};
