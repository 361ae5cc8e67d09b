/**
 * CANCEL_AUTHORIZATION: ends what a member has authorised, kind by kind and all that is named or nothing (L5.1, D-EXT).
 * Holds that were made on it stand; an authorisation whose day is over can be cancelled as well.
 */
import { ok } from '../../kernel/result.ts';
import { activeMember } from '../members/holders.ts';
import { members } from '../members/tables.ts';
import { refuse } from '../refusals.ts';
import type { Verb } from '../verb.ts';
import type { CancelAuthorization } from './commands.ts';
import { authorizationFor, authorizations, takeKinds } from './tables.ts';

export const cancelAuthorization: Verb<CancelAuthorization> = {
  name: 'CANCEL_AUTHORIZATION',
  personal: [],
  weight: () => 2,
  subject: (command) => command.userNo,
  leaves: null,
  needs(command, want) {
    const member = want.row(members, command.userNo);
    if (member) want.rows(authorizations, 'byMember', member.memberNo);
  },
  decide({ userNo, kinds }, { world }) {
    const member = activeMember(world, userNo);
    if (!member.ok) return member;
    const { memberNo } = member.value;
    const missing = kinds.find((kind) => !authorizationFor(world, memberNo, kind));
    if (missing) return refuse('AUTHORIZATION_MISSING', { userNo, kind: missing });
    // ---- nothing fails below this line
    takeKinds(world, memberNo, kinds);
    return ok({});
  },
};
