/** Breaks (差错) as the lane sees them: what the bank said against what stood here, and the money at stake. */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';
import type { JudgedKind } from './kinds.ts';

export interface BreakRow {
  readonly breakNo: bigint;
  readonly kind: JudgedKind;
  /** The order that the bank named; there may be none of this number. */
  readonly orderNo: bigint;
  /** The money at stake: what was received by its receipt, else the larger of both sides. */
  readonly amount: Fen;
  /** Packed `Facts` of our side; null when nothing stood here. */
  readonly asked: string | null;
  /** Packed `Facts` of the bank's side. */
  readonly told: string;
  /** The message that said so; null when it was the answer to a call of ours. */
  readonly messageId: string | null;
  /** The receipt of the money that came with it; null when nothing was posted. */
  readonly receiptNo: bigint | null;
  readonly foundAt: number;
}

export const breaks = defineTable<BreakRow>()('breaks', {
  numbered: { by: 'lastNo', column: 'breakNo' },
  key: ['breakNo'],
  types: {
    breakNo: 'bigint',
    kind: 'text',
    orderNo: 'bigint',
    amount: 'bigint',
    asked: 'text',
    told: 'text',
    messageId: 'text',
    receiptNo: 'bigint',
    foundAt: 'instant',
  },
  finders: { byOrder: ['orderNo'] },
});
