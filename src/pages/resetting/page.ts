/** Setting another trade password, as a page. */
import type { Page } from '../page.ts';
import { said } from '../phrases.ts';
import { reset, sendSms } from './steps.ts';
import { resettingSheet } from './view.ts';

export const resettingPage: Page<'RESET_PASSWORD'> = {
  action: () => said('修改交易密码', 'Change of the trade password'),
  amount: () => null,
  waiting: { at: 'US', draw: resettingSheet, main: reset, others: { sms: sendSms } },
  succeeded: () => said('交易密码已修改', 'The trade password was changed'),
  failed: () => said('交易密码未修改', 'The trade password was not changed'),
  next: () =>
    said(
      '请牢记新的交易密码，旧密码已失效；此前因输错而锁定的，已经解锁。',
      'Keep the new one in mind; the old one no longer works. If it was locked, it is not any more.',
    ),
  facts: () => [],
};
