/** Unallocated money that a case is about: looked at and moved in one way, whoever is to have it. */
import type { Want, World } from '../../executor/world.ts';
import { type Failure, ok } from '../../kernel/result.ts';
import { CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { line, post, wantAccounts } from '../../ledger/journal.ts';
import { object, type Objected, type Objection } from '../objections.ts';
import { type ReceiptRow, receipts } from '../receipts/tables.ts';
import type { Subject } from './kind.ts';
import type { CaseRow } from './tables.ts';

/** Asks for the receipt and for the account in which it waits. */
export function wantUnallocated({ receiptNo }: Subject, want: Want): void {
  if (receiptNo !== null) want.rows(receipts, 'byNo', receiptNo);
  wantAccounts(want, CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS');
}

/** The receipt while it waits. */
export function unallocatedReceipt(world: World, { receiptNo }: Subject): Objected<Readonly<ReceiptRow>> {
  const [row] = receiptNo === null ? [] : world.find(receipts, 'byNo', receiptNo);
  if (!row) return object('CASE_RECEIPT_UNKNOWN', { receiptNo: receiptNo ?? 0n });
  const { state } = row;
  return state === 'UNALLOCATED' ? ok(row) : object('CASE_RECEIPT_SETTLED', { receiptNo: row.receiptNo, state });
}

/** Why it cannot be moved; null when it can. */
export function objectToReceipt(world: World, subject: Subject): Failure<Objection> | null {
  const found = unallocatedReceipt(world, subject);
  return found.ok ? null : found;
}

/** Credits it to a holder; answers the entry. */
export function creditReceipt(world: World, row: Readonly<CaseRow>, holderNo: bigint): bigint {
  const found = unallocatedReceipt(world, row);
  if (!found.ok) throw new Error(`receipt ${row.receiptNo} is settled`);
  const { amount } = found.value;
  world.change(receipts, found.value, { state: 'ALLOCATED' });
  return post(world, 'credit-receipt', row.caseNo, [
    line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', 'receipt', -amount),
    line(holderNo, 'AVAILABLE', 'receipt', amount),
  ]);
}
