/**
 * AUTHORIZE: a member lets the platform act without a page, within an amount and until a day (L5.1, D-EXT).
 * Confirmed with the trade password. A new grant of a kind replaces the old one of that kind, with its limit and what
 * was used.
 */
import type { World } from '../../executor/world.ts';
import { ok } from '../../kernel/result.ts';
import { activeMember } from '../members/holders.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type PageVerb, requirePassword } from '../verb.ts';
import type { Authorize } from './commands.ts';
import { authorizations, takeKinds } from './tables.ts';

export const authorize: PageVerb<Authorize> = {
  name: 'AUTHORIZE',
  personal: [],
  weight: () => 2,
  subject: (command) => command.userNo,
  leaves: null,
  needs(command, want) {
    const member = want.row(members, command.userNo);
    if (member) want.rows(authorizations, 'byMember', member.memberNo);
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
    const { world } = act;
    const member = admit(command, world);
    if (!member.ok) return member;
    const { memberNo } = member.value;
    requirePassword(act, memberNo);
    // ---- nothing fails below this line
    takeKinds(world, memberNo, command.kinds);
    world.insert(authorizations, {
      authorizationNo: world.nextNo(),
      memberNo,
      kinds: command.kinds.join(','),
      amount: command.amount,
      used: 0n,
      until: command.until,
      grantedAt: world.at,
    });
    return ok({ kinds: command.kinds });
  },
};

/** Guards that hold before and after the page. */
function admit({ amount, until, userNo }: Authorize, world: World): Judged<MemberRow> {
  if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
  if (until !== null && until <= world.at) return refuse('AUTHORIZATION_PAST', { until });
  return activeMember(world, userNo);
}
