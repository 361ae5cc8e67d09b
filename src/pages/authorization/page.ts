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
  next: () =>
    said('授权已生效，平台可在授权范围内直接办理。', 'It is in force: the platform may act within its limits.'),
  facts: () => [],
};
