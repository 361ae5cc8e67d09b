/** What deposits are refused with, with the facts that each carries. */

export interface DepositRefusals {
  DEPOSIT_WAY_MISMATCH: { way: string };
  BANK_REPORTED_FAILURE: { reason: string };
  /** No POS deposit was ordered under this number. */
  POS_ORDER_UNKNOWN: { requestNo: string };
  /** Its time is over, or it has ended: there is no new barcode page for it. */
  POS_ORDER_ENDED: { requestNo: string };
  /** The bank did not take the barcode: no terminal would know it. */
  BARCODE_NOT_TAKEN: Record<string, never>;
}
