/** Members as the lane sees them: the slim row that every order reads, personal data and passwords apart. */
import { defineTable } from '../../executor/table.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Want, World } from '../../executor/world.ts';
import type { AccessType, MemberRole, MemberType } from '../vocabulary.ts';
import type { Bank } from '../banks.ts';

export interface MemberRow {
  readonly userNo: string;
  readonly memberNo: bigint;
  readonly type: MemberType;
  readonly role: MemberRole;
  readonly state: 'ACTIVE' | 'AUDIT' | 'BACK' | 'REFUSED';
  /**
   * The borrower's running total (D-PRJ-1): amounts of projects COLLECTING, outstanding principal of those REPAYING.
   */
  readonly borrowing: Fen;
  readonly createdAt: number;
}

export const members = defineTable<MemberRow>()('members', {
  kept: true,
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
  mutable: ['mobile'],
});

export interface CredentialRow {
  readonly holderNo: bigint;
  readonly passwordHash: string;
  readonly failures: number;
  readonly lockedUntil: number | null;
}

export const credentials = defineTable<CredentialRow>()('credentials', {
  key: ['holderNo'],
  types: { holderNo: 'bigint', passwordHash: 'text', failures: 'int', lockedUntil: 'instant' },
  mutable: ['passwordHash', 'failures', 'lockedUntil'],
});

export interface CardRow {
  readonly cardNo: bigint;
  readonly memberNo: bigint;
  readonly number: string;
  readonly bank: Bank;
  readonly accessType: AccessType;
  readonly bound: boolean;
  readonly boundAt: number;
}

export const cards = defineTable<CardRow>()('cards', {
  key: ['cardNo'],
  types: {
    cardNo: 'bigint',
    memberNo: 'bigint',
    number: 'sealed',
    bank: 'text',
    accessType: 'text',
    bound: 'bool',
    boundAt: 'instant',
  },
  mutable: ['bound'],
  finders: { byMember: ['memberNo'] },
});

/** The card a member has bound, or undefined. */
export function boundCard(world: World, memberNo: bigint): CardRow | undefined {
  return world.find(cards, 'byMember', memberNo).find((card) => card.bound);
}

export function wantMember(want: Want, userNo: string): MemberRow | undefined {
  return want.row(members, userNo);
}
