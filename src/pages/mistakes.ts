/** Mistakes at inputs: which refusal belongs to which input, and what our own checks say. */
import type { RefusalName } from '../custody/refusals.ts';
import type { FieldName } from './checks.ts';
import { ORDERS } from './outcome/sentences.ts';
import { PASSWORDS, WEAK } from './password/sentences.ts';
import { said, type Said } from './phrases.ts';
import { MEMBERS } from './registration/sentences.ts';

/** At which input a refusal belongs; what is not here concerns the whole page. */
const FIELDS: Partial<Record<RefusalName, FieldName>> = {
  NAME_INVALID: 'realName',
  ID_NUMBER_INVALID: 'idNumber',
  UNDER_AGE: 'idNumber',
  MOBILE_INVALID: 'mobile',
  PASSWORD_WRONG: 'password',
  PASSWORD_WEAK: 'password',
  PASSWORD_MISMATCH: 'passwordAgain',
  PASSWORD_UNCHANGED: 'password',
  CARD_NUMBER_WRONG: 'cardNumber',
  SMS_TOO_SOON: 'smsCode',
  SMS_ORDER_LIMIT: 'smsCode',
  SMS_DAY_LIMIT: 'smsCode',
  SMS_NOT_SENT: 'smsCode',
  SMS_CODE_WRONG: 'smsCode',
  SMS_CODE_EXPIRED: 'smsCode',
  AGREEMENT_MISSING: 'agreed',
  AMOUNT_ZERO: 'amount',
  CARD_NUMBER_INVALID: 'cardNumber',
  CARD_NOT_DEBIT: 'cardNumber',
  CARD_BANK_UNSUPPORTED: 'cardNumber',
};

/** The input a refusal belongs to, or null. */
export function fieldOf(name: RefusalName): FieldName | null {
  return FIELDS[name] ?? null;
}

/** Sentences for what our own checks found at a field, before the core was asked. */
export const MISTAKES: Readonly<Record<FieldName, Said>> = {
  realName: MEMBERS.NAME_INVALID({}),
  idNumber: MEMBERS.ID_NUMBER_INVALID({}),
  cardNumber: MEMBERS.CARD_NUMBER_INVALID({}),
  mobile: MEMBERS.MOBILE_INVALID({}),
  amount: said(
    '请输入大于零、不超过两位小数的金额，例如 100.00。',
    'Enter an amount above zero with at most two decimals, such as 100.00.',
  ),
  way: said('请选择一种方式。', 'Choose one of the ways.'),
  oldPassword: WEAK.FORM,
  password: WEAK.FORM,
  passwordAgain: PASSWORDS.PASSWORD_MISMATCH({}),
  smsCode: said('请输入短信中的 6 位验证码。', 'Enter the six-digit code from the message.'),
  agreed: ORDERS.AGREEMENT_MISSING({}),
};
