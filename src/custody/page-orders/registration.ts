/**
 * The registration page's steps (L2.1, D-REG): SMS code, card check at the bank, new password. What the platform
 * passed wins over what was typed. A refusal leaves the page open where the person can mend it, and ends the order
 * where the given data are at fault.
 */
import { randomInt } from 'node:crypto';
import { personName } from '../../kernel/person-name.ts';
import { type Failure, fail } from '../../kernel/result.ts';
import { admitCard } from '../cards/admit-card.ts';
import { recogniseCard } from '../cards/bins.ts';
import type { AccessType } from '../cards/words.ts';
import type { CommandOf } from '../commands.ts';
import { type Core, newCommandId } from '../core.ts';
import { hashPassword } from '../credentials/passwords.ts';
import { refusePassword } from '../credentials/weak-passwords.ts';
import { profileOf } from '../enterprises/data.ts';
import { checkIdNumber, isMobile, isOfAge } from '../members/identity.ts';
import { completeTask, endTask } from '../orders/paged.ts';
import type { Policy } from '../policy.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import { findPageOrder, type PageOrder } from './page-order.ts';
import { MOVED, type RegistrationForm, type StepAnswer } from './pages.ts';
import { refuseCode, smsCheckUnknownTask, smsSendTask, smsTryTask } from './sms-codes.ts';

type Register = CommandOf<'REGISTER_PERSON'>;

/** Who registers, once given and typed data are put together. */
interface Applicant {
  readonly realName: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly cardNumber: string;
}

export async function sendSmsCode(core: Core, token: string, typedMobile: string): Promise<StepAnswer | null> {
  const page = await findPageOrder(core, token);
  if (!page) return null;
  const mobile = mobileOf(page, typedMobile);
  if (mobile === null) return MOVED;
  if (!isMobile(mobile)) return refuse('MOBILE_INVALID', {});
  const { platformId, orderNo } = page.order;
  return await core.pageTurns.take(platformId, `${orderNo}`, () => sendCode(core, page, mobile));
}

/** Where the code of a page goes that waits for one; null where none does. */
function mobileOf({ order, command }: PageOrder, typed: string): string | null {
  if (order.state !== 'OPEN') return null;
  if (command.verb === 'REGISTER_PERSON') return command.mobile ?? typed.trim();
  return command.verb === 'REGISTER_ENTERPRISE' ? command.mobile : null;
}

/** The page's own limits come first, so that a page which may send nothing uses up nothing of the mobile's. */
async function sendCode(core: Core, { order }: PageOrder, mobile: string): Promise<StepAnswer> {
  const { platformId, orderNo } = order;
  const at = core.clock.now();
  const before = await core.reads.smsSent(platformId, orderNo);
  const refused =
    (before && refuseCode(before.sent, before.sentAt, at)) ?? (await core.allowances.take('SMS', mobile, at));
  if (refused) return fail(refused);
  const code = randomInt(1_000_000).toString().padStart(6, '0');
  const { fingerprint } = core.sealer;
  const noted = await core.lanes.submit(
    platformId,
    smsSendTask(orderNo, fingerprint(mobile), fingerprint(code), newCommandId()),
  );
  if (!noted.ok) return noted;
  const text = `【资金存管】验证码${code}，用于在存管方开户，5分钟内有效。请勿告诉他人，包括平台的工作人员。`;
  return (await core.sms.send(mobile, text)) ? MOVED : refuse('SMS_NOT_SENT', {});
}

export async function registerPage(core: Core, token: string, form: RegistrationForm): Promise<StepAnswer | null> {
  const page = await findPageOrder(core, token);
  if (!page) return null;
  const { platformId, orderNo } = page.order;
  return await core.pageTurns.take(platformId, `${orderNo}`, async (waited) => {
    const now = waited ? await findPageOrder(core, token) : page;
    return now && (await (now.command.verb === 'REGISTER_ENTERPRISE' ? enrolOn : registerOn)(core, now, form));
  });
}

async function registerOn(core: Core, page: PageOrder, form: RegistrationForm): Promise<StepAnswer> {
  const command = openRegistration(page);
  if (!command) return MOVED;
  const applicant = put(command, form);
  const mended = refuseForm(applicant, form, page.policy, core.clock.now());
  if (mended) return fail(mended);
  const { platformId, orderNo } = page.order;
  const { fingerprint } = core.sealer;
  const code = await core.lanes.submit(
    platformId,
    smsTryTask(orderNo, fingerprint(applicant.mobile), fingerprint(form.smsCode), newCommandId()),
  );
  if (!code.ok) return await ifSpent(core, page, code);
  const access = await checkCard(core, page.policy, applicant);
  if (typeof access === 'object') return fail(access);
  if (access === 'UNKNOWN') return await core.lanes.submit(platformId, smsCheckUnknownTask(orderNo, newCommandId()));
  if (access === 'FAILED') return await cardFailed(core, page, command);
  return await complete(core, page, applicant, access, await hashPassword(platformId, form.password));
}

