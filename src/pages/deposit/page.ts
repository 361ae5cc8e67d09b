/** A deposit, as a page. */
import type { Page } from '../page.ts';
import { said } from '../phrases.ts';
import { handOverSheet } from './view.ts';

export const depositPage: Page<'DEPOSIT'> = {
  action: () => said('充值', 'Deposit'),
  amount: ({ amount }) => amount,
  waiting: { at: 'BANK', draw: handOverSheet },
  succeeded: () => null,
  failed: () => null,
  next: () => said('资金已到您的存管账户。', 'The money is in your custody account.'),
  facts: () => [],
};
