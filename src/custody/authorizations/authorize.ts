/**
 * AUTHORIZE: a member lets the platform act without a page, within an amount and until a day (D-EXT
 * USER_AUTHORIZATION). Confirmed with the trade password. A new grant of a kind replaces the old one of that kind,
 * with its limit and what was used.
 */
import type { Authorize } from './commands.ts';
import { activeMember, isRefusal } from '../members/holders.ts';
import type { World } from '../../executor/world.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type Refusal, refusal } from '../refusals.ts';
import { done, refuseWith, requirePassword, type Verb } from '../verb.ts';
import { authorizations, kindsOf } from './tables.ts';

export const authorize: Verb<Authorize> = {
  name: 'AUTHORIZE',
  personal: [],
  weight: () => 2,
  subject: (command) => command.userNo,
  needs(command, want) {
    const member = want.row(members, command.userNo);
    if (member) want.rows(authorizations, 'byMember', member.memberNo);
  },
  admit(command, { world }) {
    const member = admit(command, world);
    return isRefusal(member) ? member : null;
  },
  decide(command, act) {
    const { world } = act;
    const member = admit(command, world);
    if (isRefusal(member)) return refuseWith(member);
    const { memberNo } = member;
    requirePassword(act, memberNo);
    // ---- nothing fails below this line
    for (const older of world.find(authorizations, 'byMember', memberNo)) {
      const kept = kindsOf(older)
        .filter((kind) => !command.kinds.includes(kind))
        .join(',');
      if (kept !== older.kinds) world.change(authorizations, older, { kinds: kept });
    }
    world.insert(authorizations, {
      authorizationNo: world.nextNo(),
      memberNo,
      kinds: command.kinds.join(','),
      amount: command.amount,
      used: 0n,
      until: command.until,
      grantedAt: world.at,
    });
    return done({ kinds: command.kinds });
  },
};

/** Guards that hold before and after the page. */
function admit({ amount, userNo }: Authorize, world: World): MemberRow | Refusal {
  return amount === 0n ? refusal('AMOUNT_ZERO', { field: 'amount' }) : activeMember(world, userNo);
}
