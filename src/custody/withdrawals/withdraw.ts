/**
 * WITHDRAW: money leaves for the bound card, a platform account's for its settlement account (L2.9, D-WDR). Accepted
 * with the trade password; what the bank then does decides between paid and returned.
 */
import { DAY, type Instant, MINUTE, startOfDay } from '../../kernel/time.ts';
import { CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { balanceOf, line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import { chargeFee } from '../fees/charge.ts';
import type { Bank } from '../banks.ts';
import type { Withdraw } from './commands.ts';
import type { World } from '../../executor/world.ts';
import { holderName, isRefusal, type Resolved, resolveHolder, wantHolder } from '../members/holders.ts';
import { PLATFORM_PASSWORD } from '../credentials/tables.ts';
import { boundCard, cards } from '../cards/tables.ts';
import { profiles } from '../members/tables.ts';
import { feeOf } from '../fees/schedule.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { WithdrawalUrgency } from './words.ts';
import { type Act, insufficient, refuseWith, requirePassword, type Verb } from '../verb.ts';
import { withdrawals } from './tables.ts';

/** T+1 leaves for the bank at 00:30 Beijing of the next calendar day (L2.9). */
export function payoutTime(urgency: WithdrawalUrgency, at: Instant): Instant {
  return urgency === 'URGENT' ? at : startOfDay(at) + DAY + 30 * MINUTE;
}

export const withdraw: Verb<Withdraw> = {
  name: 'WITHDRAW',
  personal: [],
  weight: () => 6,
  subject: (command) => holderName(command.holder),
  needs(command, want) {
    const holderNo = wantHolder(want, command.holder);
    wantFeeAccounts(want);
    wantAccounts(want, CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'CUSTODIAN_FEE_INCOME');
    if (holderNo === undefined) return;
    wantAccounts(want, holderNo, 'AVAILABLE', 'FROZEN');
    want.rows(cards, 'byMember', holderNo);
    want.row(profiles, holderNo);
  },
  admit(command, act) {
    const found = admit(command, act);
    return isRefusal(found) ? found : null;
  },
  decide(command, act) {
    const { world, platform, policy, orderNo, requestNo } = act;
    const found = admit(command, act);
    if (isRefusal(found)) return refuseWith(found);
    const { holder, target } = found;
    const { amount, commission, urgency } = command;
    requirePassword(act, holder.member ? holder.holderNo : PLATFORM_PASSWORD);
    // ---- nothing fails below this line
    const mode = policy.withdrawal;
    post(world, mode === 'FREEZE' ? 'withdrawal-freeze' : 'withdrawal', orderNo, [
      line(holder.holderNo, 'AVAILABLE', 'withdrawal', -amount),
      mode === 'FREEZE'
        ? line(holder.holderNo, 'FROZEN', 'withdrawal', amount)
        : line(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'withdrawal', amount),
    ]);
    const fee = feeOf(platform, 'withdraw', amount);
    chargeFee(world, orderNo, fee);
    world.insert(withdrawals, {
      orderNo,
      requestNo,
      holderNo: holder.holderNo,
      amount,
      commission,
      mode,
      urgency,
      state: 'WAITING',
      channel: platform.channel,
      card: target.number,
      accountName: target.name,
      bank: target.bank,
      bankRef: null,
      dueAt: payoutTime(urgency, world.at),
      attempts: 0,
      acceptedAt: world.at,
      finishedAt: null,
    });
    const outcome = { fee, cardNumber: target.number, bank: target.bank, acceptedAt: world.at };
    return { kind: 'done', state: 'ACCEPTED', outcome };
  },
};

interface Target {
  readonly number: string;
  readonly name: string;
  readonly bank: Bank;
}

function admit(command: Withdraw, act: Act): { readonly holder: Resolved; readonly target: Target } | Refusal {
  const { world, policy } = act;
  const { amount, commission } = command;
  if (amount === 0n) return refusal('AMOUNT_ZERO', { field: 'amount' });
  if (commission >= amount) return refusal('COMMISSION_TOO_HIGH', { commission, limit: amount - 1n });
  const holder = resolveHolder(world, command.holder, policy.withdrawalAccounts);
  if (isRefusal(holder)) return holder;
  const target = targetOf(holder, act);
  if (isRefusal(target)) return target;
  if (holder.member && !policy.withdrawalBanks[holder.type].includes(target.bank)) {
    return refusal('BANK_UNSUPPORTED', { bank: target.bank });
  }
  const available = balanceOf(world, holder.holderNo, 'AVAILABLE');
  return available < amount ? insufficient(available, amount) : { holder, target };
}

/** Where the money goes: the bound card, or the settlement account given when the platform was created (D-WDR-1). */
function targetOf(holder: Resolved, { world, platform }: Act): Target | Refusal {
  if (!holder.member) {
    const { settlementAccount: number, settlementBank: bank, name } = platform;
    return number === null || bank === null ? refusal('SETTLEMENT_ACCOUNT_MISSING', {}) : { number, name, bank };
  }
  return memberTarget(world, holder.holderNo) ?? refusal('CARD_MISSING', { userNo: holder.member.userNo });
}

function memberTarget(world: World, memberNo: bigint): Target | null {
  const card = boundCard(world, memberNo);
  const profile = world.get(profiles, memberNo);
  return card && profile ? { number: card.number, name: profile.realName, bank: card.bank } : null;
}
