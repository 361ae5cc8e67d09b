/**
 * What a person reads when the core refuses: for every refusal a sentence in plain words that says what to do next, in
 * both languages. A refusal without one does not compile.
 */
import type { Refusal, RefusalFacts, RefusalName } from '../custody/refusals.ts';
import { displayTime } from '../kernel/time.ts';
import type { FieldName } from './checks.ts';
import { type Language, type Said, said, yuan } from './phrases.ts';

type Sentences = { readonly [N in RefusalName]: (facts: RefusalFacts[N]) => Said };

const BACK = said('请返回平台重试。', 'Please return to the platform and try again.');
const ASK = said('请返回平台，联系平台客服处理。', 'Please return to the platform and contact its support.');

/** A sentence followed by what to do next. */
function then(zh: string, en: string, next: Said = BACK): Said {
  return said(`${zh}${next.zh}`, `${en} ${next.en}`);
}

const ABOUT_REQUESTS = {
  REQUEST_CONTENT_DIFFERS: () =>
    then('这个流水号已用于另一笔内容不同的业务。', 'This request number already belongs to a different request.', ASK),
  REQUEST_DUPLICATE: () =>
    then('这笔业务已经提交过，不会重复办理。', 'This was already submitted; it will not be done twice.', {
      zh: '请返回平台查看结果。',
      en: 'Please look at the result on the platform.',
    }),
  REQUEST_UNDER_WAY: () =>
    said(
      '这笔业务正在处理中，不会重复办理，请稍候查看结果。',
      'This is being processed and will not be done twice. Please wait.',
    ),
  RESULT_UNKNOWN: () =>
    said(
      '处理结果尚未确认。不会重复扣款，请稍候刷新本页，不要另外发起。',
      'The result is not known yet. Nothing is taken twice: please reload in a moment and do not start again.',
    ),
  PAGE_EXPIRED: () =>
    then('页面已过期，本次没有动用任何资金。', 'This page has expired; no money was moved.', {
      zh: '请返回平台重新发起。',
      en: 'Please return to the platform and start again.',
    }),
  PAGE_CANCELLED: () => said('您取消了本次操作，没有动用任何资金。', 'You cancelled; no money was moved.'),
  SYSTEM_BUSY: () => said('系统繁忙，请稍等片刻再试。', 'The system is busy. Please wait a moment and try again.'),
} as const;

const ABOUT_MEMBERS = {
  MEMBER_EXISTS: () =>
    then('该平台用户已经开通存管账户，无需再次开户。', 'This user already has a custody account.', {
      zh: '请返回平台继续。',
      en: 'Please go on at the platform.',
    }),
  MEMBER_UNKNOWN: () =>
    then('还没有开通存管账户。', 'There is no custody account yet.', {
      zh: '请返回平台，先完成开户。',
      en: 'Please return to the platform and open one first.',
    }),
  MEMBER_NOT_ACTIVE: () => then('存管账户当前不可用。', 'The custody account cannot be used at present.', ASK),
  MEMBER_ROLE: () => then('您的账户角色不能办理此业务。', 'Your account’s role does not allow this.', ASK),
  NAME_INVALID: () => said('姓名不正确，请输入与身份证一致的姓名。', 'Enter your name as on your ID card.'),
  ID_NUMBER_INVALID: () =>
    said(
      '身份证号不正确，请对照证件核对 18 位号码。',
      'The ID number is not right. Compare all 18 characters with your card.',
    ),
  MOBILE_INVALID: () =>
    said('手机号不正确，请输入银行预留的 11 位手机号。', 'Enter the 11-digit mobile number you left with your bank.'),
  UNDER_AGE: () => said('未满 18 周岁不能开户。', 'Opening an account requires being at least 18 years old.'),
} as const;

const WEAK: Readonly<Record<RefusalFacts['PASSWORD_WEAK']['why'], Said>> = {
  FORM: said('交易密码必须是 6 位数字。', 'The trade password must be six digits.'),
  REPEATED: said('不能使用重复的数字，请换一个。', 'Repeated digits are too easy to guess. Choose another.'),
  SEQUENCE: said('不能使用连续的数字，请换一个。', 'Consecutive digits are too easy to guess. Choose another.'),
  ID_NUMBER: said(
    '不能取自身份证号（例如生日），请换一个。',
    'It must not come from your ID number, such as your birthday.',
  ),
  MOBILE: said('不能取自手机号，请换一个。', 'It must not come from your mobile number. Choose another.'),
};

