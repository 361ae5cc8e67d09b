/** What the registration page says. */
import { said, type Said } from '../phrases.ts';

/** The four elements, in the order in which they are asked. */
export const ELEMENTS = ['realName', 'idNumber', 'cardNumber', 'mobile'] as const;
export type Element = (typeof ELEMENTS)[number];

export const LABELS: Readonly<Record<Element, Said>> = {
  realName: said('姓名', 'Name'),
  idNumber: said('身份证号', 'ID number'),
  cardNumber: said('银行卡号', 'Card number'),
  mobile: said('银行预留手机号', 'Mobile at your bank'),
};

export const WORDS = {
  title: said('开通存管账户', 'Open a custody account'),
  lead: said(
    '您的资金将由存管方单独保管，平台不能动用。开通约需一分钟，不产生费用，不涉及资金划转。',
    'Your money will be kept by the custodian, out of the platform’s reach. It takes a minute, is free ' +
      'and moves no money.',
  ),
  identity: said('您的资料', 'Your details'),
  locked: said(
    '以下由平台提供，不能在此修改；如有错误请返回平台更正。',
    'Given by the platform and not changeable here. If something is wrong, return and correct it there.',
  ),
  mobileHint: said(
    '办卡时留给银行的号码，可能与平台注册手机号不同。',
    'As left with your bank; it may differ from your login mobile.',
  ),
  cardHint: said('本人名下的借记卡（储蓄卡），不支持信用卡。', 'A debit card in your own name; no credit cards.'),
  nameHint: said('与身份证一致', 'As on your ID card'),
  password: said('设置交易密码', 'Set your trade password'),
  passwordHint: said(
    '6 位数字。不能是重复或连续的数字、日期、键盘连线或常见组合，也不能取自身份证号或手机号。',
    'Six digits; no repeats, sequences, dates, keypad lines or common codes, nothing from your ID or mobile number.',
  ),
  passwordUse: said('投标、提现等动用资金时需要输入它。', 'You will be asked for it whenever money is to move.'),
  again: said('再输入一次', 'Once more'),
  button: said('同意并开通', 'Agree and open the account'),
} as const;
