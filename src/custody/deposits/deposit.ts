/**
 * DEPOSIT: the browser goes to the bank's page; what the bank then says decides (L2.6, D-RCG, G-14). Handed over, the
 * order is under way until the bank says paid or closed. A report that comes late or twice credits once; money for an
 * order that has ended goes to unallocated receipts.
 */
import type { Task } from '../../executor/lane.ts';
import type { World } from '../../executor/world.ts';
import { MINUTE } from '../../kernel/time.ts';
import { CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import { chargeFee } from '../fees/charge.ts';
import { feeOf } from '../fees/schedule.ts';
import { holderName, type Resolved, resolveHolder, wantHolder } from '../members/holders.ts';
import { completeOrder, expireIfDue, moveOrder, orderByNo, refuseOrder, wantOrderByNo } from '../orders/paged.ts';
import { commandIn, orders } from '../orders/table.ts';
import { MOVED, type StepAnswer } from '../page-orders/pages.ts';
import type { Platform } from '../platforms/platform.ts';
import type { BankOutcome } from '../ports.ts';
import { type Judged, refusal, refuse } from '../refusals.ts';
import type { Act, Verb } from '../verb.ts';
import type { Deposit } from './commands.ts';
import { type DepositRow, deposits } from './tables.ts';

/** A payer is seldom longer at the bank: then it is asked, however late the page was said to expire. */
const LONG_ENOUGH = 15 * MINUTE;

export const deposit: Verb<Deposit> = {
  name: 'DEPOSIT',
  personal: [],
  weight: () => 4,
  subject: (command) => holderName(command.holder),
  needs: (command, want) => void wantHolder(want, command.holder),
  admit: resolve,
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
  const payer = command.way === 'NETBANK_B2C' ? 'PERSON' : 'ENTERPRISE';
  if (holder.member && holder.type !== payer) return refuse('DEPOSIT_WAY_MISMATCH', { way: command.way });
  if (command.bank !== null && !policy.depositBanks[payer].includes(command.bank)) {
    return refuse('BANK_UNSUPPORTED', { bank: command.bank });
  }
  return found;
}

/** The browser is handed over: from now on only the bank decides. Repeatable while the order lives. */
export function handOverTask(orderNo: bigint, channel: string): Task<StepAnswer> {
  return {
    weight: 2,
    needs(want) {
      const order = wantOrderByNo(want, orderNo);
      want.row(deposits, orderNo);
      if (order) wantHolder(want, (commandIn(order) as Deposit).holder);
    },
    run(world) {
      const order = orderByNo(world, orderNo);
      if (!order || expireIfDue(world, order) || order.state !== 'OPEN') return MOVED;
      const command = commandIn(order) as Deposit;
      const holder = resolveHolder(world, command.holder, ['FEE', 'COMPENSATION', 'MARKETING']);
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
        amount: command.amount,
        channel,
        state: 'HANDED',
        bankRef: null,
        paidAt: null,
        handedAt: world.at,
        dueAt: Math.min(expiresAt ?? world.at, world.at + LONG_ENOUGH) + MINUTE,
        queries: 0,
      });
      return MOVED;
    },
  };
}

/** What the bank says about a deposit, by its report or its answer to a query. */
export function payinReportedTask(platform: Platform, orderNo: bigint, outcome: BankOutcome): Task<void> {
  return {
    weight: 6,
    needs(want) {
      wantOrderByNo(want, orderNo);
      const row = want.row(deposits, orderNo);
      wantFeeAccounts(want);
      wantAccounts(want, CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE', 'UNALLOCATED_RECEIPTS', 'CUSTODIAN_FEE_INCOME');
      if (row) wantAccounts(want, row.holderNo, 'AVAILABLE');
    },
    run(world) {
      const row = world.get(deposits, orderNo);
      if (!row || row.state === 'PAID' || row.state === 'UNALLOCATED') return;
      if (outcome.state === 'PAID') credit(world, platform, row, outcome);
      else if (row.state !== 'HANDED') return;
      else if (outcome.state === 'CLOSED') close(world, row, outcome.reason);
      else if (outcome.state === 'UNKNOWN' && outcome.absent && isOver(world, row)) close(world, row, '银行未收到订单');
      else askLater(world, row);
    },
  };
}

type Paid = Extract<BankOutcome, { state: 'PAID' }>;

function credit(world: World, platform: Platform, row: DepositRow, paid: Paid): void {
  const order = orderByNo(world, row.orderNo);
  const { bankRef, paidAt, amount } = paid;
  const expected = order?.state === 'HANDED' && row.state === 'HANDED' && amount === row.amount;
  world.change(deposits, row, { state: expected ? 'PAID' : 'UNALLOCATED', bankRef, paidAt, dueAt: null });
  const receivable = line(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE', 'deposit', -amount);
  if (!expected) {
    post(world, 'unallocated-receipt', row.orderNo, [
      receivable,
      line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'deposit', amount),
    ]);
    if (!order) return;
    // Money stands under this number now: its outcome no longer gives way to another try (G-11).
    world.change(orders, order, { final: true });
    // Paid another amount than ordered: nothing is credited by guess, and the order must not stay under way for ever.
    if (order.state === 'HANDED') refuseOrder(world, order, refusal('BANK_REPORTED_FAILURE', { reason: '金额不符' }));
    return;
  }
  post(world, 'deposit', row.orderNo, [receivable, line(row.holderNo, 'AVAILABLE', 'deposit', amount)]);
  const fee = feeOf(platform, 'deposit', amount);
  chargeFee(world, row.orderNo, fee);
  const { bank, payCompany } = commandIn(order) as Deposit;
  completeOrder(world, order, { fee, bank, payCompany: payCompany ?? row.channel });
}

function close(world: World, row: DepositRow, reason: string): void {
  world.change(deposits, row, { state: 'CLOSED', dueAt: null });
  const order = orderByNo(world, row.orderNo);
  if (order?.state === 'HANDED') refuseOrder(world, order, refusal('BANK_REPORTED_FAILURE', { reason }));
}

/** The bank's order carries the same expiry (G-14): one that the bank has not got by then was never begun (G-13). */
function isOver(world: World, row: DepositRow): boolean {
  return (orderByNo(world, row.orderNo)?.expiresAt ?? world.at) <= world.at;
}

/** Unknown stays unknown: the bank is asked again, at growing distances of at most an hour. */
function askLater(world: World, row: DepositRow): void {
  const wait = Math.min(60, 2 ** Math.min(row.queries, 6)) * MINUTE;
  world.change(deposits, row, { queries: row.queries + 1, dueAt: world.at + wait });
}
