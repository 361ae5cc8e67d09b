/** What members are refused with, with the facts that each carries. */
import type { MemberState } from './words.ts';

export interface MemberRefusals {
  MEMBER_EXISTS: { userNo: string };
  MEMBER_UNKNOWN: { userNo: string };
  MEMBER_NOT_ACTIVE: { userNo: string; state: Exclude<MemberState, 'ACTIVE'> };
  MEMBER_NOT_A_PERSON: { userNo: string };
  MEMBER_ROLE: { userNo: string; needed: string };
  NAME_INVALID: Record<string, never>;
  ID_NUMBER_INVALID: Record<string, never>;
  MOBILE_INVALID: Record<string, never>;
  UNDER_AGE: Record<string, never>;
  ACCOUNT_NOT_ALLOWED: { account: string };
}
