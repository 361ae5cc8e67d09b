/** What a person reads when the core refuses, about withdrawals. */
import type { WithdrawalRefusals } from '../../custody/refusals.ts';
import { said } from '../phrases.ts';
import { type Sentences, because, then } from '../sentence.ts';

export const WITHDRAWALS: Sentences<WithdrawalRefusals> = {
  SETTLEMENT_ACCOUNT_MISSING: () =>
    then('平台尚未登记结算账户。', 'The platform has no settlement account.', {
      zh: '请联系存管方登记后再试。',
      en: 'Have it registered with the custodian, then try again.',
    }),
  BANK_RETURNED: ({ reason }) =>
    said(
      `银行退回了这笔款项${because(reason).zh}。资金已回到您的存管账户。`,
      `The bank returned it${because(reason).en}. The money is back in your account.`,
    ),
};
