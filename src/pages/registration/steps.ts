/**
 * What is made of the registration form: everything that can be judged here is judged first, so that all mistakes are
 * named at once; the core has the last word.
 */
import type { RegistrationForm } from '../../custody/api.ts';
import type { PageCommand, RegisterEnterprise, RegisterPerson } from '../../custody/commands.ts';
import { checkIdNumber, isCardNumber, isMobile } from '../../custody/numbers.ts';
import { personName } from '../../kernel/person-name.ts';
import { type FieldName, isSixDigits, tidyCode, tidyMobile, tidyNumber } from '../checks.ts';
import { respondJson } from '../layout.ts';
import { type Note, noteOf } from '../notes.ts';
import type { Asked, Step, Stepped } from '../page.ts';
import { mistakeAt, type Scene, say, tellRefusal } from '../scene.ts';
import { fieldText, type FormFields } from '../typed.ts';
import { smsTarget } from './view.ts';
import { codeSent, ELEMENTS } from './words.ts';

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

/** Mistakes of a registration that need no look at any row; given data are not judged here. */
function mistakesOf(command: RegisterPerson, form: RegistrationForm): readonly FieldName[] {
  const right: Readonly<Record<Exclude<FieldName, 'amount'>, boolean>> = {
    realName: command.realName !== null || personName(form.realName) !== null,
    idNumber: command.idNumber !== null || checkIdNumber(form.idNumber),
    cardNumber: command.cardNumber !== null || isCardNumber(form.cardNumber),
    mobile: command.mobile !== null || isMobile(form.mobile),
    ...newRight(form),
  };
  return (Object.keys(right) as (keyof typeof right)[]).filter((name) => !right[name]);
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

/** Characters of what is shown again; what is longer is no slip of typing. */
const LONGEST_KEPT = 100;

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

/** Sends a code; answers the script in JSON, so that passwords typed already stay, and plain browsers with the page. */
export const sendSms: Step<RegisterPerson> = async (asked) => {
  const { command } = asked;
  const form = readRegistration(asked.form);
  const typed = keptOf(command, form);
  const mobile = command.mobile ?? form.mobile;
  if (command.mobile !== null || isMobile(mobile)) return sendCode(asked, mobile, typed);
  return answerSms(asked, { mistakes: ['mobile'], typed });
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
export const sendContactSms: Step<RegisterEnterprise> = (asked) =>
  sendCode(asked, '', fieldText(asked.form, 'agreed') === '1' ? { agreed: '1' } : {});

type Addressed = PageCommand & { readonly mobile: string | null };

async function sendCode<C extends Addressed>(asked: Asked<C>, mobile: string, typed: NonNullable<Note['typed']>) {
  const answer = await asked.pages.sendSms(asked.scene.token, mobile);
  if (answer === null) return null;
  return answerSms(asked, answer.ok ? { smsSent: true, typed } : { refusal: answer.error, typed });
}

async function answerSms<C extends Addressed>(asked: Asked<C>, note: Note): Promise<Stepped> {
  return asked.accept.includes('application/json') ? { response: await smsAnswer(asked, note) } : { note };
}

async function smsAnswer<C extends Addressed>({ pages, scene, command }: Asked<C>, note: Note) {
  const view = (await pages.view(scene.token)) ?? scene.view;
  const after: Scene = { ...scene, view, note };
  const field = mistakeAt(after, 'mobile') === null ? 'smsCode' : 'mobile';
  const mistake = mistakeAt(after, field) ?? (note.refusal ? tellRefusal(scene, note.refusal) : null);
  const seconds = Math.max(0, Math.ceil(((view.smsAgainAt ?? 0) - scene.now) / 1_000));
  const message = mistake === null ? say(scene, codeSent(smsTarget(after, command))) : null;
  return respondJson({ field, mistake, seconds, message });
}
