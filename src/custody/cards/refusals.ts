/** What cards and their banks are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface CardRefusals {
  CARD_NUMBER_INVALID: Record<string, never>;
  CARD_NOT_DEBIT: Record<string, never>;
  CARD_BANK_UNSUPPORTED: { bank: string };
  CARD_CHECK_FAILED: Record<string, never>;
  CARD_CHECK_UNKNOWN: Record<string, never>;
  CARD_CHECKS_SPENT: Record<string, never>;
  CARD_CHECK_DAY_LIMIT: Record<string, never>;
  CARD_MISSING: { userNo: string };
  CARD_BOUND_ALREADY: { userNo: string };
  CARD_STILL_NEEDED: { balance: Fen; underWay: Fen };
  BANK_UNSUPPORTED: { bank: string };
}
