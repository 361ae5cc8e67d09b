/**
 * The bank's side of a withdrawal: sent when its time has come, then paid or returned (L2.9, D-WDR-2). The intent to
 * send is committed before the bank is called; the bank keys a payout by our number, so telling it again is safe.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { MINUTE } from '../../kernel/time.ts';
import { ACCOUNT_HOLDERS, CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { Line } from '../../ledger/post.ts';
import { completeOrder, orderByNo, refuseOrder, wantOrderByNo } from '../orders/paged.ts';
import type { Policy } from '../policy.ts';
import type { BankOutcome } from '../ports.ts';
import { refusal } from '../refusals.ts';
import { type WithdrawalRow, withdrawals } from './tables.ts';

/** Commits the intent to tell the bank; null when there is nothing to tell any more, or not yet. */
export function sendTask(orderNo: bigint): Task<WithdrawalRow | null> {
  return {
    weight: 1,
    needs: (want) => void want.row(withdrawals, orderNo),
    run(world) {
      const row = world.get(withdrawals, orderNo);
      const due = row?.dueAt !== null && row?.dueAt !== undefined && row.dueAt <= world.at;
      if (!row || !due || row.state === 'PAID' || row.state === 'RETURNED') return null;
      const wait = Math.min(60, 2 ** Math.min(row.attempts, 6)) * MINUTE;
      world.change(withdrawals, row, { state: 'SENT', attempts: row.attempts + 1, dueAt: world.at + wait });
      return { ...row };
    },
  };
}

/** What the bank says about a payout, by its answer or its report. Twice the same is once. */
export function payoutReportedTask(policy: Policy, orderNo: bigint, outcome: BankOutcome): Task<void> {
  return {
    weight: 6,
    needs(want) {
      wantOrderByNo(want, orderNo);
      const row = want.row(withdrawals, orderNo);
      if (row) wantPostings(want, row);
    },
    run(world) {
      const row = world.get(withdrawals, orderNo);
      if (!row || row.state === 'RETURNED') return;
      if (row.state === 'PAID') {
        if (outcome.state === 'RETURNED') sentBack(world, row, outcome.bankRef);
      } else if (outcome.state === 'PAID') paid(world, row, policy, outcome.bankRef);
      else if (outcome.state === 'RETURNED') returned(world, row, outcome.reason, outcome.bankRef);
      else if (outcome.state === 'CLOSED') returned(world, row, outcome.reason, null);
    },
  };
}

function wantPostings(want: Want, row: WithdrawalRow): void {
  wantAccounts(want, row.holderNo, 'AVAILABLE', 'FROZEN');
  wantAccounts(want, CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'BANK_POOL');
  if (row.commission > 0n) wantFeeAccounts(want);
}

/** Where the withdrawn money stands while it is under way. */
function underWay(row: WithdrawalRow, amount: bigint): Line {
  return row.mode === 'FREEZE'
    ? line(row.holderNo, 'FROZEN', 'withdrawal', amount)
    : line(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'withdrawal', amount);
}

/** The card has it: the pool is lower by amount - commission, the commission goes to the fee account (D-WDR-4). */
function paid(world: World, row: WithdrawalRow, policy: Policy, bankRef: string): void {
  world.change(withdrawals, row, { state: 'PAID', bankRef, dueAt: null, finishedAt: world.at });
  post(world, 'withdrawal-paid', row.orderNo, [
    underWay(row, -row.amount),
    line(CUSTODIAN_HOLDER, 'BANK_POOL', 'withdrawal', row.amount - row.commission),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', row.commission),
  ]);
  const order = orderByNo(world, row.orderNo);
  if (order?.state === 'ACCEPTED') completeOrder(world, order, order.outcome, policy.withdrawalSuccessNotice);
}

/** The bank did not pay: the whole amount comes back and the platform is told. */
function returned(world: World, row: WithdrawalRow, reason: string, bankRef: string | null): void {
  world.change(withdrawals, row, { state: 'RETURNED', bankRef, dueAt: null, finishedAt: world.at });
  post(world, 'withdrawal-returned', row.orderNo, [
    underWay(row, -row.amount),
    line(row.holderNo, 'AVAILABLE', 'withdrawal', row.amount),
  ]);
  const order = orderByNo(world, row.orderNo);
  if (order?.state === 'ACCEPTED') refuseOrder(world, order, refusal('BANK_RETURNED', { reason }));
}

/**
 * The card's bank sends back what ours had reported as paid. The outcome is final (G-11), so nobody is credited: the
 * money waits for an operator, as all that arrives for an order already ended (G-14).
 */
function sentBack(world: World, row: WithdrawalRow, bankRef: string): void {
  world.change(withdrawals, row, { state: 'RETURNED', bankRef });
  const amount = row.amount - row.commission;
  post(world, 'withdrawal-sent-back', row.orderNo, [
    line(CUSTODIAN_HOLDER, 'BANK_POOL', 'withdrawal', -amount),
    line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'withdrawal', amount),
  ]);
}
