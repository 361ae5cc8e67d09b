/**
 * DEPOSIT: the browser goes to the bank's page; what the bank then says decides (L2.6, D-RCG, G-14). Handed over, the
 * order is under way until the bank says paid or closed (`payin.ts`).
 */
import type { Task } from '../../executor/lane.ts';
import { MINUTE } from '../../kernel/time.ts';
import { feeOf } from '../fees/schedule.ts';
import { holderName, type Resolved, resolveHolder, wantHolder } from '../members/holders.ts';
import { expireIfDue, moveOrder, orderByNo, refuseOrder, wantOrderByNo } from '../orders/paged.ts';
import { commandIn } from '../orders/table.ts';
import { MOVED, type StepAnswer } from '../page-orders/pages.ts';
import type { Platform } from '../platforms/platform.ts';
import { type Judged, refuse } from '../refusals.ts';
import type { Act, PageVerb } from '../verb.ts';
import type { Deposit, PosDeposit } from './commands.ts';
import { deposits } from './tables.ts';

/** A payer is seldom longer at the bank: then it is asked, however late the page was said to expire. */
const LONG_ENOUGH = 15 * MINUTE;

export const deposit: PageVerb<Deposit> = {
  name: 'DEPOSIT',
  personal: [],
  weight: () => 4,
  subject: (command) => holderName(command.holder),
  leaves: null,
  needs: (command, want) => void wantHolder(want, command.holder),
  admit: resolve,
  page: {
    completion: { by: 'BANK', handOver: handOverTask, payin },
    holder: ({ holder }) => holder,
    projectNo: () => null,
    fee: ({ amount }, platform) => feeOf(platform, 'deposit', amount),
    arrivesAt: () => null,
  },
  /** A deposit is completed by the bank, never by its page: pressing on without the bank leads nowhere. */
  decide(command, act) {
    const resolved = resolve(command, act);
    return resolved.ok ? refuse('BANK_REPORTED_FAILURE', { reason: '' }) : resolved;
  },
};

/** Who is paid in for, by which way and bank (L2.6-3, -4, D-RCG-1). */
function resolve(command: Deposit, { world, policy }: Act): Judged<Resolved> {
  if (command.amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
  const found = resolveHolder(world, command.holder, policy.depositAccounts);
  if (!found.ok) return found;
  const holder = found.value;
  const payer = payerOf(command);
  if (holder.member && holder.type !== payer) return refuse('DEPOSIT_WAY_MISMATCH', { way: command.way });
  if (command.bank !== null && !policy.depositBanks[payer].includes(command.bank)) {
    return refuse('BANK_UNSUPPORTED', { bank: command.bank });
  }
  return found;
}

/** Whether a person or an enterprise pays (B2C or B2B netbank). */
function payerOf({ way }: Deposit): 'PERSON' | 'ENTERPRISE' {
  return way === 'NETBANK_B2C' ? 'PERSON' : 'ENTERPRISE';
}

function payin(command: Deposit, platform: Platform) {
  const { amount, bank } = command;
  return { amount, bank, payer: payerOf(command), subject: `${platform.name} 账户充值` };
}

/**
 * The browser is handed over, or with a `barcode` the payer to a terminal: from now on only the bank decides.
 * Repeatable while the order lives; one whose amount is not known yet stays.
 */
export function handOverTask(orderNo: bigint, channel: string, barcode: string | null = null): Task<StepAnswer> {
  return {
    weight: 2,
    needs(want) {
      const order = wantOrderByNo(want, orderNo);
      if (order) wantHolder(want, (commandIn(order) as Deposit | PosDeposit).holder);
    },
    run(world) {
      const order = orderByNo(world, orderNo);
      if (!order || expireIfDue(world, order) || order.state !== 'OPEN') return MOVED;
      const { amount, holder: of } = commandIn(order) as Deposit | PosDeposit;
      if (amount === null) return MOVED;
      const holder = resolveHolder(world, of, ['FEE', 'COMPENSATION', 'MARKETING']);
      if (!holder.ok) {
        refuseOrder(world, order, holder.error);
        return MOVED;
      }
      const { requestNo, expiresAt } = order;
      moveOrder(world, order, 'handedOver');
      world.insert(deposits, {
        orderNo,
        requestNo,
        holderNo: holder.value.holderNo,
        amount,
        channel,
        barcode,
        state: 'HANDED',
        bankRef: null,
        handedAt: world.at,
        dueAt: Math.min(expiresAt ?? world.at, world.at + LONG_ENOUGH) + MINUTE,
        queries: 0,
      });
      return MOVED;
    },
  };
}
