/** What can be ordered about deposits, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { Bank } from '../banks.ts';
import type { Holder } from '../members/words.ts';
import type { DepositWay } from './words.ts';

/** Deposit through the bank's page (L2.6, D-RCG). `bank` null: the payer chooses there. */
export interface Deposit {
  readonly verb: 'DEPOSIT';
  readonly holder: Holder;
  readonly amount: Fen;
  readonly way: DepositWay;
  readonly bank: Bank | null;
  /** The payment company asked for (depository), kept as given; the answer names the one really used. */
  readonly payCompany: string | null;
}

/**
 * Deposit at a POS terminal (L2.7, L2.8), ordered by a direct call and paid by a barcode, which its page shows.
 * `amount` null: not known yet, the payer enters it on that page; it is then the amount ordered.
 */
export interface PosDeposit {
  readonly verb: 'POS_DEPOSIT';
  readonly holder: Holder;
  readonly amount: Fen | null;
}

export interface DepositOutcomes {
  DEPOSIT: { readonly fee: Fen; readonly bank: Bank | null; readonly payCompany: string };
  POS_DEPOSIT: { readonly fee: Fen };
}
