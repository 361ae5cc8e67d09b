/** What the page of an enterprise's registration says. */
import { said } from '../phrases.ts';

export const WORDS = {
  title: said('企业开通存管账户', 'Open an enterprise’s custody account'),
  lead: said(
    '企业的资金将由存管方单独保管，平台不能动用。提交后由存管方审核资料，审核通过后账户即可使用；开户不产生费用，不涉及资金划转。',
    'The enterprise’s money will be kept by the custodian, out of the platform’s reach. Its documents are examined ' +
      'after this page; then the account can be used. It is free and moves no money.',
  ),
  details: said('企业资料', 'The enterprise'),
  passwordUse: said(
    '提现、还款等动用资金时需要输入它，请由企业授权的人员设置并保管。',
    'It is asked for whenever money is to move. Whoever the enterprise has authorised sets and keeps it.',
  ),
  passwordHint: said(
    '6 位数字。不能是重复或连续的数字、日期、键盘连线或常见组合，也不能取自法人身份证号或联系人手机号。',
    'Six digits; no repeats, sequences, dates, keypad lines or common codes, nothing from the legal person’s ID ' +
      'or the contact’s mobile number.',
  ),
  button: said('同意并提交审核', 'Agree and submit for review'),
} as const;
