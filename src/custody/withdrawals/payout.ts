/**
 * The bank's side of a withdrawal: sent when its time has come, then paid or returned (L2.9, D-WDR-2). The intent to
 * send is committed before the bank is called; the bank keys a payout by our number, so telling it again is safe. What
 * it says is judged against what was asked: only a word that fits moves money, everything else is a break (G-27).
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import type { Fen } from '../../kernel/money.ts';
import { ACCOUNT_HOLDERS, CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { Line } from '../../ledger/post.ts';
import { waitAfter } from '../bank/asking.ts';
import { type Facts, isDecided, type Said } from '../bank/said.ts';
import type { JudgedKind } from '../breaks/kinds.ts';
import { raiseBreak, wantBreaks } from '../breaks/raise.ts';
import { giveFeeBack, wantFeeGivenBack } from '../fees/charge.ts';
import { noteEvent } from '../orders/history.ts';
import { completeOrder, orderByNo, refuseOrder, wantOrderByNo } from '../orders/paged.ts';
import { orders } from '../orders/table.ts';
import type { Policy } from '../policy.ts';
import type { BankOutcome } from '../ports.ts';
import { keepUnallocated, wantReceipts } from '../receipts/receive.ts';
import { type ReceiptRow, receipts } from '../receipts/tables.ts';
import { refusal } from '../refusals.ts';
import { type WithdrawalRow, withdrawals } from './tables.ts';

/** Commits the intent to tell the bank; null when there is nothing to tell any more, or not yet. */
export function sendTask(orderNo: bigint): Task<WithdrawalRow | null> {
  return {
    weight: 1,
    needs(want) {
      want.row(withdrawals, orderNo);
      want.rows(orders, 'byNo', orderNo);
    },
    run(world) {
      const row = world.get(withdrawals, orderNo);
      const due = row?.dueAt !== null && row?.dueAt !== undefined && row.dueAt <= world.at;
      if (!row || !due || row.state === 'PAID' || row.state === 'RETURNED') return null;
      const dueAt = world.at + waitAfter(row.attempts);
      world.change(withdrawals, row, { state: 'SENT', attempts: row.attempts + 1, dueAt });
      const order = orderByNo(world, orderNo);
      if (order && row.attempts === 1) noteEvent(world, order, 'sent');
      return { ...row };
    },
  };
}

type Paid = Extract<BankOutcome, { state: 'PAID' }>;
type Returned = Extract<BankOutcome, { state: 'RETURNED' }>;

/** What is to be done about a word of the bank. `wait`: nothing new. */
export type PayoutVerdict<R = WithdrawalRow> =
  | { readonly to: 'pay'; readonly row: R; readonly bankRef: string }
  | { readonly to: 'return'; readonly row: R; readonly reason: string; readonly bankRef: string | null }
  | { readonly to: 'keep'; readonly row: R; readonly returned: Returned; readonly why: JudgedKind }
  | { readonly to: 'break'; readonly why: JudgedKind }
  | { readonly to: 'wait' };

type Verdict<To extends PayoutVerdict['to']> = Extract<PayoutVerdict, { to: To }>;

/** What of a payout the bank's word is judged by, whatever it pays out. */
export type Payout = Pick<WithdrawalRow, 'state' | 'amount' | 'commission' | 'bankRef'>;

/** What stands here when the bank speaks: the payout, and what came back of it after it had been paid. */
export interface PayoutStanding<R extends Payout = WithdrawalRow> {
  readonly row: R | undefined;
  readonly received: readonly Pick<ReceiptRow, 'bankRef' | 'amount'>[];
}

const WAIT = { to: 'wait' } as const;

/** The bank's word against what stands here; each cell is told in `bank/verdicts.test.ts`. */
export function judgePayout<R extends Payout>(
  { row, received }: PayoutStanding<R>,
  said: Pick<Said, 'kind' | 'outcome'>,
): PayoutVerdict<R> {
  const { outcome } = said;
  if (!isDecided(outcome)) return WAIT;
  if (!row || row.state === 'WAITING') return broken('NOT_ASKED');
  if (said.kind !== 'PAYOUT') return broken('KIND_DIFFERS');
  if (outcome.state === 'CLOSED') {
    if (row.state === 'PAID') return broken('CLOSED_AFTER_PAID');
    return row.state === 'SENT' ? { to: 'return', row, reason: outcome.reason, bankRef: null } : WAIT;
  }
  if (outcome.state !== 'PAID' && outcome.state !== 'RETURNED') return WAIT;
  if (row.state === 'SENT') {
    if (outcome.amount !== paidOut(row)) return broken('AMOUNT_DIFFERS');
    const { bankRef } = outcome;
    return outcome.state === 'PAID'
      ? { to: 'pay', row, bankRef }
      : { to: 'return', row, reason: outcome.reason, bankRef };
  }
  return outcome.state === 'PAID' ? judgePaid(row, outcome) : judgeReturned(row, received, outcome);
}

/** Paid, of a payout that has ended. */
function judgePaid<R extends Payout>(row: R, { bankRef, amount }: Paid): PayoutVerdict<R> {
  if (row.state === 'RETURNED') return broken(wasClosed(row) ? 'PAID_AFTER_CLOSED' : 'PAID_AFTER_RETURN');
  if (bankRef !== row.bankRef) return broken('PAID_AGAIN');
  return amount === paidOut(row) ? WAIT : broken('AMOUNT_DIFFERS');
}

