/** What can be ordered about loans, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';

export interface ConfirmLoan {
  readonly verb: 'CONFIRM_LOAN';
  readonly projectNo: string;
  readonly commission: Fen;
  readonly details: readonly { readonly holdNo: string; readonly amount: Fen }[];
}

export interface LoanOutcomes {
  CONFIRM_LOAN: Record<string, never>;
}
