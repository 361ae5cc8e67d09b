/** What holds are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';
import type { PlatformAccount } from '../../ledger/chart.ts';
import type { PlatformHoldKind } from './words.ts';

export interface HoldRefusals {
  BORROWER_ONLY: { userNo: string };
  BORROWER_TENDERS: { userNo: string };
  BORROWER_BUYS: { userNo: string };
  RED_PACKET_NOT_ALLOWED: Record<string, never>;
  /** `account`: the one whose money such a hold is. */
  HOLD_ACCOUNT: { kind: PlatformHoldKind; account: PlatformAccount };
  HOLD_PROJECT_MISSING: Record<string, never>;
  HOLD_UNKNOWN: { holdNo: string };
  HOLD_OF_OTHER_PROJECT: { holdNo: string };
  HOLD_KIND: { holdNo: string; kind: string };
  HOLD_EXCEEDED: { holdNo: string; left: Fen; needed: Fen };
}

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const HOLD_FORM = ['HOLD_PROJECT_MISSING'] as const satisfies readonly (keyof HoldRefusals)[];
