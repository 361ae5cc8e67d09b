/** What can be ordered about compensations, in the core's words; what each order leaves behind. */
import type { ConfirmRepayment } from '../repayments/commands.ts';

/** The holders of claims are paid in the borrower's place, out of a compensator's hold (L2.17). */
export type ConfirmCompensation = Omit<ConfirmRepayment, 'verb'> & { readonly verb: 'CONFIRM_COMPENSATION' };

export interface CompensationOutcomes {
  CONFIRM_COMPENSATION: Record<string, never>;
}
