/**
 * The bank's nouns: what it keeps of payins and payouts, and how their outcome is said on the wire. One rendering
 * serves queries, reports and the browser's way back, so that the three can never disagree.
 */
import { randomInt } from 'node:crypto';
import type { Fen } from '../src/kernel/money.ts';
import { formatTime, type Instant } from '../src/kernel/time.ts';

/** An order as the custodian signed it. */
export interface PayinRequest {
  readonly bankOrderNo: string;
  readonly amount: Fen;
  readonly payer: 'PERSON' | 'ENTERPRISE';
  readonly bank: string | null;
  readonly expiresAt: Instant;
  readonly returnUrl: string;
  readonly subject: string;
  /** Under which a terminal finds it; null for one that is paid on the netbank page. */
  readonly barcode: string | null;
}

export interface PayoutRequest {
  readonly bankOrderNo: string;
  readonly amount: Fen;
  readonly cardNumber: string;
  readonly accountName: string;
  readonly bank: string;
}

interface Decision {
  readonly reason: string | null;
  readonly bankRef: string | null;
  readonly createdAt: Instant;
  readonly decidedAt: Instant | null;
}

export interface Payin extends PayinRequest, Decision {
  readonly kind: 'PAYIN';
  readonly state: 'OPEN' | 'PAID' | 'CLOSED';
  readonly pageToken: string;
  readonly csrfToken: string;
}

export interface Payout extends PayoutRequest, Decision {
  readonly kind: 'PAYOUT';
  readonly state: 'OPEN' | 'PAID' | 'RETURNED' | 'CLOSED';
  readonly held: boolean;
}

/** What became of an order, as JSON on the wire: amounts are fen in digits, instants ISO 8601. */
export function outcomeJson(order: Payin | Payout): Record<string, string> {
  switch (order.state) {
    case 'OPEN':
      return { state: order.kind === 'PAYOUT' && order.held ? 'UNKNOWN' : 'OPEN' };
    case 'CLOSED':
      return { state: 'CLOSED', reason: order.reason ?? '' };
    case 'RETURNED':
      return {
        state: 'RETURNED',
        amount: String(order.amount),
        reason: order.reason ?? '',
        bankRef: order.bankRef ?? '',
      };
    case 'PAID':
      return {
        state: 'PAID',
        amount: String(order.amount),
        paidAt: new Date(order.decidedAt ?? order.createdAt).toISOString(),
        bankRef: order.bankRef ?? '',
      };
  }
}

/** The bank's own reference of a movement: its kind, the Beijing second, and eight random digits. */
export function newBankRef(at: Instant): string {
  return `SB${formatTime(at)}${String(randomInt(100_000_000)).padStart(8, '0')}`;
}

/** A report of a decided order: under one message id for ever, however often it is sent. */
export function reportJson(order: Payin | Payout): { readonly messageId: string; readonly body: string } {
  const messageId = `${order.kind}-${order.bankOrderNo}`;
  const { kind, bankOrderNo } = order;
  return { messageId, body: JSON.stringify({ messageId, kind, bankOrderNo, ...outcomeJson(order) }) };
}
