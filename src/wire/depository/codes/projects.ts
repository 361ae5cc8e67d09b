/** Codes about projects, holds, freezes, loans, repayments and transfers. */
import type {
  CompensationRefusals,
  FreezeRefusals,
  HoldRefusals,
  LoanRefusals,
  MarketingRefusals,
  ProjectRefusals,
  RepaymentRefusals,
  TransferRefusals,
} from '../../../custody/refusals.ts';
import type { Codes } from '../../dialect.ts';
import { FORM } from './numbers.ts';

type AboutProjects = ProjectRefusals & HoldRefusals & FreezeRefusals & LoanRefusals & RepaymentRefusals;

type AboutMoney = CompensationRefusals & TransferRefusals & MarketingRefusals;

export const PROJECTS: Codes<AboutProjects & AboutMoney> = {
  PROJECT_EXISTS: '20002',
  PROJECT_UNKNOWN: '20001',
  PROJECT_STATUS: '20003',
  PROJECT_TRANSITION: '20004',
  PROJECT_NOTHING_TO_CHANGE: FORM,
  PROJECT_AMOUNT_TOO_LOW: '20010',
  PROJECT_FULL: '20005',
  PROJECT_HAS_HOLDS: '20006',
  PROJECT_NOT_LOANED: '20003',
  PROJECT_LOANED: '20003',
  PROJECT_HAS_CLAIMS: '20007',
  PROJECT_OVER_CAP: '20008',
  BORROWER_TOTAL_OVER_CAP: '20009',
  BORROWER_ONLY: '20011',
  BORROWER_TENDERS: '20012',
  BORROWER_BUYS: '20012',
  RED_PACKET_NOT_ALLOWED: '30011',
  HOLD_ACCOUNT: '10003',
  HOLD_PROJECT_MISSING: FORM,
  MARKETING_LIMIT: '30043',
  HOLD_UNKNOWN: '40001',
  HOLD_OF_OTHER_PROJECT: '40002',
  HOLD_KIND: '40002',
  HOLD_EXCEEDED: '40003',
  HOLD_MUST_BE_WHOLE: '40004',
  FREEZE_UNKNOWN: '40006',
  DETAIL_REPEATED: '40005',
  DETAILS_TOO_MANY: FORM,
  PAYEE_WITHOUT_CLAIM: '40010',
  CLAIM_EXCEEDED: '40011',
  PAYEE_NET_NEGATIVE: '40012',
  HOLDS_DIFFER: '40002',
  SELLER_IS_BUYER: '20012',
  CLAIM_UNKNOWN: '40020',
  CLAIM_ENDED: '40021',
  SHARE_EXCEEDED: '40022',
  PRICE_BELOW_SHARE: '40023',
  BORROWER_COMPENSATES: '20012',
  COMPENSATOR_IS_PAYEE: '40014',
  COMMISSION_NOT_ALLOWED: '30010',
};
