/** An authorisation, as a page. */
import type { Page } from '../page.ts';
import { confirm } from '../password/form.ts';
import { said } from '../phrases.ts';
import { authorizationSheet } from './view.ts';

export const authorizationPage: Page<'AUTHORIZE'> = {
  action: () => said('授权', 'Authorisation'),
  amount: () => null,
  waiting: { at: 'US', draw: authorizationSheet, main: confirm, others: {} },
  succeeded: () => null,
  failed: () => null,
  next: () => said('授权已生效，可以随时在平台取消。', 'It is in force; you can end it at the platform at any time.'),
  facts: () => [],
};
