/** Every verb that has a page, and its page. One without does not compile. */
import type { PageCommand, PageVerbName } from '../custody/commands.ts';
import { authorizationPage } from './authorization/page.ts';
import { enterprisePage } from './enterprise/page.ts';
import { bindingPage } from './binding/page.ts';
import { depositPage } from './deposit/page.ts';
import { holdPage } from './hold/page.ts';
import type { Page } from './page.ts';
import { registrationPage } from './registration/page.ts';
import { terminalPage } from './terminal/page.ts';
import { resettingPage } from './resetting/page.ts';
import { unbindingPage } from './unbinding/page.ts';
import { withdrawalPage } from './withdrawal/page.ts';

const PAGES: { readonly [V in PageVerbName]: Page<V> } = {
  REGISTER_PERSON: registrationPage,
  REGISTER_ENTERPRISE: enterprisePage,
  BIND_CARD: bindingPage,
  UNBIND_CARD: unbindingPage,
  RESET_PASSWORD: resettingPage,
  DEPOSIT: depositPage,
  POS_DEPOSIT: terminalPage,
  WITHDRAW: withdrawalPage,
  AUTHORIZE: authorizationPage,
  HOLD: holdPage,
};

/** The page of a command. */
export function pageFor(command: PageCommand): Page<PageVerbName> {
  return PAGES[command.verb] as unknown as Page<PageVerbName>;
}
