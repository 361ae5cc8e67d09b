/** What can be ordered about holds, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { Holder } from '../members/words.ts';
import type { MemberHoldKind, PlatformHoldKind } from './words.ts';

/** A hold on the member's money for one project, confirmed on a page with the trade password (L2.12, D-PRE). */
export interface Hold {
  readonly verb: 'HOLD';
  readonly userNo: string;
  readonly kind: MemberHoldKind;
  readonly amount: Fen;
  /** Remembered, not frozen; 0n when none (D-PRE-3). */
  readonly redPacket: Fen;
  readonly projectNo: string;
}

/** The same without a page, on the member's standing authorisation (D-PRE). */
export type AutoHold = Omit<Hold, 'verb'> & { readonly verb: 'AUTO_HOLD' };

/** A hold on the money of one of the platform's own accounts (L2.13). */
export interface PlatformHold {
  readonly verb: 'PLATFORM_HOLD';
  readonly holder: Holder;
  readonly kind: PlatformHoldKind;
  readonly amount: Fen;
  /** Which project is compensated; marketing money is for none. */
  readonly projectNo: string | null;
}

export interface CancelHold {
  readonly verb: 'CANCEL_HOLD';
  readonly holdNo: string;
  readonly amount: Fen;
}

export interface HoldOutcomes {
  HOLD: Record<string, never>;
  AUTO_HOLD: Record<string, never>;
  PLATFORM_HOLD: Record<string, never>;
  CANCEL_HOLD: Record<string, never>;
}
