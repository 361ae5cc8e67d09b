/**
 * POS_DEPOSIT: ordered by a direct call, entered by a gateway call, paid at a POS terminal that reads the barcode of
 * its page (L2.7, L2.8). Showing the barcode is the hand-over: from then on only the bank decides, by what it dates
 * before the order's end (`payin.ts`).
 */
import type { Task } from '../../executor/lane.ts';
import { AMOUNT_LIMIT, type Fen } from '../../kernel/money.ts';
import { feeOf } from '../fees/schedule.ts';
import { holderName, resolveHolder, wantHolder } from '../members/holders.ts';
import { keptCommand } from '../orders/once.ts';
import { expireIfDue, orderByNo, wantOrderByNo } from '../orders/paged.ts';
import { commandIn, orders } from '../orders/table.ts';
import { MOVED, type StepAnswer } from '../page-orders/pages.ts';
import { refuse } from '../refusals.ts';
import type { PageVerb } from '../verb.ts';
import type { PosDeposit } from './commands.ts';

export const posDeposit: PageVerb<PosDeposit> = {
  name: 'POS_DEPOSIT',
  personal: [],
  placed: true,
  weight: () => 2,
  subject: (command) => holderName(command.holder),
  leaves: null,
  needs: (command, want) => void wantHolder(want, command.holder),
  admit(command, { world, policy }) {
    if (command.amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
    const found = resolveHolder(world, command.holder, policy.depositAccounts);
    // Who stands at a terminal pays with a card of his own: an enterprise has none (L2.2-6).
    const enterprise = found.ok && found.value.member !== null && found.value.type === 'ENTERPRISE';
    return enterprise ? refuse('DEPOSIT_WAY_MISMATCH', { way: 'POS' }) : found;
  },
  page: {
    completion: { by: 'TERMINAL' },
    holder: ({ holder }) => holder,
    projectNo: () => null,
    fee: ({ amount }, platform) => (amount === null ? null : feeOf(platform, 'deposit', amount)),
    arrivesAt: () => null,
  },
  /** It is completed by the bank, never by its page: pressing on without the bank leads nowhere. */
  decide: () => refuse('BANK_REPORTED_FAILURE', { reason: '' }),
};

/** The payer's amount, where the platform said none: the first one entered is the amount ordered, and stays it. */
export function amountTask(orderNo: bigint, amount: Fen): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void wantOrderByNo(want, orderNo),
    run(world) {
      if (amount <= 0n || amount >= AMOUNT_LIMIT) return refuse('AMOUNT_ZERO', { field: 'amount' });
      const order = orderByNo(world, orderNo);
      if (!order || expireIfDue(world, order) || order.state !== 'OPEN') return MOVED;
      const command = commandIn(order) as PosDeposit;
      if (command.amount !== null) return MOVED;
      // Nothing of it is personal, so nothing is told by its fingerprint.
      world.change(orders, order, keptCommand<PosDeposit>({ ...command, amount }, [], String));
      return MOVED;
    },
  };
}
