/** All verbs by name. A command without a verb, or one with a page that says nothing of it, does not compile. */
import { authorize } from './authorizations/authorize.ts';
import { cancelAuthorization } from './authorizations/cancel-authorization.ts';
import { bindCard } from './cards/bind-card.ts';
import { unbindCard } from './cards/unbind-card.ts';
import type { Command, CommandOf, PageCommand, PageVerbName, VerbName } from './commands.ts';
import { confirmCompensation } from './compensations/confirm-compensation.ts';
import { resetPassword } from './credentials/reset-password.ts';
import { deposit } from './deposits/deposit.ts';
import { posDeposit } from './deposits/pos-deposit.ts';
import { registerEnterprise } from './enterprises/register-enterprise.ts';
import { freeze } from './freezes/freeze.ts';
import { unfreeze } from './freezes/unfreeze.ts';
import { cancelHold } from './holds/cancel-hold.ts';
import { autoHold, hold } from './holds/hold.ts';
import { platformHold } from './holds/platform-hold.ts';
import { confirmLoan } from './loans/confirm-loan.ts';
import { payMarketing } from './marketing/pay-marketing.ts';
import { registerPerson } from './members/register-person.ts';
import { createProject } from './projects/create-project.ts';
import { modifyProject } from './projects/modify-project.ts';
import { confirmRepayment } from './repayments/confirm-repayment.ts';
import { confirmTransfer } from './transfers/confirm-transfer.ts';
import type { PageVerb, Verb } from './verb.ts';
import { withdraw } from './withdrawals/withdraw.ts';

const PAGE_VERBS: { readonly [V in PageVerbName]: PageVerb<CommandOf<V>> } = {
  REGISTER_PERSON: registerPerson,
  REGISTER_ENTERPRISE: registerEnterprise,
  BIND_CARD: bindCard,
  UNBIND_CARD: unbindCard,
  RESET_PASSWORD: resetPassword,
  DEPOSIT: deposit,
  POS_DEPOSIT: posDeposit,
  WITHDRAW: withdraw,
  AUTHORIZE: authorize,
  HOLD: hold,
};

const VERBS: { readonly [V in VerbName]: Verb<CommandOf<V>> } = {
  ...PAGE_VERBS,
  CANCEL_AUTHORIZATION: cancelAuthorization,
  CREATE_PROJECT: createProject,
  MODIFY_PROJECT: modifyProject,
  AUTO_HOLD: autoHold,
  PLATFORM_HOLD: platformHold,
  CANCEL_HOLD: cancelHold,
  CONFIRM_LOAN: confirmLoan,
  CONFIRM_REPAYMENT: confirmRepayment,
  CONFIRM_TRANSFER: confirmTransfer,
  CONFIRM_COMPENSATION: confirmCompensation,
  PAY_MARKETING: payMarketing,
  FREEZE: freeze,
  UNFREEZE: unfreeze,
};

/** The verb of a command. */
export function verbOf(command: Command): Verb<Command> {
  return VERBS[command.verb] as Verb<Command>;
}

/** The verb of a command whose order has a page. */
export function pageVerbOf(command: PageCommand): PageVerb<PageCommand> {
  return PAGE_VERBS[command.verb] as unknown as PageVerb<PageCommand>;
}
