/**
 * Receipts (到账流水): money that the bank says has come in. One is known by its order and the bank's reference, so the
 * same reference again is the same money and another one is more money (G-14).
 */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';

export interface ReceiptRow {
  readonly orderNo: bigint;
  readonly bankRef: string;
  /** The number it has for operators. */
  readonly receiptNo: bigint;
  /** Paid in by a payer, or a payout that came back after it had been reported paid. */
  readonly source: 'PAYIN' | 'RETURN';
  readonly amount: Fen;
  /** CREDITED to whom the order was for; UNALLOCATED: it waits for people; ALLOCATED: credited by a case;
   * SENDING_BACK, SENT_BACK: on its way to who paid it, and arrived there. */
  readonly state: 'CREDITED' | 'UNALLOCATED' | 'ALLOCATED' | 'SENDING_BACK' | 'SENT_BACK';
  readonly entryNo: bigint;
  /** When the payer paid, by the bank's word; null for what came back. */
  readonly paidAt: number | null;
  readonly receivedAt: number;
  /** The bank's message that told of it; null for the answer to a question. */
  readonly messageId: string | null;
}

export const receipts = defineTable<ReceiptRow>()('receipts', {
  numbered: { by: 'lastNo', column: 'receiptNo' },
  key: ['orderNo', 'bankRef'],
  types: {
    orderNo: 'bigint',
    bankRef: 'text',
    receiptNo: 'bigint',
    source: 'text',
    amount: 'bigint',
    state: 'text',
    entryNo: 'bigint',
    paidAt: 'instant',
    receivedAt: 'instant',
    messageId: 'text',
  },
  mutable: ['state'],
  finders: { byOrder: ['orderNo'], byNo: ['receiptNo'] },
});
