/** Deposits (充值) handed over to the bank, as the lane sees them. */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../executor/table.ts';

export interface DepositRow {
  orderNo: bigint;
  requestNo: string;
  holderNo: bigint;
  amount: Fen;
  channel: string;
  /** HANDED: the bank has it. UNALLOCATED: it was paid after its order had ended (G-14). */
  state: 'HANDED' | 'PAID' | 'CLOSED' | 'UNALLOCATED';
  bankRef: string | null;
  paidAt: number | null;
  handedAt: number;
  /** When the bank is asked next, while it has not told. */
  dueAt: number | null;
  queries: number;
}

export const deposits = defineTable<DepositRow>('deposits', {
  key: ['orderNo'],
  types: {
    orderNo: 'bigint',
    requestNo: 'text',
    holderNo: 'bigint',
    amount: 'bigint',
    channel: 'text',
    state: 'text',
    bankRef: 'text',
    paidAt: 'instant',
    handedAt: 'instant',
    dueAt: 'instant',
    queries: 'int',
  },
  mutable: ['state', 'bankRef', 'paidAt', 'dueAt', 'queries'],
});

/** The number an order has at the bank: ours, unique for ever, and it reveals the platform. */
export function bankOrderNo(kind: 'D' | 'W', platformId: number, orderNo: bigint): string {
  return `${kind}${platformId}-${orderNo}`;
}

/** The platform and order behind a bank order number, or null. */
export function readBankOrderNo(text: string): { kind: 'D' | 'W'; platformId: number; orderNo: bigint } | null {
  const match = /^([DW])(\d{1,9})-(\d{1,18})$/.exec(text);
  return match && { kind: match[1] as 'D' | 'W', platformId: Number(match[2]), orderNo: BigInt(match[3] as string) };
}
