/**
 * REGISTER_ENTERPRISE: an enterprise becomes a member that is looked at (L2.2). Its page sets the trade password and
 * answers the code sent to the contact; nothing is asked of the bank (L2.2-6). The order stays accepted while the audit
 * lasts, and ends with it; a number that exists, whatever its state, is a repeated registration.
 */
import { fail, ok } from '../../kernel/result.ts';
import { insertCard } from '../cards/tables.ts';
import { insertPassword } from '../credentials/tables.ts';
import { members, profiles } from '../members/tables.ts';
import { orderByNo } from '../orders/paged.ts';
import { type Judged, refuse } from '../refusals.ts';
import type { Act, PageVerb } from '../verb.ts';
import type { RegisterEnterprise } from './commands.ts';
import { dataOf, ENTERPRISE_FIELDS, refuseData } from './data.ts';
import { auditSteps, enterprises } from './tables.ts';

export const registerEnterprise: PageVerb<RegisterEnterprise> = {
  name: 'REGISTER_ENTERPRISE',
  personal: ENTERPRISE_FIELDS.filter((field) => field !== 'bank'),
  weight: () => 6,
  subject: (command) => command.userNo,
  leaves: null,
  needs: (command, want) => void want.row(members, command.userNo),
  admit,
  page: {
    completion: { by: 'ENROLMENT' },
    holder: () => null,
    projectNo: () => null,
    fee: () => null,
    arrivesAt: () => null,
    left: (outcome) => outcome.acceptedAt,
  },
  decide(command, act) {
    const { world, orderNo, proof } = act;
    const admitted = admit(command, act);
    if (!admitted.ok) return admitted;
    const order = orderByNo(world, orderNo);
    const { enrolment } = proof;
    if (!order || !enrolment) throw new Error(`order ${orderNo} was to be completed without a password`);
    // ---- nothing fails below this line
    const memberNo = world.nextNo();
    const { userNo, role, accountNumber, bank } = command;
    world.insert(members, {
      ...{ userNo, memberNo, type: 'ENTERPRISE', role, state: 'AUDIT' },
      ...{ borrowing: 0n, createdAt: world.at },
    });
    world.insert(profiles, { memberNo, ...enrolment.profile });
    insertPassword(world, memberNo, enrolment.passwordHash);
    insertCard(world, orderNo, { memberNo, number: accountNumber, bank, accessType: null });
    world.insert(enterprises, { memberNo, orderNo, commandId: order.commandId });
    world.insert(auditSteps, {
      ...{ orderNo, seq: order.events + 1, decidedBy: null, reason: null, submitted: dataOf(command) },
    });
    return { ...ok({ status: 'AUDIT', accountNumber, bank, acceptedAt: world.at }), accepted: true };
  },
};

function admit(command: RegisterEnterprise, { world, policy }: Act): Judged<unknown> {
  const { userNo } = command;
  const refused = refuseData(command, policy);
  if (refused) return fail(refused);
  return world.get(members, userNo) ? refuse('MEMBER_EXISTS', { userNo }) : ok(null);
}
