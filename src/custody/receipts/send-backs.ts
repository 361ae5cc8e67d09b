/** Money on its way back to who paid it (退回付款人), as the lane sees it: one row per try. */
import { defineTable } from '../../executor/table.ts';
import type { Fen } from '../../kernel/money.ts';

export interface SendBackRow {
  readonly sendBackNo: bigint;
  /** The case that decided it. */
  readonly caseNo: bigint;
  readonly receiptNo: bigint;
  readonly amount: Fen;
  /** WAITING until the bank is told, SENT until it has spoken; as a payout's. */
  readonly state: 'WAITING' | 'SENT' | 'PAID' | 'RETURNED';
  readonly channel: string;
  /** What it was paid by, or returned by before it was ever paid; null when it was closed. */
  readonly bankRef: string | null;
  /** What it came back by after it had been paid. */
  readonly backRef: string | null;
  /** When the bank is told, and then asked. */
  readonly dueAt: number | null;
  readonly attempts: number;
  readonly createdAt: number;
  /** Stays when it came back after that. */
  readonly paidAt: number | null;
  readonly finishedAt: number | null;
}

export const sendBacks = defineTable<SendBackRow>()('send_backs', {
  numbered: { by: 'lastNo', column: 'sendBackNo' },
  key: ['sendBackNo'],
  types: {
    sendBackNo: 'bigint',
    caseNo: 'bigint',
    receiptNo: 'bigint',
    amount: 'bigint',
    state: 'text',
    channel: 'text',
    bankRef: 'text',
    backRef: 'text',
    dueAt: 'instant',
    attempts: 'int',
    createdAt: 'instant',
    paidAt: 'instant',
    finishedAt: 'instant',
  },
  mutable: ['state', 'bankRef', 'backRef', 'dueAt', 'attempts', 'paidAt', 'finishedAt'],
});
