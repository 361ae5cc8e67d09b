/** All verbs by name. A command without a verb does not compile. */
import { authorize } from './authorizations/authorize.ts';
import type { CommandOf, VerbName } from './commands.ts';
import { deposit } from './deposits/deposit.ts';
import { cancelHold } from './holds/cancel-hold.ts';
import { autoHold, hold } from './holds/hold.ts';
import { confirmLoan } from './loans/confirm-loan.ts';
import { registerPerson } from './members/register-person.ts';
import { createProject } from './projects/create-project.ts';
import { modifyProject } from './projects/modify-project.ts';
import { confirmRepayment } from './repayments/confirm-repayment.ts';
import type { Verb } from './verb.ts';
import { withdraw } from './withdrawals/withdraw.ts';

const VERBS: { readonly [V in VerbName]: Verb<CommandOf<V>> } = {
  REGISTER_PERSON: registerPerson,
  DEPOSIT: deposit,
  WITHDRAW: withdraw,
  AUTHORIZE: authorize,
  CREATE_PROJECT: createProject,
  MODIFY_PROJECT: modifyProject,
  HOLD: hold,
  AUTO_HOLD: autoHold,
  CANCEL_HOLD: cancelHold,
  CONFIRM_LOAN: confirmLoan,
  CONFIRM_REPAYMENT: confirmRepayment,
};

export function verbFor<V extends VerbName>(name: V): Verb<CommandOf<V>> {
  return VERBS[name] as Verb<CommandOf<V>>;
}
