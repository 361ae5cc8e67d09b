/** What a person reads when the core refuses, about passwords. */
import type { CredentialRefusals } from '../../custody/refusals.ts';
import { displayTime } from '../../kernel/time.ts';
import { said, type Said } from '../phrases.ts';
import type { Sentences } from '../sentence.ts';

export const WEAK: Readonly<Record<CredentialRefusals['PASSWORD_WEAK']['why'], Said>> = {
  FORM: said('交易密码必须是 6 位数字。', 'The trade password must be six digits.'),
  REPEATED: said('不能使用重复的数字，请换一个。', 'Repeated digits are too easy to guess. Choose another.'),
  SEQUENCE: said('不能使用连续的数字，请换一个。', 'Consecutive digits are too easy to guess. Choose another.'),
  PATTERN: said(
    '不能使用成对或对称的数字，请换一个。',
    'Pairs and mirrored digits are too easy to guess. Choose another.',
  ),
  KEYPAD: said(
    '不能使用键盘上连成一线的数字，请换一个。',
    'Digits in a line on the keypad are too easy to guess. Choose another.',
  ),
  COMMON: said('很多人使用这个密码，容易被猜到，请换一个。', 'Many people use this one. Choose another.'),
  DATE: said('不能使用日期，请换一个。', 'Dates are too easy to guess. Choose another.'),
  ID_NUMBER: said(
    '不能取自身份证号（例如生日），请换一个。',
    'It must not come from your ID number, such as your birthday.',
  ),
  MOBILE: said('不能取自手机号，请换一个。', 'It must not come from your mobile number. Choose another.'),
};

export const PASSWORDS: Sentences<CredentialRefusals> = {
  PASSWORD_WRONG: ({ left }) =>
    said(
      `交易密码不正确，还可以输入 ${left} 次。忘记密码请联系平台客服。`,
      `Wrong trade password, ${left} ${left === 1 ? 'try' : 'tries'} left. Forgotten? Ask the platform’s support.`,
    ),
  PASSWORD_LOCKED: ({ until }) =>
    said(
      `密码连续输错，已锁定至 ${displayTime(until).slice(0, 16)}（北京时间）。届时请从平台重新发起。`,
      `Too many wrong passwords: locked until ${displayTime(until).slice(0, 16)} (Beijing time). ` +
        'Please start again from the platform then.',
    ),
  PASSWORD_WEAK: ({ why }) => WEAK[why],
  PASSWORD_MISMATCH: () =>
    said('两次输入的密码不一致，请重新输入。', 'The two passwords differ. Please enter both again.'),
};
