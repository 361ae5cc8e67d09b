/** What can be ordered about repayments, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';

export interface RepaymentDetail {
  readonly userNo: string;
  readonly principal: Fen;
  readonly interest: Fen;
  /** Taken from the payee; 0n in lianyintong. */
  readonly commission: Fen;
  /** Paid from the marketing account; 0n in lianyintong. */
  readonly dividend: Fen;
}

export interface ConfirmRepayment {
  readonly verb: 'CONFIRM_REPAYMENT';
  readonly projectNo: string;
  readonly holdNo: string;
  readonly commission: Fen;
  readonly details: readonly RepaymentDetail[];
}

export interface RepaymentOutcomes {
  CONFIRM_REPAYMENT: Record<string, never>;
}
