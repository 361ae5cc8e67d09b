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
      `交易密码不正确，还可以输入 ${left} 次。忘记了可以从平台重置。`,
      `Wrong trade password, ${left} ${left === 1 ? 'try' : 'tries'} left. Forgotten? Reset it from the platform.`,
    ),
  PASSWORD_LOCKED: ({ until }) =>
    said(
      `密码连续输错，已锁定至 ${displayTime(until).slice(0, 16)}（北京时间）。届时请从平台重新发起，也可以从平台修改交易密码，立即解锁。`,
      `Too many wrong passwords: locked until ${displayTime(until).slice(0, 16)} (Beijing time). ` +
        'Please start again from the platform then, or reset your password from there, which ends the lock.',
    ),
  PASSWORD_UNCHANGED: () =>
    said('新密码不能和原密码相同，请换一个。', 'The new password must differ from the old one. Choose another.'),
  RESET_NEEDS_CARD: () =>
    said(
      '还没有绑定银行卡，不能修改交易密码。请返回平台，先绑定银行卡，再来修改；' +
        '如果同时忘记了交易密码，请联系平台客服，凭身份证明办理重置。',
      'No bank card is bound, so the password cannot be changed. Please bind one at the platform first. ' +
        'If you have forgotten the password too, ask the platform’s support to reset it with your ID papers.',
    ),
  CARD_NUMBER_WRONG: ({ left }) =>
    said(
      `号码与绑定的不一致，还可以输入 ${left} 次。请对照卡面输入完整号码。`,
      `Not the number that is bound, ${left} ${left === 1 ? 'try' : 'tries'} left. Enter all digits as on the card.`,
    ),
  RECOVERY_SPENT: ({ until }) =>
    said(
      `今天找回密码的次数已经用完，${displayTime(until).slice(0, 16)}（北京时间）后可以再试。` +
        '您的资金不受影响；着急的话请联系平台客服，凭身份证明办理重置。',
      `No more tries today; you can try again after ${displayTime(until).slice(0, 16)} (Beijing time). Your money is ` +
        'safe. If it is urgent, ask the platform’s support: it can be reset against proof of identity.',
    ),
  PASSWORD_WEAK: ({ why }) => WEAK[why],
  PASSWORD_MISMATCH: () =>
    said('两次输入的密码不一致，请重新输入。', 'The two passwords differ. Please enter both again.'),
};
