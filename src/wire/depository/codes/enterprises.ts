/** Codes about enterprises and their audit. */
import type { EnterpriseRefusals } from '../../../custody/refusals.ts';
import type { Codes } from '../../dialect.ts';
import { FORM } from './numbers.ts';

export const ENTERPRISES: Codes<EnterpriseRefusals> = {
  LICENCES_MISSING: FORM,
  ENTERPRISE_NAME_INVALID: '10005',
  ACCOUNT_NUMBER_INVALID: '10041',
  ENTERPRISE_HANDED_BACK: '10005',
  ENTERPRISE_REFUSED: '10005',
};
