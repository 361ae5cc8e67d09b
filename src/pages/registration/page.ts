/** Opening a custody account, as a page. */
import { cardText } from '../holder.ts';
import type { Page } from '../page.ts';
import { COMMON, said } from '../phrases.ts';
import { say } from '../scene.ts';
import { register, sendSms } from './steps.ts';
import { registrationSheet } from './view.ts';

export const registrationPage: Page<'REGISTER_PERSON'> = {
  action: () => said('开通存管账户', 'Open a custody account'),
  amount: () => null,
  waiting: { at: 'US', draw: registrationSheet, main: register, others: { sms: sendSms } },
  succeeded: () => said('开户成功', 'Account opened'),
  failed: () => said('开户未完成', 'The account was not opened'),
  next: () => said('您的存管账户已开通，银行卡已绑定。', 'Your custody account is open and your card is bound.'),
  facts: (scene) => [[say(scene, COMMON.card), cardText(scene)]],
};
