/**
 * WITHDRAW: money leaves for the bound card, a platform account's for its settlement account (L2.9, D-WDR). Accepted
 * with the trade password; what the bank then does decides between paid and returned.
 */
import type { World } from '../../executor/world.ts';
import { fail, ok } from '../../kernel/result.ts';
import { DAY, type Instant, MINUTE, startOfDay } from '../../kernel/time.ts';
import { CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { balanceOf, line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { Bank } from '../banks.ts';
import { boundCard, cards } from '../cards/tables.ts';
import { PLATFORM_PASSWORD } from '../credentials/tables.ts';
import { chargeFee } from '../fees/charge.ts';
import { feeOf } from '../fees/schedule.ts';
import { holderName, type Resolved, resolveHolder, wantHolder } from '../members/holders.ts';
import { profiles } from '../members/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type Act, insufficient, type PageVerb, requirePassword } from '../verb.ts';
import type { Withdraw } from './commands.ts';
import { withdrawals } from './tables.ts';
import type { WithdrawalUrgency } from './words.ts';

/** T+1 leaves for the bank at 00:30 Beijing of the next calendar day (L2.9). */
function payoutTime(urgency: WithdrawalUrgency, at: Instant): Instant {
  return urgency === 'URGENT' ? at : startOfDay(at) + DAY + 30 * MINUTE;
}

export const withdraw: PageVerb<Withdraw> = {
  name: 'WITHDRAW',
  personal: [],
  weight: () => 6,
  subject: (command) => holderName(command.holder),
  leaves: 'PAYOUT',
  needs(command, want) {
    const holderNo = wantHolder(want, command.holder);
    wantFeeAccounts(want);
    wantAccounts(want, CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'CUSTODIAN_FEE_INCOME');
    if (holderNo === undefined) return;
    wantAccounts(want, holderNo, 'AVAILABLE', 'FROZEN');
    want.rows(cards, 'byMember', holderNo);
    want.row(profiles, holderNo);
  },
  admit,
  page: {
    completion: { by: 'PASSWORD' },
    holder: ({ holder }) => holder,
    projectNo: () => null,
    fee: ({ amount }, platform) => feeOf(platform, 'withdraw', amount),
    arrivesAt: ({ urgency }, outcome, now) => payoutTime(urgency, outcome?.acceptedAt ?? now),
  },
  decide(command, act) {
    const { world, platform, policy, orderNo, requestNo } = act;
    const found = admit(command, act);
    if (!found.ok) return found;
    const { holder, target } = found.value;
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
      fee,
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
      messageId: null,
    });
    const outcome = { fee, cardNumber: target.number, bank: target.bank, acceptedAt: world.at };
    return { ...ok(outcome), accepted: true };
  },
};

interface Target {
  readonly number: string;
  readonly name: string;
  readonly bank: Bank;
}

function admit(command: Withdraw, act: Act): Judged<{ readonly holder: Resolved; readonly target: Target }> {
  const { world, policy } = act;
  const { amount, commission } = command;
  if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
  if (commission >= amount) return refuse('COMMISSION_TOO_HIGH', { commission, limit: amount - 1n });
  const found = resolveHolder(world, command.holder, policy.withdrawalAccounts);
  if (!found.ok) return found;
  const holder = found.value;
  const aim = targetOf(holder, act);
  if (!aim.ok) return aim;
  const target = aim.value;
  if (holder.member && !policy.withdrawalBanks[holder.type].includes(target.bank)) {
    return refuse('BANK_UNSUPPORTED', { bank: target.bank });
  }
  const available = balanceOf(world, holder.holderNo, 'AVAILABLE');
  return available < amount ? fail(insufficient(available, amount)) : ok({ holder, target });
}

/** Where the money goes: the bound card, or the settlement account given when the platform was created (D-WDR-1). */
function targetOf(holder: Resolved, { world, platform }: Act): Judged<Target> {
  if (!holder.member) {
    const { settlementAccount: number, settlementBank: bank, name } = platform;
    return number === null || bank === null ? refuse('SETTLEMENT_ACCOUNT_MISSING', {}) : ok({ number, name, bank });
  }
  const target = memberTarget(world, holder.holderNo);
  return target ? ok(target) : refuse('CARD_MISSING', { userNo: holder.member.userNo });
}

function memberTarget(world: World, memberNo: bigint): Target | null {
  const card = boundCard(world, memberNo);
  const profile = world.get(profiles, memberNo);
  return card && profile ? { number: card.number, name: profile.realName, bank: card.bank } : null;
}
