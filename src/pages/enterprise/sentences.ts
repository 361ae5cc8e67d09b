/** What a person reads when the core refuses, about enterprises. */
import type { EnterpriseRefusals } from '../../custody/refusals.ts';
import { said } from '../phrases.ts';
import { type Sentences, ASK, because, then } from '../sentence.ts';

export const ENTERPRISES: Sentences<EnterpriseRefusals> = {
  LICENCES_MISSING: () =>
    then(
      '缺少统一社会信用代码，或营业执照、组织机构代码、税务登记三证。',
      'The unified code or the three licences are missing.',
      ASK,
    ),
  ENTERPRISE_NAME_INVALID: () => then('企业名称不正确。', 'The name of the enterprise is not right.', ASK),
  ACCOUNT_NUMBER_INVALID: () => then('企业对公账户不正确。', 'The account number is not right.', ASK),
  ENTERPRISE_HANDED_BACK: ({ reason }) =>
    then(`审核退回${because(reason).zh}。`, `The documents were handed back${because(reason).en}.`, ASK),
  ENTERPRISE_REFUSED: ({ reason }) =>
    said(
      `审核未通过${because(reason).zh}。企业不能再以这个平台用户编号开户。`,
      `It was not passed${because(reason).en}. The enterprise can open no account under this number any more.`,
    ),
};
