/** What can be ordered about enterprises, in the core's words; what each order leaves behind. */
import type { Instant } from '../../kernel/time.ts';
import type { Bank } from '../banks.ts';
import type { MemberRole } from '../members/words.ts';
import type { AuditStatus } from './words.ts';

/** What is submitted of an enterprise, and may be corrected while it is with the platform's staff. */
export interface EnterpriseData {
  readonly name: string;
  /** The unified social credit code; it stands for the three licences below it (L2.2). */
  readonly unifiedCode: string | null;
  readonly businessLicense: string | null;
  readonly orgNo: string | null;
  readonly taxNo: string | null;
  readonly bankLicense: string;
  readonly creditCode: string | null;
  /** The legal person. */
  readonly legal: string;
  readonly legalIdNumber: string;
  readonly contact: string;
  /** The contact's. */
  readonly mobile: string;
  /** The account in the enterprise's name. */
  readonly accountNumber: string;
  readonly bank: Bank;
}

/** Registration of an enterprise with its account (L2.2): the page sets the trade password, then it is looked at. */
export interface RegisterEnterprise extends EnterpriseData {
  readonly verb: 'REGISTER_ENTERPRISE';
  readonly userNo: string;
  readonly role: MemberRole;
}

export interface EnterpriseOutcomes {
  REGISTER_ENTERPRISE: {
    readonly status: AuditStatus;
    readonly accountNumber: string;
    readonly bank: Bank;
    readonly acceptedAt: Instant;
  };
}
