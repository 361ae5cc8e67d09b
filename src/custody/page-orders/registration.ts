/**
 * The registration page's steps (L2.1, D-REG): SMS code, card check at the bank, new password. What the platform
 * passed wins over what was typed. A refusal leaves the page open where the person can mend it, and ends the order
 * where the given data are at fault.
 */
import { personName } from '../../kernel/person-name.ts';
import { fail } from '../../kernel/result.ts';
import { admitCard } from '../cards/admit-card.ts';
import { recogniseCard } from '../cards/bins.ts';
import type { AccessType } from '../cards/words.ts';
import type { CommandOf } from '../commands.ts';
import type { Core } from '../core.ts';
import { hashPassword } from '../credentials/passwords.ts';
import { refusePassword } from '../credentials/weak-passwords.ts';
import { profileOf } from '../enterprises/data.ts';
import { checkIdNumber, isMobile, isOfAge } from '../members/identity.ts';
import type { Policy } from '../policy.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import { type CardElements, judgeCode, proveCard } from './card-proof.ts';
import { completePage, inPageTurn, type PageOrder } from './page-order.ts';
import { MOVED, type RegistrationForm, type StepAnswer } from './pages.ts';

type Register = CommandOf<'REGISTER_PERSON'>;

export function registerPage(core: Core, token: string, form: RegistrationForm): Promise<StepAnswer | null> {
  return inPageTurn(core, token, (page) =>
    (page.command.verb === 'REGISTER_ENTERPRISE' ? enrolOn : registerOn)(core, page, form),
  );
}

async function registerOn(core: Core, page: PageOrder, form: RegistrationForm): Promise<StepAnswer> {
  const command = openRegistration(page);
  if (!command) return MOVED;
  const applicant = put(command, form);
  const mended = refuseForm(applicant, form, page.policy, core.clock.now());
  if (mended) return fail(mended);
  const { realName, idNumber, mobile, cardNumber } = command;
  const mendable = [realName, idNumber, mobile, cardNumber].includes(null);
  const access = await proveCard(core, page, applicant, { smsCode: form.smsCode, mendable });
  if (!access.ok) return access.error;
  const passwordHash = await hashPassword(page.order.platformId, form.password);
  return await complete(core, page, applicant, access.value, passwordHash);
}

/** An enterprise: nothing is asked of the bank (L2.2-6), and what was passed cannot be changed here. */
async function enrolOn(core: Core, page: PageOrder, form: RegistrationForm): Promise<StepAnswer> {
  const { order, command } = page;
  if (order.state !== 'OPEN' || command.verb !== 'REGISTER_ENTERPRISE') return MOVED;
  const refused = refuseNew(form, command.legalIdNumber, command.mobile);
  if (refused) return fail(refused);
  const wrong = await judgeCode(core, page, command.mobile, form.smsCode);
  if (wrong) return wrong;
  const passwordHash = await hashPassword(order.platformId, form.password);
  const profile = profileOf(command, core.sealer.fingerprint);
  return await completePage(core, page, { enrolment: { passwordHash, profile } });
}

/** The command of a registration that still waits for the person, or null. */
function openRegistration({ order, command }: PageOrder): Register | null {
  return order.state === 'OPEN' && command.verb === 'REGISTER_PERSON' ? command : null;
}

function put(given: Register, form: RegistrationForm): CardElements {
  return {
    realName: given.realName ?? personName(form.realName) ?? '',
    idNumber: (given.idNumber ?? form.idNumber.trim()).toUpperCase(),
    mobile: given.mobile ?? form.mobile.trim(),
    cardNumber: given.cardNumber ?? form.cardNumber.replace(/\s/g, ''),
  };
}

/** What the person can mend at once, before anything is counted or asked of the bank. */
function refuseForm(applicant: CardElements, form: RegistrationForm, policy: Policy, at: number): Refusal | null {
  const { realName, idNumber, mobile, cardNumber } = applicant;
  if (realName === '') return refusal('NAME_INVALID', {});
  if (!checkIdNumber(idNumber)) return refusal('ID_NUMBER_INVALID', {});
  if (!isOfAge(idNumber, at)) return refusal('UNDER_AGE', {});
  const card = admitCard(cardNumber, policy.cardBanks);
  if (!card.ok) return card.error;
  if (!isMobile(mobile)) return refusal('MOBILE_INVALID', {});
  return refuseNew(form, idNumber, mobile);
}

/** The new password, twice and not guessable, and the agreement. */
function refuseNew(form: RegistrationForm, idNumber: string, mobile: string): Refusal | null {
  const weak = refusePassword(form.password, idNumber, mobile);
  if (weak) return weak;
  if (form.password !== form.passwordAgain) return refusal('PASSWORD_MISMATCH', {});
  return form.agreed ? null : refusal('AGREEMENT_MISSING', {});
}

function complete(
  core: Core,
  page: PageOrder,
  applicant: CardElements,
  accessType: AccessType,
  passwordHash: string,
): Promise<StepAnswer> {
  const card = recogniseCard(applicant.cardNumber);
  if (!card) return Promise.resolve(refuse('CARD_NUMBER_INVALID', {}));
  const idFingerprint = core.sealer.fingerprint(applicant.idNumber);
  const registration = { ...applicant, accessType, passwordHash, idFingerprint, bank: card.bank };
  return completePage(core, page, { registration });
}
