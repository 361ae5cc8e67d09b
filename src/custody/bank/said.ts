/**
 * What the bank said of one of our numbers, in a report or as the answer to a call of ours: both are judged by the
 * same rules (G-27).
 */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { BankOutcome, BankReport } from '../ports.ts';

export interface Said {
  /** The number that the bank named, and our order behind it. */
  readonly bankOrderNo: string;
  readonly orderNo: bigint;
  readonly kind: BankReport['kind'];
  readonly outcome: BankOutcome;
  /** The message it stood in; null for an answer. */
  readonly messageId: string | null;
  /** When we asked, before the question left; null for a message. An answer tells of no later time. */
  readonly askedAt: Instant | null;
}

/** One side of a comparison. */
export interface Facts {
  readonly bankOrderNo?: string;
  readonly kind: BankReport['kind'];
  readonly state: string;
  readonly amount?: Fen;
  readonly bankRef?: string | null;
  readonly reason?: string;
}

/** The bank's side: all that it said but for when. */
export function factsOf({ bankOrderNo, kind, outcome }: Pick<Said, 'bankOrderNo' | 'kind' | 'outcome'>): Facts {
  switch (outcome.state) {
    case 'PAID': {
      const { state, amount, bankRef } = outcome;
      return { bankOrderNo, kind, state, amount, bankRef };
    }
    case 'RETURNED': {
      const { state, amount, bankRef, reason } = outcome;
      return { bankOrderNo, kind, state, amount, bankRef, reason };
    }
    case 'CLOSED':
      return { bankOrderNo, kind, state: outcome.state, reason: outcome.reason };
    case 'OPEN':
    case 'UNKNOWN':
      return { bankOrderNo, kind, state: outcome.state };
  }
}

/** Whether the bank has decided: what is open or unknown says nothing that could contradict. */
export function isDecided(outcome: BankOutcome): boolean {
  return outcome.state !== 'OPEN' && outcome.state !== 'UNKNOWN';
}
