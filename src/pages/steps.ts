/**
 * What a posted form becomes: a step asked of the core, and the note that the page shows next. Everything that can be
 * judged here is judged first, so that all mistakes are named at once; the core has the last word.
 */
import type { PageView, RegistrationForm } from '../custody/api.ts';
import type { RegisterPerson } from '../custody/commands.ts';
import { checkIdNumber, isCardNumber, isMobile } from '../custody/numbers.ts';
import type { Judged } from '../custody/refusals.ts';
import { type FieldName, isSixDigits, tidyName, tidyNumber } from './checks.ts';
import type { Note } from './notes.ts';
import { ELEMENTS } from './registration.ts';

export type FormFields = Readonly<Record<string, string>>;

/** Far longer than anything asked for; more is no typing. */
const LONGEST = 64;

function field(form: FormFields, name: FieldName): string {
  return (Object.hasOwn(form, name) ? (form[name] ?? '') : '').slice(0, LONGEST);
}

/** The registration form, tidied: full-width digits, blanks and hyphens as people type and paste them. */
export function readRegistration(form: FormFields): RegistrationForm {
  return {
    realName: tidyName(field(form, 'realName')),
    idNumber: tidyNumber(field(form, 'idNumber')),
    cardNumber: tidyNumber(field(form, 'cardNumber')),
    mobile: tidyNumber(field(form, 'mobile')).replace(/^\+?86(?=1\d{10}$)/, ''),
    password: field(form, 'password'),
    passwordAgain: field(form, 'passwordAgain'),
    smsCode: tidyNumber(field(form, 'smsCode')),
    agreed: field(form, 'agreed') === '1',
  };
}

/** The trade password as typed. */
export function readPassword(form: FormFields): string {
  return field(form, 'password');
}

/** Mistakes of a registration that need no look at any row; given data are not judged here. */
export function mistakesOf(command: RegisterPerson, form: RegistrationForm): readonly FieldName[] {
  const right: Readonly<Record<FieldName, boolean>> = {
    realName: command.realName !== null || /^[\p{L}\p{M}·• .'-]{2,50}$/u.test(form.realName),
    idNumber: command.idNumber !== null || checkIdNumber(form.idNumber),
    cardNumber: command.cardNumber !== null || isCardNumber(form.cardNumber),
    mobile: command.mobile !== null || isMobile(form.mobile),
    password: isSixDigits(form.password),
    passwordAgain: form.passwordAgain === form.password,
    smsCode: isSixDigits(form.smsCode),
    agreed: form.agreed,
  };
  return (Object.keys(right) as FieldName[]).filter((name) => !right[name]);
}

/** What is kept of a form for showing it again: never a password, never a code. */
export function keptOf(command: RegisterPerson, form: RegistrationForm): NonNullable<Note['typed']> {
  const kept: Partial<Record<FieldName, string>> = {};
  for (const element of ELEMENTS) {
    if (command[element] === null && form[element] !== '') kept[element] = form[element];
  }
  if (form.agreed) kept.agreed = '1';
  return kept;
}

/** The note after a step of the core: nothing when it went on. */
export function noteOf(answer: Judged<unknown>, typed?: NonNullable<Note['typed']>): Note | null {
  if (answer.ok) return null;
  return { refusal: answer.error, ...(typed === undefined ? {} : { typed }) };
}

/** The command of a registration whose page still waits for the person, or null. */
export function openRegistration(view: PageView): RegisterPerson | null {
  const { order } = view;
  return order.state === 'OPEN' && order.command?.verb === 'REGISTER_PERSON' ? order.command : null;
}
