/** Deposits (充值) handed over to the bank, as the lane sees them. */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';

export interface DepositRow {
  readonly orderNo: bigint;
  readonly requestNo: string;
  readonly holderNo: bigint;
  readonly amount: Fen;
  readonly channel: string;
  /** Under which a POS terminal knows it; null for one that is paid at the bank's page. */
  readonly barcode: string | null;
  /** HANDED: the bank has it. PAID: credited. CLOSED: it ended without; money may still arrive for it (G-14). */
  readonly state: 'HANDED' | 'PAID' | 'CLOSED';
  /** The reference of the receipt that paid it. */
  readonly bankRef: string | null;
  readonly handedAt: number;
  /** When the bank is asked next, while it has not told. */
  readonly dueAt: number | null;
  readonly queries: number;
}

export const deposits = defineTable<DepositRow>()('deposits', {
  key: ['orderNo'],
  types: {
    orderNo: 'bigint',
    requestNo: 'text',
    holderNo: 'bigint',
    amount: 'bigint',
    channel: 'text',
    barcode: 'text',
    state: 'text',
    bankRef: 'text',
    handedAt: 'instant',
    dueAt: 'instant',
    queries: 'int',
  },
  mutable: ['state', 'bankRef', 'dueAt', 'queries'],
});
