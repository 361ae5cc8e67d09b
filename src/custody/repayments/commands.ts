/** What can be ordered about repayments, in the core's words; what each order leaves behind. */
import type { PlatformAccount } from '../../ledger/chart.ts';
import type { Fen } from '../../kernel/money.ts';

/** Who is paid: a member, or an account of the platform that compensated. */
type Payee = { readonly userNo: string } | { readonly account: PlatformAccount };

export type RepaymentDetail = Payee & {
  readonly principal: Fen;
  readonly interest: Fen;
  /** Taken from the payee; 0n in lianyintong. */
  readonly commission: Fen;
  /** Paid from the marketing account; 0n in lianyintong. */
  readonly dividend: Fen;
};

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
