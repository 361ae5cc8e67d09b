/** What a person reads when the core refuses, about orders and their pages. */
import type { OrderRefusals, PageOrderRefusals } from '../../custody/refusals.ts';
import { said, yuan } from '../phrases.ts';
import { type Sentences, ASK, then } from '../sentence.ts';

export const ORDERS: Sentences<OrderRefusals & PageOrderRefusals> = {
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
  SYSTEM_BUSY: () => said('系统繁忙，请稍等片刻再试。', 'The system is busy. Please wait a moment and try again.'),
  AMOUNT_ZERO: () => then('金额必须大于零。', 'The amount must be more than zero.'),
  BALANCE_INSUFFICIENT: ({ available, needed }) =>
    said(
      `可用余额不足：需要 ${yuan(needed).zh}，可用 ${yuan(available).zh}，还差 ${yuan(needed - available).zh}。请先充值。`,
      `Not enough balance: ${yuan(needed).en} is needed, ${yuan(available).en} available, ` +
        `${yuan(needed - available).en} missing. Please deposit first.`,
    ),
  MARKETING_INSUFFICIENT: () => then('平台营销账户余额不足。', 'The platform’s marketing account is short.', ASK),
  COMMISSION_TOO_HIGH: () => then('平台佣金超过了允许的数额。', 'The platform’s commission is too high.', ASK),
  PAGE_EXPIRED: () =>
    then('页面已过期，本次没有动用任何资金。', 'This page has expired; no money was moved.', {
      zh: '请返回平台重新发起。',
      en: 'Please return to the platform and start again.',
    }),
  PAGE_CANCELLED: () => said('您取消了本次操作，没有动用任何资金。', 'You cancelled; no money was moved.'),
  SMS_TOO_SOON: ({ seconds }) =>
    said(
      `验证码刚刚发送过，请 ${seconds} 秒后再获取。`,
      `A code was sent just now. You can get another in ${seconds} s.`,
    ),
  SMS_ORDER_LIMIT: () =>
    said(
      '本页的验证码发送次数已用完。请输入最近一次收到的验证码，或返回平台重新发起。',
      'No more codes can be sent for this page. Enter the latest one, or start again from the platform.',
    ),
  SMS_DAY_LIMIT: () =>
    said(
      '这个手机号今天的验证码次数已用完，请明天再试。',
      'This mobile has had all its codes for today. Please try again tomorrow.',
    ),
  SMS_TRIES_SPENT: () =>
    then('短信验证码输错次数过多，本次没有动用任何资金。', 'Too many wrong codes; no money was moved.', {
      zh: '请返回平台重新发起。',
      en: 'Please return to the platform and start again.',
    }),
  SMS_NOT_SENT: () =>
    said(
      '短信没有发送成功，请稍后重新获取验证码。',
      'The message could not be sent. Please ask for the code again shortly.',
    ),
  SMS_CODE_WRONG: ({ left }) =>
    left > 0
      ? said(`短信验证码不正确，还可以输入 ${left} 次。`, `Wrong code, ${left} ${left === 1 ? 'try' : 'tries'} left.`)
      : said('短信验证码已失效，请重新获取。', 'This code is no longer valid. Please get a new one.'),
  SMS_CODE_EXPIRED: () => said('短信验证码已失效，请重新获取。', 'This code is no longer valid. Please get a new one.'),
  AGREEMENT_MISSING: () => said('请阅读并勾选服务协议。', 'Please read the agreement and tick the box.'),
};
