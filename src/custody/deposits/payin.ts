/**
 * The bank's side of a deposit: what it says is judged against what was handed over and what has come in (G-14, G-27).
 * Promises: the money of an order is credited once; every other reference is a receipt that waits for an operator;
 * what does not fit is a break; while the bank has not decided it is asked again.
 */
import type { Task } from '../../executor/lane.ts';
import type { World } from '../../executor/world.ts';
import type { Instant } from '../../kernel/time.ts';
import { CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import { waitAfter } from '../bank/asking.ts';
import { type Facts, isDecided, type Said } from '../bank/said.ts';
import type { JudgedKind } from '../breaks/kinds.ts';
import { raiseBreak, wantBreaks } from '../breaks/raise.ts';
import { chargeFee } from '../fees/charge.ts';
import { feeOf } from '../fees/schedule.ts';
import { completeOrder, orderByNo, refuseOrder, wantOrderByNo } from '../orders/paged.ts';
import { commandIn, orders } from '../orders/table.ts';
import type { Platform } from '../platforms/platform.ts';
import type { BankOutcome } from '../ports.ts';
import { credit, keepUnallocated, type Money, wantReceipts } from '../receipts/receive.ts';
import { type ReceiptRow, receipts } from '../receipts/tables.ts';
import { refusal } from '../refusals.ts';
import type { Deposit, PosDeposit } from './commands.ts';
import { type DepositRow, deposits } from './tables.ts';

type Paid = Extract<BankOutcome, { state: 'PAID' }>;

/** What is to be done about a word of the bank. `wait`: nothing new; while handed over, the bank is asked again. */
export type PayinVerdict =
  | { readonly to: 'credit'; readonly row: DepositRow; readonly paid: Paid }
  | { readonly to: 'keep'; readonly row: DepositRow; readonly paid: Paid; readonly why: JudgedKind }
  | { readonly to: 'close'; readonly row: DepositRow; readonly reason: string }
  | { readonly to: 'break'; readonly why: JudgedKind }
  | { readonly to: 'wait' };

/** What stands here when the bank speaks. */
export interface PayinStanding {
  readonly row: DepositRow | undefined;
  readonly received: readonly Pick<ReceiptRow, 'bankRef' | 'amount'>[];
  /** The order's time was over when the bank was asked: its order there carries the same expiry (G-14). */
  readonly isOver: boolean;
  /** What the bank dates from then on is no more for this order (L2.8); null: whatever it dates is. */
  readonly endsAt: Instant | null;
}

/** The bank's word against what stands here; each cell is told in `bank/verdicts.test.ts`. */
export function judgePayin(
  { row, received, isOver, endsAt }: PayinStanding,
  said: Pick<Said, 'kind' | 'outcome'>,
): PayinVerdict {
  const { outcome } = said;
  if (!isDecided(outcome)) {
    // What the bank had not got by then was never begun (G-13).
    const never = outcome.state === 'UNKNOWN' && outcome.absent && isOver;
    return never && row?.state === 'HANDED' ? { to: 'close', row, reason: '银行未收到订单' } : { to: 'wait' };
  }
  if (!row) return { to: 'break', why: 'NOT_ASKED' };
  if (said.kind !== 'PAYIN') return { to: 'break', why: 'KIND_DIFFERS' };
  if (outcome.state === 'PAID') return judgePaid({ row, received, endsAt }, outcome);
  if (outcome.state === 'RETURNED') return { to: 'break', why: 'PAYIN_RETURNED' };
  if (outcome.state !== 'CLOSED') return { to: 'wait' };
  if (row.state === 'HANDED') return { to: 'close', row, reason: outcome.reason };
  return received.length > 0 ? { to: 'break', why: 'CLOSED_AFTER_PAID' } : { to: 'wait' };
}

type Judging = Pick<PayinStanding, 'received' | 'endsAt'> & { readonly row: DepositRow };

function judgePaid({ row, received, endsAt }: Judging, paid: Paid): PayinVerdict {
  const known = received.find(({ bankRef }) => bankRef === paid.bankRef);
  if (known) return known.amount === paid.amount ? { to: 'wait' } : { to: 'break', why: 'AMOUNT_DIFFERS' };
  if (row.state === 'PAID') return { to: 'keep', row, paid, why: 'PAID_AGAIN' };
  if (row.state === 'CLOSED') return { to: 'keep', row, paid, why: received.length > 0 ? 'PAID_AGAIN' : 'PAID_LATE' };
  if (endsAt !== null && paid.paidAt >= endsAt) return { to: 'keep', row, paid, why: 'PAID_LATE' };
  return paid.amount === row.amount ? { to: 'credit', row, paid } : { to: 'keep', row, paid, why: 'AMOUNT_DIFFERS' };
}

/** What the bank said about a deposit, by its report or its answer to a query. */
export function payinSaidTask(platform: Platform, said: Said): Task<void> {
  const { orderNo, askedAt } = said;
  return {
    weight: 6,
    needs(want) {
      wantOrderByNo(want, orderNo);
      const row = want.row(deposits, orderNo);
      wantReceipts(want, orderNo, 'PAYIN');
      wantBreaks(want, orderNo);
      wantFeeAccounts(want);
      wantAccounts(want, CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME');
      if (row) wantAccounts(want, row.holderNo, 'AVAILABLE');
    },
    run(world) {
      const row = world.get(deposits, orderNo);
      const received = world.find(receipts, 'byOrder', orderNo);
      const expiresAt = orderByNo(world, orderNo)?.expiresAt ?? null;
      const isOver = askedAt !== null && (expiresAt ?? askedAt) <= askedAt;
      const endsAt = row?.barcode ? expiresAt : null;
      const verdict = judgePayin({ row, received, isOver, endsAt }, said);
      const asked = row ? askedOf(row) : null;
      if (verdict.to === 'credit')
        creditOrder(world, platform, verdict.row, { ...verdict.paid, messageId: said.messageId });
      else if (verdict.to === 'keep') keep(world, verdict.row, verdict.paid, { said, kind: verdict.why, asked });
      else if (verdict.to === 'close') close(world, verdict.row, verdict.reason);
      else if (verdict.to === 'break') raiseBreak(world, { kind: verdict.why, said, asked });
      if (row?.state === 'HANDED') askLater(world, row);
    },
  };
}

function askedOf({ state, amount, bankRef }: DepositRow): Facts {
  return { kind: 'PAYIN', state, amount, bankRef };
}

function creditOrder(world: World, platform: Platform, row: DepositRow, paid: Omit<Money, 'orderNo'>): void {
  const { orderNo, holderNo } = row;
  const { bankRef, amount } = paid;
  world.change(deposits, row, { state: 'PAID', bankRef, dueAt: null });
  credit(world, { orderNo, ...paid }, holderNo);
  const fee = feeOf(platform, 'deposit', amount);
  chargeFee(world, orderNo, fee);
  const order = orderByNo(world, orderNo);
  if (!order) throw new Error(`the order of the deposit ${orderNo} is gone`);
  const command = commandIn(order) as Deposit | PosDeposit;
  completeOrder(world, order, { fee, ...(command.verb === 'DEPOSIT' && paidBy(command, row)) });
}

/** Where a deposit was paid, and which company really carried it (D-RCG-4). */
function paidBy({ bank, payCompany }: Deposit, { channel }: DepositRow) {
  return { bank, payCompany: payCompany ?? channel };
}

function keep(
  world: World,
  row: DepositRow,
  paid: Paid,
  found: Omit<Parameters<typeof raiseBreak>[1], 'receipt'>,
): void {
  const receipt = keepUnallocated(world, { orderNo: row.orderNo, ...paid, messageId: found.said.messageId }, 'PAYIN');
  raiseBreak(world, { ...found, receipt });
  const order = orderByNo(world, row.orderNo);
  // Money stands under this number now: its outcome no longer gives way to another try (G-11).
  if (order) world.change(orders, order, { final: true });
  // Paid another amount than ordered, or too late: nothing is credited by guess, and the order must not stay under way
  // for ever.
  if (row.state === 'HANDED') close(world, row, found.kind === 'PAID_LATE' ? '逾期付款' : '金额不符');
}

function close(world: World, row: DepositRow, reason: string): void {
  world.change(deposits, row, { state: 'CLOSED', dueAt: null });
  const order = orderByNo(world, row.orderNo);
  if (order?.state === 'HANDED') refuseOrder(world, order, refusal('BANK_REPORTED_FAILURE', { reason }));
}

/** Unknown stays unknown: the bank is asked again, at growing distances of at most an hour. */
function askLater(world: World, row: DepositRow): void {
  world.change(deposits, row, { queries: row.queries + 1, dueAt: world.at + waitAfter(row.queries) });
}
