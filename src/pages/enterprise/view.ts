/**
 * Opening a custody account for an enterprise (L2.2): everything was passed by the platform and is shown locked; its
 * authorised person sets the trade password, answers the code sent to the contact, and agrees.
 */
import type { RegisterEnterprise } from '../../custody/commands.ts';
import { maskCard } from '../../kernel/mask.ts';
import type { FieldName } from '../checks.ts';
import { ownForm, pageEnd, primaryButton } from '../form-fields.ts';
import { html } from '../html.ts';
import { alertBox, factList, type Sheet, statusBox } from '../layout.ts';
import { bankName } from '../phrases.ts';
import { agreementBox, newPassword } from '../registration/view.ts';
import { WORDS as COMMON_WORDS } from '../registration/words.ts';
import { codeSent, smsField, smsTarget } from '../sms/field.ts';
import { alertOf, firstMistake, type Scene, say } from '../scene.ts';
import { ACCOUNT, identityRows } from './facts.ts';
import { WORDS } from './words.ts';

const OFFERED: readonly FieldName[] = ['password', 'passwordAgain', 'smsCode', 'agreed'];

/** Draws the page of an enterprise's registration. */
export function enterpriseSheet(scene: Scene, command: RegisterEnterprise): Sheet {
  const focus = firstMistake(scene, OFFERED);
  const to = smsTarget(scene, command.mobile);
  const content = html`<h1>${say(scene, WORDS.title)}</h1>
<p class="lead">${say(scene, WORDS.lead)}</p>
${alertBox(alertOf(scene, OFFERED))}
${statusBox(scene.note.smsSent === true ? say(scene, codeSent(to)) : null)}
${ownForm(
  scene,
  '',
  'main',
  html`<button class="unseen" type="submit" tabindex="-1" aria-hidden="true"></button>
<fieldset><legend>${say(scene, WORDS.details)}</legend>
<p class="hint">${say(scene, COMMON_WORDS.locked)}</p>
${factList(
  [
    ...identityRows(scene, command),
    [say(scene, ACCOUNT), html`${maskCard(command.accountNumber)}<small>${say(scene, bankName(command.bank))}</small>`],
  ],
  'facts locked',
)}
</fieldset>
${newPassword(scene, focus, { use: WORDS.passwordUse, rules: WORDS.passwordHint })}
${smsField(scene, { to, needs: 'mobile', focus })}
${agreementBox(scene, focus)}
${primaryButton(say(scene, WORDS.button))}`,
)}
${pageEnd(scene)}`;
  return { title: say(scene, WORDS.title), content };
}
