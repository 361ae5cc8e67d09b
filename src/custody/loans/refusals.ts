/** What confirmations of loans are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface LoanRefusals {
  HOLD_MUST_BE_WHOLE: { holdNo: string; left: Fen };
  DETAIL_REPEATED: { what: string };
  DETAILS_TOO_MANY: { most: number };
}

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const LOAN_FORM = ['DETAILS_TOO_MANY'] as const satisfies readonly (keyof LoanRefusals)[];
