/** What a person reads when the core refuses, about deposits. */
import type { DepositRefusals } from '../../custody/refusals.ts';
import { said } from '../phrases.ts';
import { type Sentences, because, then } from '../sentence.ts';

export const DEPOSITS: Sentences<DepositRefusals> = {
  DEPOSIT_WAY_MISMATCH: () =>
    then('充值方式与账户类型不符。', 'This way of paying does not fit the account.', {
      zh: '请返回平台，改选充值方式。',
      en: 'Please return to the platform and choose another.',
    }),
  BANK_REPORTED_FAILURE: ({ reason }) =>
    said(
      `银行没有完成付款${because(reason).zh}。没有入账，可返回平台重新发起。`,
      `The bank did not complete it${because(reason).en}. Nothing was credited; start again at the platform.`,
    ),
  POS_ORDER_UNKNOWN: () =>
    then('没有找到这笔 POS 充值订单。', 'There is no such POS deposit.', {
      zh: '请返回平台重新发起充值。',
      en: 'Please return to the platform and start again.',
    }),
  POS_ORDER_ENDED: () =>
    then('这笔 POS 充值订单已失效，不能再显示条形码。', 'This POS deposit is over; its barcode is not shown again.', {
      zh: '已经在终端付款的，结果会通知平台；还没有付款的，请返回平台重新发起。',
      en: 'If you have paid, the platform will be told. If not, please start again there.',
    }),
  BARCODE_NOT_TAKEN: () =>
    said(
      '银行暂时没有响应，条形码还不能使用。没有动用任何资金；本页会自动重试。',
      'The bank does not answer just now; the barcode cannot be used yet. No money moved; this page tries again.',
    ),
};
