/** Codes about enterprises and their audit. */
import type { EnterpriseRefusals } from '../../../custody/refusals.ts';
import type { Codes } from '../../dialect.ts';
import { DECLINED, FORM } from './numbers.ts';

export const ENTERPRISES: Codes<EnterpriseRefusals> = {
  LICENCES_MISSING: FORM,
  ENTERPRISE_NAME_INVALID: DECLINED,
  ACCOUNT_NUMBER_INVALID: DECLINED,
  ENTERPRISE_HANDED_BACK: DECLINED,
  ENTERPRISE_REFUSED: DECLINED,
};
