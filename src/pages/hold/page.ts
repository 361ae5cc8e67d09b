/** A tender or a repayment, as a page. */
import type { Page } from '../page.ts';
import { confirm } from '../password/form.ts';
import { said } from '../phrases.ts';
import { holdSheet } from './view.ts';
import { HOLD_WORDS } from './words.ts';

export const holdPage: Page<'HOLD'> = {
  action: ({ kind }) => HOLD_WORDS[kind],
  amount: ({ amount }) => amount,
  waiting: { at: 'US', draw: holdSheet, main: confirm, others: {} },
  // Nothing is invested or repaid yet: the money is held.
  succeeded: () => said('资金已冻结', 'The money is held'),
  failed: () => null,
  next: ({ command }) =>
    command.kind === 'TENDER'
      ? said(
          '投标尚未放款：放款时转给借款人，未成立则退回可用余额。',
          'It goes to the borrower when the loan is made, and back to you if it is not.',
        )
      : said(
          '还款尚未完成：由平台确认后分给投资人。',
          'The repayment is complete when the platform has it paid to the investors.',
        ),
  facts: () => [],
};
