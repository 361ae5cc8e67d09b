/** What withdrawals are refused with, with the facts that each carries. */

export interface WithdrawalRefusals {
  SETTLEMENT_ACCOUNT_MISSING: Record<string, never>;
  BANK_RETURNED: { reason: string };
}