const ABOUT_SECRETS = {
  PASSWORD_WRONG: ({ left }: RefusalFacts['PASSWORD_WRONG']) =>
    said(
      `交易密码不正确，还可以输入 ${left} 次。忘记密码请到平台重置。`,
      `Wrong trade password, ${left} ${left === 1 ? 'try' : 'tries'} left. Forgotten? Reset it through the platform.`,
    ),
  PASSWORD_LOCKED: ({ until }: RefusalFacts['PASSWORD_LOCKED']) =>
    said(
      `交易密码输错次数过多，已锁定至 ${displayTime(until).slice(0, 16)}。请届时再试，或到平台重置密码。`,
      `Too many wrong passwords: locked until ${displayTime(until).slice(0, 16)} (Beijing). Try then, or reset it.`,
    ),
  PASSWORD_WEAK: ({ why }: RefusalFacts['PASSWORD_WEAK']) => WEAK[why],
  PASSWORD_MISMATCH: () =>
    said('两次输入的密码不一致，请重新输入。', 'The two passwords differ. Please enter both again.'),
  SMS_TOO_SOON: ({ seconds }: RefusalFacts['SMS_TOO_SOON']) =>
    said(
      `验证码刚刚发送过，请 ${seconds} 秒后再获取。`,
      `A code was sent just now. You can get another in ${seconds} s.`,
    ),
  SMS_NOT_SENT: () =>
    said(
      '短信没有发送成功，请稍后重新获取验证码。',
      'The message could not be sent. Please ask for the code again shortly.',
    ),
  SMS_CODE_WRONG: ({ left }: RefusalFacts['SMS_CODE_WRONG']) =>
    left > 0
      ? said(`短信验证码不正确，还可以输入 ${left} 次。`, `Wrong code, ${left} ${left === 1 ? 'try' : 'tries'} left.`)
      : said('短信验证码已失效，请重新获取。', 'This code is no longer valid. Please get a new one.'),
  SMS_CODE_EXPIRED: () => said('短信验证码已失效，请重新获取。', 'This code is no longer valid. Please get a new one.'),
  AGREEMENT_MISSING: () => said('请阅读并勾选服务协议。', 'Please read the agreement and tick the box.'),
} as const;

/** The bank's own words, which may be none or end as they like. */
function because(reason: string, joint: string): string {
  const words = reason.trim().replace(/[。.]+$/, '');
  return words === '' ? '' : joint + words;
}

const ABOUT_CARDS = {
  CARD_NUMBER_INVALID: () =>
    said('银行卡号不正确，请对照卡面核对。', 'The card number is not right. Please compare it with your card.'),
  CARD_NOT_DEBIT: () =>
    said('只能绑定借记卡（储蓄卡），请换一张卡。', 'Only debit cards can be bound. Please use another.'),
  CARD_BANK_UNSUPPORTED: () =>
    said(
      '暂不支持这家银行的卡，请换一张其他银行的借记卡。',
      'Cards of this bank are not supported. Please use another.',
    ),
  CARD_CHECK_FAILED: () =>
    said(
      '银行核对未通过：姓名、身份证号、银行卡号与预留手机号须与银行登记一致，请核对后重试。',
      'The bank could not confirm: name, ID, card and mobile must be as registered there. Please check them.',
    ),
  CARD_CHECK_UNKNOWN: () =>
    said('银行暂时没有答复，您的资料没有丢失，请稍后再试。', 'The bank did not answer. Please try again in a moment.'),
  CARD_MISSING: () =>
    then('还没有绑定银行卡。', 'No bank card is bound yet.', {
      zh: '请返回平台，先绑定银行卡。',
      en: 'Please return to the platform and bind one first.',
    }),
  SETTLEMENT_ACCOUNT_MISSING: () =>
    then('平台尚未登记结算账户。', 'The platform has no settlement account.', {
      zh: '请联系存管方登记后再试。',
      en: 'Have it registered with the custodian, then try again.',
    }),
  BANK_UNSUPPORTED: () =>
    then('暂不支持所选的银行。', 'The chosen bank is not supported.', {
      zh: '请返回平台，改选其他银行。',
      en: 'Please return to the platform and choose another.',
    }),
  ACCOUNT_NOT_ALLOWED: () => then('这个账户不能办理此业务。', 'This account does not allow that.', ASK),
  DEPOSIT_WAY_MISMATCH: () =>
    then('充值方式与账户类型不符。', 'This way of paying does not fit the account.', {
      zh: '请返回平台，改选充值方式。',
      en: 'Please return to the platform and choose another.',
    }),
  BANK_REPORTED_FAILURE: ({ reason }: RefusalFacts['BANK_REPORTED_FAILURE']) =>
    said(
      `银行没有完成付款${because(reason, '：')}。没有入账，可返回平台重新发起。`,
      `The bank did not complete it${because(reason, ': ')}. Nothing was credited; start again at the platform.`,
    ),
  BANK_RETURNED: ({ reason }: RefusalFacts['BANK_RETURNED']) =>
    said(
      `银行退回了这笔款项${because(reason, '：')}。资金已回到您的存管账户。`,
      `The bank returned it${because(reason, ': ')}. The money is back in your account.`,
    ),
} as const;

