/** Unbinding a card, as a page. */
import { cardText } from '../holder.ts';
import type { Page } from '../page.ts';
import { confirm } from '../password/form.ts';
import { COMMON, said } from '../phrases.ts';
import { say } from '../scene.ts';
import { unbindingSheet } from './view.ts';

export const unbindingPage: Page<'UNBIND_CARD'> = {
  action: () => said('解绑银行卡', 'Unbinding of a bank card'),
  amount: () => null,
  waiting: { at: 'US', draw: unbindingSheet, main: confirm, others: {} },
  succeeded: () => said('银行卡已解绑', 'The card is unbound'),
  failed: () => said('银行卡未解绑', 'The card was not unbound'),
  next: () =>
    said(
      '这张卡与存管账户不再有关联。需要提现时，请先从平台绑定新的银行卡。',
      'The card no longer belongs to your custody account. Bind another one at the platform before you withdraw.',
    ),
  facts(scene, { outcome }) {
    const unbound = outcome && { masked: outcome.cardNumber, bank: outcome.bank };
    return [[say(scene, COMMON.card), cardText(scene, unbound ?? scene.view.card)]];
  },
};
