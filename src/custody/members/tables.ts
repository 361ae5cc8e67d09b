/** Members as the lane sees them: the slim row that every order reads, personal data apart. */
import { defineTable } from '../../executor/table.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Want } from '../../executor/world.ts';
import type { MemberRole, MemberState, MemberType } from './words.ts';

export interface MemberRow {
  readonly userNo: string;
  readonly memberNo: bigint;
  readonly type: MemberType;
  readonly role: MemberRole;
  readonly state: MemberState;
  /**
   * The borrower's running total (D-PRJ-1): amounts of projects COLLECTING, outstanding principal of those REPAYING,
   * on claims and by recourse.
   */
  readonly borrowing: Fen;
  readonly createdAt: number;
}

export const members = defineTable<MemberRow>()('members', {
  kept: true,
  numbered: { by: 'lastNo', column: 'memberNo' },
  key: ['userNo'],
  types: {
    userNo: 'text',
    memberNo: 'bigint',
    type: 'text',
    role: 'text',
    state: 'text',
    borrowing: 'bigint',
    createdAt: 'instant',
  },
  mutable: ['role', 'state', 'borrowing'],
});

/** Of an enterprise its own name, its legal person's number and its contact's mobile. */
interface ProfileRow {
  readonly memberNo: bigint;
  readonly realName: string;
  readonly idNumber: string;
  readonly idFingerprint: string;
  readonly mobile: string;
}

export const profiles = defineTable<ProfileRow>()('profiles', {
  key: ['memberNo'],
  types: { memberNo: 'bigint', realName: 'sealed', idNumber: 'sealed', idFingerprint: 'text', mobile: 'sealed' },
  mutable: ['realName', 'idNumber', 'idFingerprint', 'mobile'],
});

export function wantMember(want: Want, userNo: string): MemberRow | undefined {
  return want.row(members, userNo);
}