const ABOUT_MONEY = {
  BALANCE_INSUFFICIENT: ({ available, needed }: RefusalFacts['BALANCE_INSUFFICIENT']) =>
    said(
      `可用余额不足：需要 ${yuan(needed).zh}，现有 ${yuan(available).zh}。请充值后再试。`,
      `Not enough balance: ${yuan(needed).en} needed, ${yuan(available).en} available. Please deposit first.`,
    ),
  COMMISSION_TOO_HIGH: () => then('平台佣金超过了允许的数额。', 'The platform’s commission is too high.', ASK),
  AMOUNT_ZERO: () => then('金额必须大于零。', 'The amount must be more than zero.'),
  RED_PACKET_NOT_ALLOWED: () => then('红包只能用于投标。', 'A red packet can only be used to invest.'),
  MARKETING_INSUFFICIENT: () => then('平台营销账户余额不足。', 'The platform’s marketing account is short.', ASK),
  AUTHORIZATION_MISSING: () =>
    then('您没有授权平台办理此业务。', 'You have not authorised the platform to do this.', {
      zh: '请返回平台先授权。',
      en: 'Please authorise it at the platform first.',
    }),
  AUTHORIZATION_EXPIRED: () =>
    then('您的授权已到期。', 'Your authorisation has ended.', {
      zh: '请返回平台重新授权。',
      en: 'Please renew it at the platform.',
    }),
  AUTHORIZATION_EXCEEDED: ({ left }: RefusalFacts['AUTHORIZATION_EXCEEDED']) =>
    said(
      `超出授权额度，剩余 ${yuan(left).zh}。请返回平台调整。`,
      `Over the authorised limit; ${yuan(left).en} is left.`,
    ),
} as const;

const ABOUT_PROJECTS = {
  PROJECT_EXISTS: () => then('项目编号已存在。', 'This project number exists already.', ASK),
  PROJECT_UNKNOWN: () => then('找不到这个项目。', 'This project cannot be found.', ASK),
  PROJECT_STATUS: () =>
    then(
      '项目当前的状态不能办理此业务，可能已满标或已结束。',
      'The project is not open for this; it may be full or over.',
      {
        zh: '请返回平台选择其他项目。',
        en: 'Please choose another at the platform.',
      },
    ),
  PROJECT_TRANSITION: () => then('项目不能这样变更状态。', 'The project cannot change to this state.', ASK),
  PROJECT_NOTHING_TO_CHANGE: () => then('没有需要变更的内容。', 'There is nothing to change.', ASK),
  PROJECT_AMOUNT_TOO_LOW: () => then('项目金额低于已投金额。', 'The amount is below what was invested.', ASK),
  PROJECT_FULL: ({ left }: RefusalFacts['PROJECT_FULL']) =>
    said(
      `项目剩余可投 ${yuan(left).zh}，请返回平台减少金额。`,
      `Only ${yuan(left).en} is still open. Please invest less.`,
    ),
  PROJECT_HAS_HOLDS: () => then('项目还有未了结的预处理。', 'The project still has open holds.', ASK),
  PROJECT_NOT_LOANED: () => then('项目还没有放款。', 'The project has not been loaned.', ASK),
  PROJECT_LOANED: () => then('项目已经放款。', 'The project has been loaned already.', ASK),
  PROJECT_HAS_CLAIMS: () => then('项目还有未还清的债权。', 'The project still has unpaid claims.', ASK),
  PROJECT_OVER_CAP: () => then('项目金额超过监管上限。', 'The project is over the regulatory cap.', ASK),
  BORROWER_TOTAL_OVER_CAP: () => then('借款总额超过监管上限。', 'The borrower’s total is over the cap.', ASK),
} as const;

