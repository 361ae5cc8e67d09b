/** Codes about members, their passwords, cards and authorisations. */
import type {
  AuthorizationRefusals,
  CardRefusals,
  CredentialRefusals,
  MemberRefusals,
} from '../../../custody/refusals.ts';
import type { Codes } from '../../dialect.ts';

export const MEMBERS: Codes<MemberRefusals & CredentialRefusals & CardRefusals & AuthorizationRefusals> = {
  MEMBER_EXISTS: '10005',
  MEMBER_UNKNOWN: '10001',
  MEMBER_NOT_ACTIVE: '10002',
  MEMBER_ROLE: '10003',
  NAME_INVALID: '10005',
  ID_NUMBER_INVALID: '10005',
  MOBILE_INVALID: '10005',
  UNDER_AGE: '10005',
  ACCOUNT_NOT_ALLOWED: '10003',
  PASSWORD_WRONG: '10010',
  PASSWORD_LOCKED: '10011',
  PASSWORD_WEAK: '10012',
  PASSWORD_MISMATCH: '10012',
  CARD_NUMBER_INVALID: '10041',
  CARD_NOT_DEBIT: '10041',
  CARD_BANK_UNSUPPORTED: '10041',
  CARD_CHECK_FAILED: '10040',
  CARD_CHECK_UNKNOWN: '10040',
  CARD_CHECKS_SPENT: '10040',
  CARD_CHECK_DAY_LIMIT: '10040',
  CARD_MISSING: '10015',
  BANK_UNSUPPORTED: '10041',
  AUTHORIZATION_PAST: '10021',
  AUTHORIZATION_MISSING: '10020',
  AUTHORIZATION_EXPIRED: '10021',
  AUTHORIZATION_EXCEEDED: '10022',
};
