/** Words of cases: the kinds that there are, what each is about, and what its plan may say. */
import type { PlatformAccount } from '../../ledger/chart.ts';

/** Unallocated money: to a member, or back to who paid it. */
export type ReceiptPlan = { readonly to: 'MEMBER'; readonly userNo: string } | { readonly to: 'PAYER' };

/** Unallocated money that funds one of the platform's own accounts. */
export interface CreditPlan {
  readonly account: PlatformAccount;
}

/** What the plan of each kind says; null where the kind leaves no choice. */
export interface CasePlans {
  RECEIPT: ReceiptPlan;
  CREDIT: CreditPlan;
  UNLOCK: null;
  BREAK: null;
}

export type CaseKindName = keyof CasePlans;

export type CasePlan = CasePlans[CaseKindName];

/** What a case is about. */
export type CaseSubject =
  | { readonly about: 'MEMBER'; readonly userNo: string }
  | { readonly about: 'RECEIPT'; readonly receiptNo: bigint }
  | { readonly about: 'BREAK'; readonly breakNo: bigint };
