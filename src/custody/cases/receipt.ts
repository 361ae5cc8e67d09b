/** RECEIPT: money that belongs to nobody yet is credited to a member, or sent back to who paid it (G-14). */
import type { World } from '../../executor/world.ts';
import type { Failure } from '../../kernel/result.ts';
import { wantAccounts } from '../../ledger/journal.ts';
import { members, wantMember } from '../members/tables.ts';
import { object, type Objection } from '../objections.ts';
import { beginSendBack, wantSendBack } from '../receipts/send-back.ts';
import type { ReceiptRow } from '../receipts/tables.ts';
import type { CaseKind } from './kind.ts';
import { creditReceipt, unallocatedReceipt, wantUnallocated } from './unallocated.ts';
import type { ReceiptPlan } from './words.ts';

export const receipt: CaseKind<ReceiptPlan> = {
  about: 'RECEIPT',
  plans: true,
  papers: 0,
  needs(row, plan, want) {
    wantUnallocated(row, want);
    if (plan?.to === 'PAYER') wantSendBack(want);
    const member = plan?.to === 'MEMBER' ? wantMember(want, plan.userNo) : undefined;
    if (member) wantAccounts(want, member.memberNo, 'AVAILABLE');
  },
  judge(row, plan, { world }) {
    const found = unallocatedReceipt(world, row);
    if (!found.ok) return found;
    if (plan === null) return null;
    return plan.to === 'PAYER' ? objectToPayer(found.value) : objectToMember(world, plan.userNo);
  },
  approve(row, plan, { world, platform }) {
    if (plan.to === 'PAYER') {
      const found = unallocatedReceipt(world, row);
      if (!found.ok) throw new Error(`receipt ${row.receiptNo} is settled`);
      return beginSendBack(world, row, found.value, platform.channel);
    }
    const member = world.get(members, plan.userNo);
    if (!member) throw new Error(`member ${plan.userNo} is gone`);
    return creditReceipt(world, row, member.memberNo);
  },
};

/** What came back of a payout nobody has paid in: there is nobody to send it to. */
function objectToPayer({ source, receiptNo }: ReceiptRow): Failure<Objection> | null {
  return source === 'PAYIN' ? null : object('CASE_RECEIPT_CAME_BACK', { receiptNo });
}

/** Whose account is not active is credited nothing by hand. */
function objectToMember(world: World, userNo: string): Failure<Objection> | null {
  const member = world.get(members, userNo);
  if (!member) return object('CASE_MEMBER_UNKNOWN', { userNo });
  const { state } = member;
  return state === 'ACTIVE' ? null : object('CASE_MEMBER_NOT_ACTIVE', { userNo, state });
}
