/**
 * What is made of the registration form: everything that can be judged here is judged first, so that all mistakes are
 * named at once; the core has the last word.
 */
import type { RegistrationForm } from '../../custody/api.ts';
import type { RegisterEnterprise, RegisterPerson } from '../../custody/commands.ts';
import { checkIdNumber, isCardNumber, isMobile } from '../../custody/numbers.ts';
import { personName } from '../../kernel/person-name.ts';
import { type FieldName, isSixDigits, tidyCode, tidyMobile, tidyNumber } from '../checks.ts';
import { type Note, noteOf } from '../notes.ts';
import type { Step } from '../page.ts';
import { smsStep } from '../sms/step.ts';
import { fieldText, type FormFields, LONGEST_KEPT } from '../typed.ts';
import { ELEMENTS } from './words.ts';

/** The registration form, tidied as people type and paste it; what cannot be a name stays as it was typed. */
function readRegistration(form: FormFields): RegistrationForm {
  const realName = fieldText(form, 'realName');
  return {
    realName: personName(realName) ?? realName,
    idNumber: tidyNumber(fieldText(form, 'idNumber')),
    cardNumber: tidyNumber(fieldText(form, 'cardNumber')),
    mobile: tidyMobile(fieldText(form, 'mobile')),
    password: tidyNumber(fieldText(form, 'password')),
    passwordAgain: tidyNumber(fieldText(form, 'passwordAgain')),
    smsCode: tidyCode(fieldText(form, 'smsCode')),
    agreed: fieldText(form, 'agreed') === '1',
  };
}

/** What the form of a registration asks for. */
type Asked = Exclude<FieldName, 'oldPassword' | 'way' | 'amount'>;

/** Mistakes of a registration that need no look at any row; given data are not judged here. */
function mistakesOf(command: RegisterPerson, form: RegistrationForm): readonly FieldName[] {
  const right: Readonly<Record<Asked, boolean>> = {
    realName: command.realName !== null || personName(form.realName) !== null,
    idNumber: command.idNumber !== null || checkIdNumber(form.idNumber),
    cardNumber: command.cardNumber !== null || isCardNumber(form.cardNumber),
    mobile: command.mobile !== null || isMobile(form.mobile),
    ...newRight(form),
  };
  return (Object.keys(right) as Asked[]).filter((name) => !right[name]);
}

/** The same of what every registration asks for. */
function newRight(form: RegistrationForm) {
  return {
    password: isSixDigits(form.password),
    passwordAgain: form.passwordAgain === form.password,
    smsCode: isSixDigits(form.smsCode),
    agreed: form.agreed,
  };
}

function newMistakes(form: RegistrationForm): readonly FieldName[] {
  const right = newRight(form);
  return (Object.keys(right) as (keyof typeof right)[]).filter((name) => !right[name]);
}

/** What is kept of a form for showing it again: never a password, never a code. */
function keptOf(command: RegisterPerson, form: RegistrationForm): NonNullable<Note['typed']> {
  const kept: Partial<Record<FieldName, string>> = {};
  for (const element of ELEMENTS) {
    const isAsked = command[element] === null && form[element] !== '';
    if (isAsked && [...form[element]].length <= LONGEST_KEPT) kept[element] = form[element];
  }
  if (form.agreed) kept.agreed = '1';
  return kept;
}

/** Registers with what was typed. */
export const register: Step<RegisterPerson> = async ({ pages, scene, command, form: posted }) => {
  const form = readRegistration(posted);
  const typed = keptOf(command, form);
  const mistakes = mistakesOf(command, form);
  if (mistakes.length > 0) return { note: { mistakes, typed } };
  const answer = await pages.register(scene.token, form);
  return answer && { note: noteOf(answer, typed) };
};

/** Registers an enterprise, of which only the password, the code and the agreement are asked. */
export const enrol: Step<RegisterEnterprise> = async ({ pages, scene, form: posted }) => {
  const form = readRegistration(posted);
  const typed = form.agreed ? { agreed: '1' } : {};
  const mistakes = newMistakes(form);
  if (mistakes.length > 0) return { note: { mistakes, typed } };
  const answer = await pages.register(scene.token, form);
  return answer && { note: noteOf(answer, typed) };
};

/** Sends a code to the contact of an enterprise. */
export const sendContactSms = smsStep<RegisterEnterprise>((command, posted) => ({
  typed: fieldText(posted, 'agreed') === '1' ? { agreed: '1' } : {},
  ask: command.mobile,
  field: 'mobile',
  given: command.mobile,
}));

/** Sends a code to the mobile that was passed, or typed. */
export const sendSms = smsStep<RegisterPerson>((command, posted) => {
  const form = readRegistration(posted);
  const isRight = command.mobile !== null || isMobile(form.mobile);
  const ask = isRight ? (command.mobile ?? form.mobile) : null;
  return { typed: keptOf(command, form), ask, field: 'mobile', given: command.mobile };
});
