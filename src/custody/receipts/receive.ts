/** Money comes in: one entry and one receipt, credited to a holder or kept as unallocated for an operator (G-14). */
import type { Want, World } from '../../executor/world.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import { type AccountKind, CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { line, post, wantAccounts } from '../../ledger/journal.ts';
import { type ReceiptRow, receipts } from './tables.ts';

export interface Money {
  readonly orderNo: bigint;
  readonly bankRef: string;
  readonly amount: Fen;
  /** When the payer paid; null for a payout that came back. */
  readonly paidAt: Instant | null;
  /** The message that told of it; null for the answer to a question. */
  readonly messageId: string | null;
}

/** Where money of a source comes from in the books, and the entry that it makes when it is credited to nobody. */
const SOURCES = {
  PAYIN: { account: 'CHANNEL_RECEIVABLE', part: 'deposit', unallocated: 'unallocated-receipt' },
  RETURN: { account: 'BANK_POOL', part: 'withdrawal', unallocated: 'withdrawal-sent-back' },
} as const satisfies Record<ReceiptRow['source'], { account: AccountKind; part: string; unallocated: string }>;

/** Asks for what `receive` will look at, but for the account of the holder. */
export function wantReceipts(want: Want, orderNo: bigint, source: ReceiptRow['source']): void {
  want.rows(receipts, 'byOrder', orderNo);
  wantAccounts(want, CUSTODIAN_HOLDER, SOURCES[source].account, 'UNALLOCATED_RECEIPTS');
}

/** Credits what was paid in to the holder it was paid in for. */
export function credit(world: World, money: Money, holderNo: bigint): void {
  const { account, part } = SOURCES.PAYIN;
  const entryNo = post(world, 'deposit', money.orderNo, [
    line(CUSTODIAN_HOLDER, account, part, -money.amount),
    line(holderNo, 'AVAILABLE', part, money.amount),
  ]);
  keep(world, money, { source: 'PAYIN', state: 'CREDITED', entryNo });
}

/** Keeps money that is nobody's yet; answers its receipt. */
export function keepUnallocated(world: World, money: Money, source: ReceiptRow['source']): ReceiptRow {
  const { account, part, unallocated } = SOURCES[source];
  const entryNo = post(world, unallocated, money.orderNo, [
    line(CUSTODIAN_HOLDER, account, part, -money.amount),
    line(CUSTODIAN_HOLDER, 'UNALLOCATED_RECEIPTS', part, money.amount),
  ]);
  return keep(world, money, { source, state: 'UNALLOCATED', entryNo });
}

function keep(world: World, money: Money, how: Pick<ReceiptRow, 'source' | 'state' | 'entryNo'>): ReceiptRow {
  const { orderNo, bankRef, amount, paidAt, messageId } = money;
  return world.insert(receipts, {
    orderNo,
    bankRef,
    receiptNo: world.nextNo(),
    amount,
    paidAt,
    receivedAt: world.at,
    messageId,
    ...how,
  });
}
