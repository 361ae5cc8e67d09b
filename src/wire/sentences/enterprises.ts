/** Sentences about enterprises and their audit. */
import type { EnterpriseRefusals } from '../../custody/refusals.ts';
import type { Sentences } from './sentence.ts';

export const ENTERPRISES: Sentences<EnterpriseRefusals> = {
  LICENCES_MISSING: '须提供统一社会信用代码，或营业执照编号、组织机构代码、税务登记号三证',
  ENTERPRISE_NAME_INVALID: '企业名称不正确',
  ACCOUNT_NUMBER_INVALID: '企业对公账户应为 8 至 32 位数字',
  ENTERPRISE_HANDED_BACK: (f) => `审核退回：${f.reason}`,
  ENTERPRISE_REFUSED: (f) => `审核拒绝：${f.reason}`,
};