/** Returned, of a payout that has ended: once it was paid a receipt, the first time and with the amount paid out. */
function judgeReturned<R extends Payout>(
  row: R,
  received: PayoutStanding['received'],
  returned: Returned,
): PayoutVerdict<R> {
  if (wasClosed(row)) return broken('RETURNED_AFTER_CLOSED');
  const { bankRef, amount } = returned;
  const before = row.state === 'RETURNED' ? row.bankRef : (received[0]?.bankRef ?? null);
  const isFirst = row.state === 'PAID' && received.length === 0;
  if (!isFirst && bankRef !== before) return broken('RETURNED_AGAIN');
  if (amount !== paidOut(row)) return broken('AMOUNT_DIFFERS');
  return isFirst ? { to: 'keep', row, returned, why: 'RETURNED_AFTER_PAID' } : WAIT;
}

/** What comes back has a reference; what the bank closed never left it. */
function wasClosed({ state, bankRef }: Payout): boolean {
  return state === 'RETURNED' && bankRef === null;
}

function broken(why: JudgedKind) {
  return { to: 'break', why } as const;
}

/** What the bank is asked to pay: the commission stays here (D-WDR-4). */
export function paidOut({ amount, commission }: Pick<WithdrawalRow, 'amount' | 'commission'>): Fen {
  return amount - commission;
}

/** What the bank said about a payout, by its answer or its report. Twice the same is once. */
export function payoutSaidTask(policy: Policy, said: Said): Task<void> {
  const { orderNo } = said;
  return {
    weight: 6,
    needs(want) {
      wantOrderByNo(want, orderNo);
      wantReceipts(want, orderNo, 'RETURN');
      wantBreaks(want, orderNo);
      const row = want.row(withdrawals, orderNo);
      if (row) wantPostings(want, row);
    },
    run(world) {
      const row = world.get(withdrawals, orderNo);
      const received = world.find(receipts, 'byOrder', orderNo);
      const verdict = judgePayout({ row, received }, said);
      const asked = row ? askedOf(row) : null;
      if (verdict.to === 'pay') paid(world, verdict, policy, said.messageId);
      else if (verdict.to === 'return') returned(world, verdict, said.messageId);
      else if (verdict.to === 'break') raiseBreak(world, { kind: verdict.why, said, asked });
      else if (verdict.to === 'keep') {
        // The outcome is final (G-11), so nobody is credited: the money waits for an operator (G-14).
        const receipt = keepUnallocated(
          world,
          { orderNo, ...verdict.returned, paidAt: null, messageId: said.messageId },
          'RETURN',
        );
        raiseBreak(world, { kind: verdict.why, said, asked, receipt });
        const order = orderByNo(world, orderNo);
        if (order) noteEvent(world, order, 'sentBack');
      }
    },
  };
}

function askedOf(row: WithdrawalRow): Facts {
  return { kind: 'PAYOUT', state: row.state, amount: paidOut(row), bankRef: row.bankRef };
}

function wantPostings(want: Want, row: WithdrawalRow): void {
  wantAccounts(want, row.holderNo, 'AVAILABLE', 'FROZEN');
  wantAccounts(want, CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'BANK_POOL');
  if (row.commission > 0n || row.holderNo === ACCOUNT_HOLDERS.FEE) wantFeeAccounts(want);
  if (row.fee > 0n) wantFeeGivenBack(want);
}

/** Where the withdrawn money stands while it is under way. */
function underWay(row: WithdrawalRow, amount: Fen): Line<'withdrawal'> {
  return row.mode === 'FREEZE'
    ? line(row.holderNo, 'FROZEN', 'withdrawal', amount)
    : line(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'withdrawal', amount);
}

/** The card has it: the pool is lower by amount - commission, the commission goes to the fee account (D-WDR-4). */
function paid(world: World, { row, bankRef }: Verdict<'pay'>, policy: Policy, messageId: string | null): void {
  world.change(withdrawals, row, { state: 'PAID', bankRef, messageId, dueAt: null, finishedAt: world.at });
  post(world, 'withdrawal-paid', row.orderNo, [
    underWay(row, -row.amount),
    line(CUSTODIAN_HOLDER, 'BANK_POOL', 'withdrawal', paidOut(row)),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', row.commission),
  ]);
  const order = orderByNo(world, row.orderNo);
  if (order?.state === 'ACCEPTED') completeOrder(world, order, order.outcome, policy.withdrawalSuccessNotice);
}

/** The bank did not pay: the whole amount comes back, the fee with it, and the platform is told. */
function returned(world: World, { row, reason, bankRef }: Verdict<'return'>, messageId: string | null): void {
  const { fee } = row;
  const ended = { state: 'RETURNED', bankRef, messageId, dueAt: null, finishedAt: world.at } as const;
  world.change(withdrawals, row, { ...ended, fee: 0n });
  post(world, 'withdrawal-returned', row.orderNo, [
    underWay(row, -row.amount),
    line(row.holderNo, 'AVAILABLE', 'withdrawal', row.amount),
  ]);
  giveFeeBack(world, row.orderNo, fee);
  const order = orderByNo(world, row.orderNo);
  if (order?.state === 'ACCEPTED') refuseOrder(world, order, refusal('BANK_RETURNED', { reason }));
}
