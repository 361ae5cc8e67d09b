/** What deposits are refused with, with the facts that each carries. */

export interface DepositRefusals {
  DEPOSIT_WAY_MISMATCH: { way: string };
  BANK_REPORTED_FAILURE: { reason: string };
}
