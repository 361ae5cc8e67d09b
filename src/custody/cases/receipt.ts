/** RECEIPT: money that belongs to nobody yet is credited to a member (G-14). */
import type { World } from '../../executor/world.ts';
import type { Failure } from '../../kernel/result.ts';
import { wantAccounts } from '../../ledger/journal.ts';
import { members, wantMember } from '../members/tables.ts';
import { object, type Objection } from '../objections.ts';
import type { CaseKind } from './kind.ts';
import { creditReceipt, objectToReceipt, wantUnallocated } from './unallocated.ts';
import type { ReceiptPlan } from './words.ts';

export const receipt: CaseKind<ReceiptPlan> = {
  about: 'RECEIPT',
  plans: true,
  papers: 0,
  needs(row, plan, want) {
    wantUnallocated(row, want);
    const member = plan ? wantMember(want, plan.userNo) : undefined;
    if (member) wantAccounts(want, member.memberNo, 'AVAILABLE');
  },
  judge(row, plan, { world }) {
    const settled = objectToReceipt(world, row);
    return settled ?? (plan ? objectToMember(world, plan.userNo) : null);
  },
  approve(row, { userNo }, { world }) {
    const member = world.get(members, userNo);
    if (!member) throw new Error(`member ${userNo} is gone`);
    return creditReceipt(world, row, member.memberNo);
  },
};

/** Whose account is not active is credited nothing by hand. */
function objectToMember(world: World, userNo: string): Failure<Objection> | null {
  const member = world.get(members, userNo);
  if (!member) return object('CASE_MEMBER_UNKNOWN', { userNo });
  const { state } = member;
  return state === 'ACTIVE' ? null : object('CASE_MEMBER_NOT_ACTIVE', { userNo, state });
}
