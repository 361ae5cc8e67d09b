/** What confirmations of repayments are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface RepaymentRefusals {
  PAYEE_WITHOUT_CLAIM: { userNo: string };
  CLAIM_EXCEEDED: { userNo: string; claim: Fen; principal: Fen };
  PAYEE_NET_NEGATIVE: { userNo: string };
}
