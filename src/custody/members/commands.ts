/** What can be ordered about members, in the core's words; what each order leaves behind. */
import type { Bank } from '../banks.ts';
import type { AccessType } from '../cards/words.ts';
import type { MemberRole } from './words.ts';

/** Personal registration with a card (L2.1, D-REG). What the platform did not pass is asked on the page. */
export interface RegisterPerson {
  readonly verb: 'REGISTER_PERSON';
  readonly userNo: string;
  readonly role: MemberRole;
  readonly realName: string | null;
  readonly idNumber: string | null;
  readonly mobile: string | null;
  readonly cardNumber: string | null;
}

export interface MemberOutcomes {
  REGISTER_PERSON: {
    readonly userNo: string;
    readonly role: MemberRole;
    readonly realName: string;
    readonly idNumber: string;
    readonly mobile: string;
    readonly cardNumber: string;
    readonly bank: Bank;
    readonly accessType: AccessType;
  };
}