const ABOUT_HOLDS = {
  BORROWER_ONLY: () => then('只有该项目的借款人可以还款。', 'Only the borrower of this project can repay it.', ASK),
  BORROWER_TENDERS: () =>
    then('不能投自己的借款项目。', 'You cannot invest in your own loan.', {
      zh: '请返回平台选择其他项目。',
      en: 'Please choose another at the platform.',
    }),
  HOLD_UNKNOWN: () => then('找不到对应的预处理。', 'The hold cannot be found.', ASK),
  HOLD_OF_OTHER_PROJECT: () => then('预处理属于另一个项目。', 'The hold belongs to another project.', ASK),
  HOLD_KIND: () => then('预处理的类型不符。', 'The hold is of another kind.', ASK),
  HOLD_EXCEEDED: () => then('超过预处理的剩余金额。', 'This is more than the hold has left.', ASK),
  HOLD_MUST_BE_WHOLE: () => then('预处理只能全额确认。', 'The hold can only be confirmed whole.', ASK),
  DETAIL_REPEATED: () => then('明细有重复。', 'A detail is repeated.', ASK),
  DETAILS_TOO_MANY: () => then('明细条数过多。', 'There are too many details.', ASK),
  PAYEE_WITHOUT_CLAIM: () => then('收款人在该项目没有债权。', 'The payee has no claim in this project.', ASK),
  CLAIM_EXCEEDED: () => then('本金超过收款人的债权。', 'The principal is more than the payee’s claim.', ASK),
  PAYEE_NET_NEGATIVE: () => then('收款人实收为负。', 'The payee would receive less than nothing.', ASK),
} as const;

const SENTENCES: Sentences = {
  ...ABOUT_REQUESTS,
  ...ABOUT_MEMBERS,
  ...ABOUT_SECRETS,
  ...ABOUT_CARDS,
  ...ABOUT_MONEY,
  ...ABOUT_PROJECTS,
  ...ABOUT_HOLDS,
};

/** The sentence for a refusal. A name from an older version of us (a stored order) gets a general one. */
export function sayRefusal(refusal: Refusal, language: Language): string {
  const sentence = SENTENCES[refusal.name] as ((facts: unknown) => Said) | undefined;
  return (sentence ? sentence(refusal.facts) : then('这笔业务未能办理。', 'This could not be done.'))[language];
}

/** Names of refusals, for tests that want all of them. */
export const REFUSAL_NAMES = Object.keys(SENTENCES) as readonly RefusalName[];

/** At which input a refusal belongs; what is not here concerns the whole page. */
const FIELDS: Partial<Record<RefusalName, FieldName>> = {
  NAME_INVALID: 'realName',
  ID_NUMBER_INVALID: 'idNumber',
  UNDER_AGE: 'idNumber',
  MOBILE_INVALID: 'mobile',
  PASSWORD_WRONG: 'password',
  PASSWORD_WEAK: 'password',
  PASSWORD_MISMATCH: 'passwordAgain',
  SMS_TOO_SOON: 'smsCode',
  SMS_NOT_SENT: 'smsCode',
  SMS_CODE_WRONG: 'smsCode',
  SMS_CODE_EXPIRED: 'smsCode',
  AGREEMENT_MISSING: 'agreed',
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
  realName: ABOUT_MEMBERS.NAME_INVALID(),
  idNumber: ABOUT_MEMBERS.ID_NUMBER_INVALID(),
  cardNumber: ABOUT_CARDS.CARD_NUMBER_INVALID(),
  mobile: ABOUT_MEMBERS.MOBILE_INVALID(),
  password: WEAK.FORM,
  passwordAgain: ABOUT_SECRETS.PASSWORD_MISMATCH(),
  smsCode: said('请输入短信中的 6 位验证码。', 'Enter the six-digit code from the message.'),
  agreed: ABOUT_SECRETS.AGREEMENT_MISSING(),
};
