/** Binding a card, as a page. */
import { bankName } from '../phrases.ts';
import { tailOfCard } from '../checks.ts';
import type { Page } from '../page.ts';
import { COMMON, said } from '../phrases.ts';
import { say } from '../scene.ts';
import { bind, sendSms } from './steps.ts';
import { bindingSheet } from './view.ts';

export const bindingPage: Page<'BIND_CARD'> = {
  action: () => said('绑定银行卡', 'Binding of a bank card'),
  amount: () => null,
  waiting: { at: 'US', draw: bindingSheet, main: bind, others: { sms: sendSms } },
  succeeded: () => said('银行卡已绑定', 'The card is bound'),
  failed: () => said('银行卡未绑定', 'The card was not bound'),
  next: ({ outcome }) =>
    outcome?.accessType === 'PART'
      ? said(
          '提现将到这张卡。银行没有确认预留手机号，因此不能使用快捷支付，其他功能不受影响。',
          'Withdrawals go to this card. The bank did not confirm the mobile number, so quick pay cannot be used; ' +
            'everything else can.',
        )
      : said('提现将到这张卡。', 'Withdrawals go to this card from now on.'),
  facts(scene, { command, outcome }) {
    const number = outcome?.cardNumber ?? command.cardNumber;
    const bank = outcome && say(scene, bankName(outcome.bank));
    return [[say(scene, COMMON.card), number === null ? null : [bank, tailOfCard(number)].filter(Boolean).join(' ')]];
  },
};
