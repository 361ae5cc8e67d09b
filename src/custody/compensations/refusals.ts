/** What compensations are refused with, with the facts that each carries. */

export interface CompensationRefusals {
  BORROWER_COMPENSATES: { userNo: string };
  COMPENSATOR_IS_PAYEE: { userNo: string };
  /** The platform's own account pays itself no commission. */
  COMMISSION_NOT_ALLOWED: Record<string, never>;
}
