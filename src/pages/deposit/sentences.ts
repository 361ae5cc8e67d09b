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
};
