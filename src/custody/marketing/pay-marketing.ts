/**
 * PAY_MARKETING: marketing money that was set aside is paid to members (L2.19), all details or none, in parts as long
 * as something is left of the hold. A member of two details gets both. One entry, however many are paid.
 */
import { sum } from '../../kernel/money.ts';
import { fail, ok } from '../../kernel/result.ts';
import { line, post, wantAccounts } from '../../ledger/journal.ts';
import { holds, remainingOf, takeFromHold } from '../holds/tables.ts';
import { activeMember } from '../members/holders.ts';
import { wantMember } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import type { Act, Verb } from '../verb.ts';
import type { MarketingDetail, PayMarketing } from './commands.ts';

interface Payment extends MarketingDetail {
  readonly memberNo: bigint;
}

export const payMarketing: Verb<PayMarketing> = {
  name: 'PAY_MARKETING',
  personal: [],
  weight: ({ details }) => 5 + details.length * 2,
  subject: ({ holdNo }) => holdNo,
  leaves: null,
  needs({ holdNo, details }, want) {
    const hold = want.row(holds, holdNo);
    if (hold) wantAccounts(want, hold.holderNo, 'FROZEN');
    for (const { userNo } of details) {
      const member = wantMember(want, userNo);
      if (member) wantAccounts(want, member.memberNo, 'AVAILABLE');
    }
  },
  decide({ holdNo, details }, act) {
    const { world, orderNo } = act;
    if (details.length === 0) return refuse('AMOUNT_ZERO', { field: 'details' });
    const hold = world.get(holds, holdNo);
    if (!hold) return refuse('HOLD_UNKNOWN', { holdNo });
    if (hold.kind !== 'MARKETING') return refuse('HOLD_KIND', { holdNo, kind: hold.kind });
    const read = readDetails(details, act);
    if (!read.ok) return fail(read.error);
    const needed = sum(details.map(({ amount }) => amount));
    const left = remainingOf(hold);
    if (needed > left) return refuse('HOLD_EXCEEDED', { holdNo, left, needed });
    // ---- nothing fails below this line
    const paid = read.value.map(({ memberNo, amount }) => line(memberNo, 'AVAILABLE', 'marketing', amount));
    post(world, 'pay-marketing', orderNo, [line(hold.holderNo, 'FROZEN', 'marketing', -needed), ...paid]);
    takeFromHold(world, hold, { confirmed: needed });
    return ok({});
  },
};

/** The details with their payees, or the first refusal among them. */
function readDetails(details: readonly MarketingDetail[], { world }: Act): Judged<readonly Payment[]> {
  const payments: Payment[] = [];
  for (const detail of details) {
    if (detail.amount === 0n) return refuse('AMOUNT_ZERO', { field: 'details.amount' });
    const found = activeMember(world, detail.userNo);
    if (!found.ok) return found;
    payments.push({ ...detail, memberNo: found.value.memberNo });
  }
  return ok(payments);
}