/** An enterprise: nothing is asked of the bank (L2.2-6), and what was passed cannot be changed here. */
async function enrolOn(core: Core, page: PageOrder, form: RegistrationForm): Promise<StepAnswer> {
  const { order, command, platform, policy, verb } = page;
  if (order.state !== 'OPEN' || command.verb !== 'REGISTER_ENTERPRISE') return MOVED;
  const refused = refuseNew(form, command.legalIdNumber, command.mobile);
  if (refused) return fail(refused);
  const { platformId, orderNo } = order;
  const { fingerprint } = core.sealer;
  const code = await core.lanes.submit(
    platformId,
    smsTryTask(orderNo, fingerprint(command.mobile), fingerprint(form.smsCode), newCommandId()),
  );
  if (!code.ok) return await ifSpent(core, page, code);
  const passwordHash = await hashPassword(platformId, form.password);
  const proof = { enrolment: { passwordHash, profile: profileOf(command, fingerprint) } };
  return await core.lanes.submit(
    platformId,
    completeTask({ platform, policy, verb, orderNo, proof, commandId: newCommandId() }),
  );
}

/** A registration that has used up its tries cannot succeed any more, and ends. */
async function ifSpent(core: Core, page: PageOrder, refused: Failure<Refusal>): Promise<StepAnswer> {
  const { name } = refused.error;
  if (name !== 'SMS_TRIES_SPENT' && name !== 'CARD_CHECKS_SPENT') return refused;
  return await core.lanes.submit(page.order.platformId, endTask(page.order.orderNo, refused.error));
}

/** The command of a registration that still waits for the person, or null. */
function openRegistration({ order, command }: PageOrder): Register | null {
  return order.state === 'OPEN' && command.verb === 'REGISTER_PERSON' ? command : null;
}

function put(given: Register, form: RegistrationForm): Applicant {
  return {
    realName: given.realName ?? personName(form.realName) ?? '',
    idNumber: (given.idNumber ?? form.idNumber.trim()).toUpperCase(),
    mobile: given.mobile ?? form.mobile.trim(),
    cardNumber: given.cardNumber ?? form.cardNumber.replace(/\s/g, ''),
  };
}

/** What the person can mend at once, before anything is counted or asked of the bank. */
function refuseForm(applicant: Applicant, form: RegistrationForm, policy: Policy, at: number): Refusal | null {
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

/**
 * Four elements, then three where the policy allows it (L2.1-3); four or nothing elsewhere (D-REG-2). Refused when the
 * mobile or the ID number was checked too often today, on whatever platforms (G-18).
 */
async function checkCard(
  core: Core,
  policy: Policy,
  applicant: Applicant,
): Promise<AccessType | 'FAILED' | 'UNKNOWN' | Refusal> {
  const { realName, idNumber, cardNumber, mobile } = applicant;
  const at = core.clock.now();
  const refused =
    (await core.allowances.take('CARD_MOBILE', mobile, at)) ?? (await core.allowances.take('CARD_ID', idNumber, at));
  if (refused) return refused;
  const four = await core.channel.verifyCard({ realName, idNumber, cardNumber, mobile });
  if (four === 'PASSED') return 'FULL';
  if (four === 'UNKNOWN' || policy.cardCheck === 'FOUR') return four;
  const three = await core.channel.verifyCard({ realName, idNumber, cardNumber });
  return three === 'PASSED' ? 'PART' : three;
}

/** Typed data can be mended and tried again; given data cannot, so the registration has failed. */
async function cardFailed(core: Core, page: PageOrder, given: Register): Promise<StepAnswer> {
  const failed = refusal('CARD_CHECK_FAILED', {});
  const { realName, idNumber, mobile, cardNumber } = given;
  if ([realName, idNumber, mobile, cardNumber].includes(null)) return fail(failed);
  return await core.lanes.submit(page.order.platformId, endTask(page.order.orderNo, failed));
}

function complete(
  core: Core,
  page: PageOrder,
  applicant: Applicant,
  accessType: AccessType,
  passwordHash: string,
): Promise<StepAnswer> {
  const { order, platform, policy, verb } = page;
  const card = recogniseCard(applicant.cardNumber);
  if (!card) return Promise.resolve(refuse('CARD_NUMBER_INVALID', {}));
  const idFingerprint = core.sealer.fingerprint(applicant.idNumber);
  const registration = { ...applicant, accessType, passwordHash, idFingerprint, bank: card.bank };
  return core.lanes.submit(
    order.platformId,
    completeTask({
      platform,
      policy,
      verb,
      orderNo: order.orderNo,
      proof: { registration },
      commandId: newCommandId(),
    }),
  );
}
