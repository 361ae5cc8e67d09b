/**
 * Every way in which the core refuses, by name, with the facts it carries. A protocol has a code and a sentence for
 * each of them, or it does not compile (`Record<RefusalName, …>`). A refusal moves nothing (G-11).
 */
import type { Fen } from '../kernel/money.ts';
import type { Instant } from '../kernel/time.ts';

export interface RefusalFacts {
  // requests
  REQUEST_CONTENT_DIFFERS: { requestNo: string; field: string };
  REQUEST_DUPLICATE: { requestNo: string };
  REQUEST_UNDER_WAY: { requestNo: string };
  RESULT_UNKNOWN: { requestNo: string; repeatable: boolean };
  PAGE_EXPIRED: { expiresAt: Instant };
  PAGE_CANCELLED: Record<string, never>;
  SYSTEM_BUSY: Record<string, never>;
  // members
  MEMBER_EXISTS: { userNo: string };
  MEMBER_UNKNOWN: { userNo: string };
  MEMBER_NOT_ACTIVE: { userNo: string };
  MEMBER_ROLE: { userNo: string; needed: string };
  NAME_INVALID: Record<string, never>;
  ID_NUMBER_INVALID: Record<string, never>;
  MOBILE_INVALID: Record<string, never>;
  UNDER_AGE: Record<string, never>;
  // passwords and SMS codes
  PASSWORD_WRONG: { left: number };
  PASSWORD_LOCKED: { until: Instant };
  PASSWORD_WEAK: { why: 'FORM' | 'REPEATED' | 'SEQUENCE' | 'ID_NUMBER' | 'MOBILE' };
  PASSWORD_MISMATCH: Record<string, never>;
  SMS_TOO_SOON: { seconds: number };
  SMS_NOT_SENT: Record<string, never>;
  SMS_CODE_WRONG: { left: number };
  SMS_CODE_EXPIRED: Record<string, never>;
  AGREEMENT_MISSING: Record<string, never>;
  // cards
  CARD_NUMBER_INVALID: Record<string, never>;
  CARD_NOT_DEBIT: Record<string, never>;
  CARD_BANK_UNSUPPORTED: { bank: string };
  CARD_CHECK_FAILED: Record<string, never>;
  CARD_CHECK_UNKNOWN: Record<string, never>;
  CARD_MISSING: { userNo: string };
  SETTLEMENT_ACCOUNT_MISSING: Record<string, never>;
  BANK_UNSUPPORTED: { bank: string };
  ACCOUNT_NOT_ALLOWED: { account: string };
  DEPOSIT_WAY_MISMATCH: { way: string };
  BANK_REPORTED_FAILURE: { reason: string };
  BANK_RETURNED: { reason: string };
  // money
  BALANCE_INSUFFICIENT: { available: Fen; needed: Fen };
  COMMISSION_TOO_HIGH: { commission: Fen; limit: Fen };
  AMOUNT_ZERO: { field: string };
  RED_PACKET_NOT_ALLOWED: Record<string, never>;
  MARKETING_INSUFFICIENT: { available: Fen; needed: Fen };
  // authorisations
  AUTHORIZATION_MISSING: { userNo: string; kind: string };
  AUTHORIZATION_EXPIRED: { userNo: string; kind: string };
  AUTHORIZATION_EXCEEDED: { left: Fen; needed: Fen };
  // projects
  PROJECT_EXISTS: { projectNo: string };
  PROJECT_UNKNOWN: { projectNo: string };
  PROJECT_STATUS: { projectNo: string; status: string };
  PROJECT_TRANSITION: { from: string; to: string };
  PROJECT_NOTHING_TO_CHANGE: Record<string, never>;
  PROJECT_AMOUNT_TOO_LOW: { least: Fen };
  PROJECT_FULL: { left: Fen; needed: Fen };
  PROJECT_HAS_HOLDS: { projectNo: string };
  PROJECT_NOT_LOANED: { projectNo: string };
  PROJECT_LOANED: { projectNo: string };
  PROJECT_HAS_CLAIMS: { projectNo: string };
  PROJECT_OVER_CAP: { cap: Fen; amount: Fen };
  BORROWER_TOTAL_OVER_CAP: { cap: Fen; total: Fen };
  // holds
  BORROWER_ONLY: { userNo: string };
  BORROWER_TENDERS: { userNo: string };
  HOLD_UNKNOWN: { holdNo: string };
  HOLD_OF_OTHER_PROJECT: { holdNo: string };
  HOLD_KIND: { holdNo: string; kind: string };
  HOLD_EXCEEDED: { holdNo: string; left: Fen; needed: Fen };
  HOLD_MUST_BE_WHOLE: { holdNo: string; left: Fen };
  DETAIL_REPEATED: { what: string };
  DETAILS_TOO_MANY: { most: number };
  // claims
  PAYEE_WITHOUT_CLAIM: { userNo: string };
  CLAIM_EXCEEDED: { userNo: string; claim: Fen; principal: Fen };
  PAYEE_NET_NEGATIVE: { userNo: string };
}

export type RefusalName = keyof RefusalFacts;
export type RefusalOf<N extends RefusalName> = { readonly name: N; readonly facts: RefusalFacts[N] };
export type Refusal = { [N in RefusalName]: RefusalOf<N> }[RefusalName];

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const OF_FORM: ReadonlySet<string> = new Set<RefusalName>([
  'AMOUNT_ZERO',
  'DETAILS_TOO_MANY',
  'PROJECT_NOTHING_TO_CHANGE',
]);

/** Makes a refusal; its facts are checked against its name. */
export function refusal<N extends RefusalName>(name: N, facts: RefusalFacts[N]): Refusal {
  return { name, facts } as unknown as Refusal;
}
