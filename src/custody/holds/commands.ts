/** What can be ordered about holds, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { HoldKind } from './words.ts';

/** A hold on the member's money for one project, confirmed on a page with the trade password (L2.12, D-PRE). */
export interface Hold {
  readonly verb: 'HOLD';
  readonly userNo: string;
  readonly kind: HoldKind;
  readonly amount: Fen;
  /** Remembered, not frozen; 0n when none (D-PRE-3). */
  readonly redPacket: Fen;
  readonly projectNo: string;
}

/** The same without a page, on the member's standing authorisation (D-PRE). */
export type AutoHold = Omit<Hold, 'verb'> & { readonly verb: 'AUTO_HOLD' };

export interface CancelHold {
  readonly verb: 'CANCEL_HOLD';
  readonly holdNo: string;
  readonly amount: Fen;
}

export interface HoldOutcomes {
  HOLD: Record<string, never>;
  AUTO_HOLD: Record<string, never>;
  CANCEL_HOLD: Record<string, never>;
}
