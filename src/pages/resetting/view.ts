/**
 * Setting another trade password (L2.20): by the old one or, forgotten, by the bound card. What cannot succeed is not
 * asked for: while the password is locked only the card is, and when that is used up for today only the way back.
 */
import type { ResetPassword } from '../../custody/commands.ts';
import { refusal } from '../../custody/refusals.ts';
import { DAY, startOfDay } from '../../kernel/time.ts';
import type { FieldName } from '../checks.ts';
import { ownForm, pageEnd, passwordField, primaryButton, textField, triesHint } from '../form-fields.ts';
import { cardText } from '../holder.ts';
import { attributes, type Html, html } from '../html.ts';
import { alertBox, factList, type Sheet, statusBox } from '../layout.ts';
import { COMMON } from '../phrases.ts';
import { WORDS as NEW } from '../registration/words.ts';
import { alertOf, firstMistake, type Scene, say, tellRefusal } from '../scene.ts';
import { codeSent, smsField } from '../sms/field.ts';
import { WORDS } from './words.ts';

export function resettingSheet(scene: Scene, command: ResetPassword): Sheet {
  const title = say(scene, WORDS.title);
  const { passwordLockedUntil: until, recovery } = scene.view;
  const facts = factList([
    [say(scene, recovery?.of === 'ENTERPRISE' ? WORDS.account : COMMON.card), cardText(scene)],
    [say(scene, WORDS.user), command.userNo],
  ]);
  if (until !== null && (recovery?.triesLeft ?? 0) <= 0) {
    const spent = refusal('RECOVERY_SPENT', { until: startOfDay(scene.now) + DAY });
    const content = html`<h1>${title}</h1>
${alertBox(tellRefusal(scene, spent))}
${facts}
${pageEnd(scene, 'second')}`;
    return { title, content };
  }
  const offered: FieldName[] = ['oldPassword', 'cardNumber', 'smsCode', 'password', 'passwordAgain'];
  const focus = firstMistake(scene, offered);
  const locked = until !== null && say(scene, WORDS.locked(until));
  const sent = scene.note.smsSent === true ? say(scene, codeSent(scene.view.smsTo)) : null;
  const content = html`<h1>${title}</h1>
<p class="lead">${say(scene, WORDS.lead)}</p>
${alertBox(alertOf(scene, offered))}
${statusBox(sent)}
${locked && html`<p class="next">${locked}</p>`}
${facts}
${ownForm(
  scene,
  '',
  'main ways',
  html`<button class="unseen" type="submit" tabindex="-1" aria-hidden="true"></button>
${proofOf(scene, until === null, focus)}
<fieldset><legend>${say(scene, WORDS.fresh)}</legend>
${passwordField(scene, {
  name: 'password',
  label: say(scene, WORDS.password),
  hint: say(scene, NEW.passwordHint),
  focus: focus === 'password',
})}
${passwordField(scene, { name: 'passwordAgain', label: say(scene, NEW.again), focus: focus === 'passwordAgain' })}
</fieldset>
${primaryButton(say(scene, WORDS.button))}`,
)}
${pageEnd(scene)}`;
  return { title, content };
}

/** Which way, and what it asks for; the style shows the fields of the way that is chosen, without script too. */
function proofOf(scene: Scene, remembered: boolean, focus: FieldName | null): Html {
  const forgotten = !remembered || scene.note.typed?.way === 'FORGOTTEN';
  const old =
    remembered &&
    html`<div class="if-remembered">
${passwordField(scene, {
  name: 'oldPassword',
  label: say(scene, WORDS.oldPassword),
  focus: focus === 'oldPassword',
  ...hintOf(triesHint(scene)),
})}
</div>`;
  return html`<fieldset><legend>${say(scene, WORDS.proof)}</legend>
${remembered && radio(scene, 'remembered', 'REMEMBERED', !forgotten)}
${radio(scene, 'forgotten', 'FORGOTTEN', forgotten)}
${old}
<div class="if-forgotten">
${cardField(scene, remembered, focus)}
${scene.view.recovery?.asksCode && smsField(scene, { to: scene.view.smsTo, needs: 'cardNumber', focus })}
</div>
</fieldset>`;
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

function radio(scene: Scene, id: 'remembered' | 'forgotten', value: string, checked: boolean): Html {
  return html`<div class="way"><input type="radio" id="${id}" name="way" value="${value}"${attributes({ checked })}>
<label for="${id}">${say(scene, WORDS[id])}</label></div>`;
}

function cardField(scene: Scene, remembered: boolean, focus: FieldName | null): Html {
  const { recovery } = scene.view;
  const isAccount = recovery?.of === 'ENTERPRISE';
  const typed = scene.note.typed?.cardNumber;
  const hint = remembered ? triesHint(scene) : say(scene, WORDS.triesToday(recovery?.triesLeft ?? 0));
  return textField(scene, {
    name: 'cardNumber',
    label: say(scene, isAccount ? WORDS.accountNumber : WORDS.cardNumber),
    autocomplete: 'off',
    inputmode: 'numeric',
    focus: focus === 'cardNumber',
    unchecked: isAccount,
    ...(typed === undefined ? {} : { value: typed }),
    ...hintOf(hint),
  });
}
