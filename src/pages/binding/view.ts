/**
 * Binding a card (L2.4): what the platform passed is shown and locked, what is missing is asked, then the code that the
 * bank's mobile got and the trade password.
 */
import type { BindCard } from '../../custody/commands.ts';
import { refusal } from '../../custody/refusals.ts';
import type { FieldName } from '../checks.ts';
import { ownForm, pageEnd, passwordField, primaryButton, triesHint } from '../form-fields.ts';
import { html } from '../html.ts';
import { alertBox, type Sheet, statusBox } from '../layout.ts';
import { TRADE_PASSWORD } from '../password/form.ts';
import { said } from '../phrases.ts';
import { elementField, lockedRows } from '../registration/view.ts';
import { alertOf, firstMistake, type Scene, say, tellRefusal } from '../scene.ts';
import { codeSent, smsField, smsTarget } from '../sms/field.ts';

const WORDS = {
  title: said('绑定银行卡', 'Bind a bank card'),
  lead: said(
    '绑定后，提现将到这张卡。只能绑定您本人名下的借记卡。不产生费用，不涉及资金划转。',
    'Withdrawals will go to this card. It must be a debit card in your own name. Free, and no money moves.',
  ),
  card: said('银行卡', 'The card'),
  confirm: said('确认是您本人', 'Confirm that it is you'),
  button: said('确认绑定', 'Bind this card'),
} as const;

export function bindingSheet(scene: Scene, command: BindCard): Sheet {
  const title = say(scene, WORDS.title);
  const { passwordLockedUntil: until } = scene.view;
  const lead = html`<h1>${title}</h1>
<p class="lead">${say(scene, WORDS.lead)}</p>`;
  const { cardNumber, mobile } = command;
  const given = cardNumber !== null || mobile !== null;
  if (until !== null) {
    return {
      title,
      content: html`${lead}
${alertBox(tellRefusal(scene, refusal('PASSWORD_LOCKED', { until })))}
${given && lockedRows(scene, { cardNumber, mobile })}
${pageEnd(scene, 'second')}`,
    };
  }
  const missing = (['cardNumber', 'mobile'] as const).filter((name) => command[name] === null);
  const offered: FieldName[] = [...missing, 'smsCode', 'password'];
  const focus = firstMistake(scene, offered);
  const to = smsTarget(scene, mobile);
  const hint = triesHint(scene);
  const content = html`${lead}
${alertBox(alertOf(scene, offered))}
${statusBox(scene.note.smsSent === true ? say(scene, codeSent(to)) : null)}
${ownForm(
  scene,
  '',
  'main',
  html`<button class="unseen" type="submit" tabindex="-1" aria-hidden="true"></button>
<fieldset><legend>${say(scene, WORDS.card)}</legend>
${given && lockedRows(scene, { cardNumber, mobile })}
${missing.map((element) => elementField(scene, element, focus))}
</fieldset>
<fieldset><legend>${say(scene, WORDS.confirm)}</legend>
${smsField(scene, { to, needs: 'mobile', focus })}
${passwordField(scene, {
  name: 'password',
  label: say(scene, TRADE_PASSWORD),
  focus: focus === 'password',
  ...(hint === undefined ? {} : { hint }),
})}
</fieldset>
${primaryButton(say(scene, WORDS.button))}`,
)}
${pageEnd(scene)}`;
  return { title, content };
}
