/** What can be ordered about marketing money, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';

export interface MarketingDetail {
  readonly userNo: string;
  readonly amount: Fen;
}

/** Marketing money that was set aside goes to members (L2.19). */
export interface PayMarketing {
  readonly verb: 'PAY_MARKETING';
  readonly holdNo: string;
  readonly details: readonly MarketingDetail[];
}

export interface MarketingOutcomes {
  PAY_MARKETING: Record<string, never>;
}
