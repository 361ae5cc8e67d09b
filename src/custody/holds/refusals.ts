/** What holds are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface HoldRefusals {
  BORROWER_ONLY: { userNo: string };
  BORROWER_TENDERS: { userNo: string };
  BORROWER_BUYS: { userNo: string };
  RED_PACKET_NOT_ALLOWED: Record<string, never>;
  HOLD_UNKNOWN: { holdNo: string };
  HOLD_OF_OTHER_PROJECT: { holdNo: string };
  HOLD_KIND: { holdNo: string; kind: string };
  HOLD_EXCEEDED: { holdNo: string; left: Fen; needed: Fen };
}
