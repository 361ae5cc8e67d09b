/** A hold on money for a project, as a page. */
import type { Page } from '../page.ts';
import { confirm } from '../password/form.ts';
import { said } from '../phrases.ts';
import { holdSheet } from './view.ts';
import { HOLD_WORDS } from './words.ts';

export const holdPage: Page<'HOLD'> = {
  action: ({ kind }) => HOLD_WORDS[kind].action,
  amount: ({ amount }) => amount,
  waiting: { at: 'US', draw: holdSheet, main: confirm, others: {} },
  // Nothing is invested, repaid or bought yet: the money is held.
  succeeded: () => said('资金已冻结', 'The money is held'),
  failed: () => null,
  next: ({ command }) => HOLD_WORDS[command.kind].after,
  facts: () => [],
};
