/** Withdrawals (提现) as the lane sees them. */
import type { Fen } from '../../kernel/money.ts';
import type { Bank } from '../banks.ts';
import { defineTable } from '../../executor/table.ts';
import type { Want, World } from '../../executor/world.ts';
import type { WithdrawalUrgency } from './words.ts';

export interface WithdrawalRow {
  readonly orderNo: bigint;
  readonly requestNo: string;
  readonly holderNo: bigint;
  readonly amount: Fen;
  readonly commission: Fen;
  /** What the custodian has earned by it: taken at acceptance, given back with the money (L2.9). */
  readonly fee: Fen;
  /** DEDUCT: left the balance at acceptance. FREEZE: frozen until the bank has paid. */
  readonly mode: 'DEDUCT' | 'FREEZE';
  readonly urgency: WithdrawalUrgency;
  /** WAITING for its time, SENT to the bank, then PAID or RETURNED. Money that is sent back once PAID is a receipt. */
  readonly state: 'WAITING' | 'SENT' | 'PAID' | 'RETURNED';
  readonly channel: string;
  readonly card: string;
  readonly accountName: string;
  readonly bank: Bank;
  /** The bank's reference of what it was paid or returned by; null when it was closed. */
  readonly bankRef: string | null;
  /** When the bank is told, and then asked. */
  readonly dueAt: number | null;
  readonly attempts: number;
  readonly acceptedAt: number;
  readonly finishedAt: number | null;
  /** The bank's message that ended it; null for the answer to a call. */
  readonly messageId: string | null;
}

export const withdrawals = defineTable<WithdrawalRow>()('withdrawals', {
  key: ['orderNo'],
  owned: ['holderNo'],
  types: {
    orderNo: 'bigint',
    requestNo: 'text',
    holderNo: 'bigint',
    amount: 'bigint',
    commission: 'bigint',
    fee: 'bigint',
    mode: 'text',
    urgency: 'text',
    state: 'text',
    channel: 'text',
    card: 'sealed',
    accountName: 'sealed',
    bank: 'text',
    bankRef: 'text',
    dueAt: 'instant',
    attempts: 'int',
    acceptedAt: 'instant',
    finishedAt: 'instant',
    messageId: 'text',
  },
  mutable: ['fee', 'state', 'bankRef', 'dueAt', 'attempts', 'finishedAt', 'messageId'],
  finders: { byHolder: ['holderNo', 'state'] },
});

const UNDER_WAY = ['WAITING', 'SENT'] as const;

/** Asks for a holder's withdrawals of which the bank has not said the end. */
export function wantUnderWay(want: Want, holderNo: bigint): void {
  for (const state of UNDER_WAY) want.rows(withdrawals, 'byHolder', holderNo, state);
}

/** The money of a holder that is on its way out, whichever protocol took it off his balance. */
export function amountUnderWay(world: World, holderNo: bigint): Fen {
  const rows = UNDER_WAY.flatMap((state) => world.find(withdrawals, 'byHolder', holderNo, state));
  return rows.reduce((sum, { amount }) => sum + amount, 0n);
}
