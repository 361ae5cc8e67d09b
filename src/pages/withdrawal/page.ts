/** A withdrawal, as a page. */
import { cardText } from '../holder.ts';
import type { Page } from '../page.ts';
import { confirm } from '../password/form.ts';
import { COMMON, said } from '../phrases.ts';
import { say } from '../scene.ts';
import { arrival, withdrawalSheet } from './view.ts';

export const withdrawalPage: Page<'WITHDRAW'> = {
  action: () => said('提现', 'Withdrawal'),
  amount: ({ amount }) => amount,
  waiting: { at: 'US', draw: withdrawalSheet, main: confirm, others: {} },
  succeeded: ({ state }) => (state === 'ACCEPTED' ? said('提现已受理', 'Withdrawal accepted') : null),
  failed: () => null,
  next: ({ state }) =>
    state === 'ACCEPTED'
      ? said(
          '款项将由银行划付到您的银行卡；如果银行退回，资金会回到您的存管账户。',
          'The bank will pay it to your card. If it is returned, the money comes back to your account.',
        )
      : said('款项已划付到您的银行卡。', 'The money was paid to your card.'),
  facts: (scene, { state, command }) => [
    [say(scene, COMMON.card), cardText(scene)],
    [say(scene, said('预计到账时间', 'Expected at')), state === 'ACCEPTED' && arrival(scene, command)],
  ],
};
