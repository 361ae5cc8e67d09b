/** What can be ordered about withdrawals, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Bank } from '../banks.ts';
import type { Holder } from '../members/words.ts';
import type { WithdrawalUrgency } from './words.ts';

/** Withdrawal to the bound card (L2.9, D-WDR); platform accounts go to the settlement account. */
export interface Withdraw {
  readonly verb: 'WITHDRAW';
  readonly holder: Holder;
  readonly amount: Fen;
  /** The platform's commission, taken out of the amount at success; 0n when none. */
  readonly commission: Fen;
  readonly urgency: WithdrawalUrgency;
}

export interface WithdrawalOutcomes {
  WITHDRAW: {
    readonly fee: Fen;
    readonly cardNumber: string;
    readonly bank: Bank;
    /** When the order was accepted; it is finished only when the bank has spoken. */
    readonly acceptedAt: Instant;
  };
}
