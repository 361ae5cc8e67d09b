/** What is made of the form that binds a card: what can be judged here is judged first; the core has the last word. */
import type { BindingForm } from '../../custody/api.ts';
import type { BindCard } from '../../custody/commands.ts';
import { isCardNumber, isMobile } from '../../custody/numbers.ts';
import { type FieldName, isSixDigits, tidyCode, tidyMobile, tidyNumber } from '../checks.ts';
import { type Note, noteOf } from '../notes.ts';
import type { Step } from '../page.ts';
import { smsStep } from '../sms/step.ts';
import { fieldText, type FormFields, LONGEST_KEPT } from '../typed.ts';

function readBinding(form: FormFields): BindingForm {
  return {
    cardNumber: tidyNumber(fieldText(form, 'cardNumber')),
    mobile: tidyMobile(fieldText(form, 'mobile')),
    password: tidyNumber(fieldText(form, 'password')),
    smsCode: tidyCode(fieldText(form, 'smsCode')),
  };
}

function mistakesOf(command: BindCard, form: BindingForm): readonly FieldName[] {
  const right: Readonly<Record<keyof BindingForm, boolean>> = {
    cardNumber: command.cardNumber !== null || isCardNumber(form.cardNumber),
    mobile: command.mobile !== null || isMobile(form.mobile),
    smsCode: isSixDigits(form.smsCode),
    password: isSixDigits(form.password),
  };
  return (Object.keys(right) as (keyof BindingForm)[]).filter((name) => !right[name]);
}

/** What is kept of the form for showing it again: never a password, never a code. */
function keptOf(command: BindCard, form: BindingForm): NonNullable<Note['typed']> {
  const kept: Partial<Record<FieldName, string>> = {};
  for (const name of ['cardNumber', 'mobile'] as const) {
    const isAsked = command[name] === null && form[name] !== '';
    if (isAsked && [...form[name]].length <= LONGEST_KEPT) kept[name] = form[name];
  }
  return kept;
}

/** Binds what was given and typed. */
export const bind: Step<BindCard> = async ({ pages, scene, command, form: posted }) => {
  const form = readBinding(posted);
  const typed = keptOf(command, form);
  const mistakes = mistakesOf(command, form);
  if (mistakes.length > 0) return { note: { mistakes, typed } };
  const answer = await pages.bindCard(scene.token, form);
  return answer && { note: noteOf(answer, typed) };
};

/** Sends a code to the mobile that was passed, or typed. */
export const sendSms = smsStep<BindCard>((command, posted) => {
  const form = readBinding(posted);
  const isRight = command.mobile !== null || isMobile(form.mobile);
  const ask = isRight ? (command.mobile ?? form.mobile) : null;
  return { typed: keptOf(command, form), ask, field: 'mobile', given: command.mobile };
});
