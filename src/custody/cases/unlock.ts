/** UNLOCK: a trade password that too many wrong tries have locked may be tried again, before the lock runs out. */
import { clearTries, wantCredential } from '../credentials/tries.ts';
import { credentials } from '../credentials/tables.ts';
import { members, wantMember } from '../members/tables.ts';
import { object } from '../objections.ts';
import type { CaseKind } from './kind.ts';

export const unlock: CaseKind<null> = {
  about: 'MEMBER',
  plans: false,
  papers: 0,
  needs({ userNo }, _plan, want) {
    const member = wantMember(want, userNo ?? '');
    if (member) wantCredential(want, member.memberNo);
  },
  judge({ userNo }, _plan, { world }) {
    const member = world.get(members, userNo ?? '');
    if (!member) return object('CASE_MEMBER_UNKNOWN', { userNo: userNo ?? '' });
    const until = world.get(credentials, member.memberNo)?.lockedUntil ?? null;
    return until !== null && until > world.at ? null : object('CASE_PASSWORD_NOT_LOCKED', { userNo: member.userNo });
  },
  approve({ userNo }, _plan, { world }) {
    const member = world.get(members, userNo ?? '');
    if (!member) throw new Error(`member ${userNo} is gone`);
    clearTries(world, member.memberNo);
    return null;
  },
};
