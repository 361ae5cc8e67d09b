/** What can be ordered about the cards of a member, in the core's words; what each order leaves behind. */
import type { Bank } from '../banks.ts';
import type { AccessType } from './words.ts';

/** The member's bound card is to be unbound (L2.3). */
export interface UnbindCard {
  readonly verb: 'UNBIND_CARD';
  readonly userNo: string;
}

/** A card is to be bound in the member's own name (L2.4). What the platform did not pass is asked on the page. */
export interface BindCard {
  readonly verb: 'BIND_CARD';
  readonly userNo: string;
  readonly mobile: string | null;
  readonly cardNumber: string | null;
}

export interface CardOutcomes {
  BIND_CARD: {
    readonly cardNumber: string;
    readonly bank: Bank;
    readonly mobile: string;
    readonly accessType: AccessType;
  };
  UNBIND_CARD: {
    readonly cardNumber: string;
    readonly bank: Bank;
  };
}
