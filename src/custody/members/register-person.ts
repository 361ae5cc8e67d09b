/**
 * REGISTER_PERSON: a person becomes a member with a card and a trade password (L2.1, D-REG). A number that exists is a
 * repeated registration; of two open pages the first that finishes wins. What the outside has proved
 * (card elements, hashed password, SMS code) comes as proof.
 */
import { ok } from '../../kernel/result.ts';
import { admitCard } from '../cards/admit-card.ts';
import { insertCard } from '../cards/tables.ts';
import { insertPassword } from '../credentials/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import type { Act, PageVerb } from '../verb.ts';
import type { RegisterPerson } from './commands.ts';
import { checkIdNumber, isMobile, isOfAge } from './identity.ts';
import { members, profiles } from './tables.ts';

export const registerPerson: PageVerb<RegisterPerson> = {
  name: 'REGISTER_PERSON',
  personal: ['realName', 'idNumber', 'mobile', 'cardNumber'],
  weight: () => 4,
  subject: (command) => command.userNo,
  leaves: null,
  needs(command, want) {
    want.row(members, command.userNo);
  },
  admit,
  page: {
    completion: { by: 'REGISTRATION' },
    holder: () => null,
    projectNo: () => null,
    fee: () => null,
    arrivesAt: () => null,
  },
  decide(command, act) {
    const { world, orderNo, proof } = act;
    const admitted = admit(command, act);
    if (!admitted.ok) return admitted;
    const proved = proof.registration;
    if (!proved) return refuse('CARD_CHECK_FAILED', {});
    // ---- nothing fails below this line
    const memberNo = world.nextNo();
    const { realName, idNumber, mobile, cardNumber, bank, accessType } = proved;
    world.insert(members, {
      userNo: command.userNo,
      memberNo,
      type: 'PERSON',
      role: command.role,
      state: 'ACTIVE',
      borrowing: 0n,
      createdAt: world.at,
    });
    world.insert(profiles, { memberNo, realName, idNumber, idFingerprint: proved.idFingerprint, mobile });
    insertPassword(world, memberNo, proved.passwordHash);
    insertCard(world, orderNo, { memberNo, number: cardNumber, bank, accessType });
    return ok({
      userNo: command.userNo,
      role: command.role,
      realName,
      idNumber,
      mobile,
      cardNumber,
      bank,
      accessType,
    });
  },
};

/** What was passed is checked before the page; what is missing is asked there. */
function admit(command: RegisterPerson, { world, policy }: Act): Judged<unknown> {
  if (world.get(members, command.userNo)) return refuse('MEMBER_EXISTS', { userNo: command.userNo });
  if (command.idNumber !== null && !checkIdNumber(command.idNumber)) return refuse('ID_NUMBER_INVALID', {});
  if (command.idNumber !== null && !isOfAge(command.idNumber, world.at)) return refuse('UNDER_AGE', {});
  if (command.mobile !== null && !isMobile(command.mobile)) return refuse('MOBILE_INVALID', {});
  return command.cardNumber === null ? ok(null) : admitCard(command.cardNumber, policy.cardBanks);
}
