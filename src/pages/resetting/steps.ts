/** What is made of the form that sets another password: all that can be judged here is judged first. */
import type { ResetForm } from '../../custody/api.ts';
import type { ResetPassword } from '../../custody/commands.ts';
import { isCardNumber } from '../../custody/numbers.ts';
import { type FieldName, isSixDigits, tidyCode, tidyNumber } from '../checks.ts';
import { type Note, noteOf } from '../notes.ts';
import type { Step } from '../page.ts';
import type { Scene } from '../scene.ts';
import { smsStep } from '../sms/step.ts';
import { fieldText, type FormFields, LONGEST_KEPT } from '../typed.ts';

function readReset(form: FormFields): ResetForm {
  return {
    way: fieldText(form, 'way') === 'FORGOTTEN' ? 'FORGOTTEN' : 'REMEMBERED',
    oldPassword: tidyNumber(fieldText(form, 'oldPassword')),
    cardNumber: tidyNumber(fieldText(form, 'cardNumber')),
    smsCode: tidyCode(fieldText(form, 'smsCode')),
    password: tidyNumber(fieldText(form, 'password')),
    passwordAgain: tidyNumber(fieldText(form, 'passwordAgain')),
  };
}

/** A number that cannot be the card's is named here and costs no try. */
function mistakesOf(scene: Scene, form: ResetForm): readonly FieldName[] {
  const { recovery } = scene.view;
  const forgotten = form.way === 'FORGOTTEN';
  const right: Readonly<Partial<Record<FieldName, boolean>>> = {
    ...(forgotten
      ? { cardNumber: canBeNumber(scene, form.cardNumber), smsCode: !recovery?.asksCode || isSixDigits(form.smsCode) }
      : { oldPassword: isSixDigits(form.oldPassword) }),
    password: isSixDigits(form.password),
    passwordAgain: form.password === form.passwordAgain,
  };
  return (Object.keys(right) as FieldName[]).filter((name) => right[name] === false);
}

function canBeNumber({ view }: Scene, number: string): boolean {
  return view.recovery?.of === 'ENTERPRISE' ? number !== '' : isCardNumber(number);
}

/** What is kept of the form for showing it again: the way, and the number that was typed; no password, no code. */
function keptOf({ way, cardNumber }: ResetForm): NonNullable<Note['typed']> {
  return { way, ...(cardNumber !== '' && [...cardNumber].length <= LONGEST_KEPT ? { cardNumber } : {}) };
}

/** Sets the password. */
export const reset: Step<ResetPassword> = async ({ pages, scene, form: posted }) => {
  const form = readReset(posted);
  const typed = keptOf(form);
  const mistakes = mistakesOf(scene, form);
  if (mistakes.length > 0) return { note: { mistakes, typed } };
  const answer = await pages.resetPassword(scene.token, form);
  if (answer === null) return null;
  const note = noteOf(answer, typed);
  return { note: note.refusal?.name === 'PASSWORD_WRONG' ? { ...note, at: 'oldPassword' } : note };
};

/** Sends a code to the mobile of the bound card, once its whole number was told. */
export const sendSms = smsStep<ResetPassword>((_command, posted, scene) => {
  const form = readReset(posted);
  const ask = canBeNumber(scene, form.cardNumber) ? form.cardNumber : null;
  return { typed: { ...keptOf(form), way: 'FORGOTTEN' }, ask, field: 'cardNumber', given: null };
});
