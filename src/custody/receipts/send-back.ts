/**
 * Unallocated money goes back to who paid it, by a payout to the payer (G-14): payable from the decision on, sent in
 * three beats as every payout is, judged as every payout is (G-27). Promise: when it does not arrive – returned,
 * closed, or sent back after it had been paid – it is the same receipt again, and the case that decided it is open.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { line, post, wantAccounts } from '../../ledger/journal.ts';
import { waitAfter } from '../bank/asking.ts';
import type { Said } from '../bank/said.ts';
import { raiseBreak, wantBreaks } from '../breaks/raise.ts';
import { type Deed, happen } from '../cases/history.ts';
import { type CaseRow, cases } from '../cases/tables.ts';
import { judgePayout, type PayoutVerdict } from '../withdrawals/payout.ts';
import { type SendBackRow, sendBacks } from './send-backs.ts';
import { type ReceiptRow, receipts } from './tables.ts';

/** Asks for what `beginSendBack` posts to. */
export function wantSendBack(want: Want): void {
  wantAccounts(want, CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'WITHDRAWALS_PAYABLE');
}

/** The receipt is on its way back from now on; answers the entry. */
export function beginSendBack(
  world: World,
  { caseNo }: Pick<CaseRow, 'caseNo'>,
  receipt: Readonly<ReceiptRow>,
  channel: string,
): bigint {
  const { receiptNo, amount } = receipt;
  world.change(receipts, receipt, { state: 'SENDING_BACK' });
  world.insert(sendBacks, {
    ...{ sendBackNo: world.nextNo(), caseNo, receiptNo, amount, state: 'WAITING', channel },
    ...{ bankRef: null, backRef: null, dueAt: world.at, attempts: 0, createdAt: world.at },
    ...{ paidAt: null, finishedAt: null },
  });
  return post(world, 'send-back', caseNo, [
    line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'receipt', -amount),
    line(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'receipt', amount),
  ]);
}

/** What the bank is to be told: the try, and the payin that it is of. */
export interface SendBackOrder {
  readonly row: SendBackRow;
  readonly receipt: Pick<ReceiptRow, 'orderNo' | 'bankRef'>;
}

/** Commits the intent to tell the bank; null when there is nothing to tell any more, or not yet. */
export function sendBackTask(sendBackNo: bigint): Task<SendBackOrder | null> {
  return {
    weight: 1,
    needs(want) {
      const row = want.row(sendBacks, sendBackNo);
      if (row) want.rows(receipts, 'byNo', row.receiptNo);
    },
    run(world) {
      const row = world.get(sendBacks, sendBackNo);
      if (!row || row.dueAt === null || row.dueAt > world.at) return null;
      const [receipt] = world.find(receipts, 'byNo', row.receiptNo);
      if (!receipt) throw new Error(`receipt ${row.receiptNo} is gone`);
      const dueAt = world.at + waitAfter(row.attempts);
      world.change(sendBacks, row, { state: 'SENT', attempts: row.attempts + 1, dueAt });
      return { row: { ...row }, receipt: { ...receipt } };
    },
  };
}

/** What the bank said about one, by its answer or its report. Twice the same is once. */
export function sendBackSaidTask(said: Said): Task<void> {
  const sendBackNo = said.orderNo;
  return {
    weight: 6,
    needs(want) {
      wantBreaks(want, sendBackNo);
      const row = want.row(sendBacks, sendBackNo);
      if (!row) return;
      want.rows(receipts, 'byNo', row.receiptNo);
      want.row(cases, row.caseNo);
      wantAccounts(want, CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'WITHDRAWALS_PAYABLE', 'BANK_POOL');
    },
    run(world) {
      const row = world.get(sendBacks, sendBackNo);
      const verdict = verdictOf(row, said);
      if (verdict.to === 'pay') arrived(world, verdict.row, verdict.bankRef, deedOf(said));
      else if (verdict.to === 'return') failed(world, verdict.row, { bankRef: verdict.bankRef }, deedOf(said));
      else if (verdict.to === 'keep') failed(world, verdict.row, { backRef: verdict.returned.bankRef }, deedOf(said));
      else if (verdict.to === 'break') {
        const asked = row && { kind: 'PAYOUT', state: row.state, amount: row.amount, bankRef: lastRef(row) };
        raiseBreak(world, {
          kind: verdict.why,
          said,
          asked: (asked ?? null) as Parameters<typeof raiseBreak>[1]['asked'],
        });
      }
    },
  };
}

/** By the rules of a payout; of one that came back after it had been paid the first word is still no news. */
function verdictOf(row: Readonly<SendBackRow> | undefined, said: Said): PayoutVerdict<SendBackRow> {
  const { outcome } = said;
  if (row && row.backRef !== null && outcome.state === 'PAID') {
    if (outcome.bankRef === row.bankRef && outcome.amount === row.amount) return { to: 'wait' };
  }
  const stands = row && { ...row, commission: 0n, bankRef: lastRef(row) };
  const verdict = judgePayout({ row: stands, received: [] }, said);
  return 'row' in verdict && row ? { ...verdict, row } : (verdict as PayoutVerdict<SendBackRow>);
}

/** The reference by which it ended. */
function lastRef({ backRef, bankRef }: SendBackRow): string | null {
  return backRef ?? bankRef;
}

/** The payer has it. */
function arrived(world: World, row: Readonly<SendBackRow>, bankRef: string, deed: Deed): void {
  world.change(sendBacks, row, { state: 'PAID', bankRef, dueAt: null, paidAt: world.at, finishedAt: world.at });
  const { receipt, decided } = standingOf(world, row);
  world.change(receipts, receipt, { state: 'SENT_BACK' });
  const entryNo = post(world, 'send-back-paid', row.caseNo, [
    line(CUSTODIAN_HOLDER, 'WITHDRAWALS_PAYABLE', 'receipt', -row.amount),
    line(CUSTODIAN_HOLDER, 'BANK_POOL', 'receipt', row.amount),
  ]);
  happen(world, decided, 'arrived', deed, entryNo);
}

/** It did not arrive, or came back: the same receipt waits again, and people decide anew. */
function failed(
  world: World,
  row: Readonly<SendBackRow>,
  refs: Partial<Pick<SendBackRow, 'bankRef' | 'backRef'>>,
  deed: Deed,
): void {
  const from = row.state === 'PAID' ? 'BANK_POOL' : 'WITHDRAWALS_PAYABLE';
  world.change(sendBacks, row, { state: 'RETURNED', ...refs, dueAt: null, finishedAt: world.at });
  const { receipt, decided } = standingOf(world, row);
  world.change(receipts, receipt, { state: 'UNALLOCATED' });
  const entryNo = post(world, 'send-back-failed', row.caseNo, [
    line(CUSTODIAN_HOLDER, from, 'receipt', -row.amount),
    line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'receipt', row.amount),
  ]);
  happen(world, decided, 'reopened', deed, entryNo);
}

function standingOf(world: World, { receiptNo, caseNo }: SendBackRow) {
  const [receipt] = world.find(receipts, 'byNo', receiptNo);
  const decided = world.get(cases, caseNo);
  if (!receipt || !decided) throw new Error(`receipt ${receiptNo} or case ${caseNo} is gone`);
  return { receipt, decided };
}

/** The bank's word: under no name, with what it says for a reason. A word that is taken again changes nothing. */
function deedOf({ bankOrderNo, outcome }: Said): Deed {
  const reason = 'reason' in outcome ? outcome.reason : null;
  return { by: null, reason, commandId: `bank ${bankOrderNo} ${outcome.state}` };
}
