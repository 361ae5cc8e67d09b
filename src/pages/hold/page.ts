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
  succeeded: () => null,
  failed: () => null,
  next: ({ command }) =>
    command.kind === 'TENDER'
      ? said('投标金额已冻结，等待项目放款。', 'The amount is held until the loan is made.')
      : said('还款金额已冻结，等待平台确认分配。', 'The amount is held until the platform distributes it.'),
  facts: () => [],
};
