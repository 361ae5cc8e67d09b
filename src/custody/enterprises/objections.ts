/** Why an operator is told no about an enterprise, with the facts that each carries. */
import type { Refusal } from '../refusals.ts';
import type { AuditStatus } from './words.ts';

export interface EnterpriseObjections {
  ENTERPRISE_UNKNOWN: { userNo: string };
  /** How it stands, and so cannot be decided or submitted. */
  AUDIT_STANDING: { userNo: string; status: AuditStatus };
  /** What nobody can look at cannot be approved. */
  ENTERPRISE_WITHOUT_PAPERS: { userNo: string };
  /** Data with which it could not have been registered either. */
  DATA_REFUSED: { refusal: Refusal };
}
