/** What can be ordered about transfers of claims, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';

export interface TransferDetail {
  /** The hold that pays; one buyer per call, so it is the command's. */
  readonly holdNo: string;
  /** Who sells. */
  readonly userNo: string;
  /** What he sells of: the hold or the confirmation by which it came to him. */
  readonly recordNo: string;
  /** What he is paid. */
  readonly price: Fen;
  /** The principal he sells; null: all that is left of what he sells of. */
  readonly share: Fen | null;
}

/** Claims of several sellers go to the one buyer whose hold pays for them (L2.18). */
export interface ConfirmTransfer {
  readonly verb: 'CONFIRM_TRANSFER';
  readonly projectNo: string;
  readonly holdNo: string;
  readonly commission: Fen;
  readonly details: readonly TransferDetail[];
}

export interface TransferOutcomes {
  CONFIRM_TRANSFER: Record<string, never>;
}
