/**
 * Opening a custody account (L2.1, D-REG): what the platform passed is shown and locked, what is missing is asked, then
 * the trade password, the SMS code and the agreement.
 */
import type { RegisterPerson } from '../../custody/commands.ts';
import { recogniseCard } from '../../custody/numbers.ts';
import { maskCard, maskIdNumber, maskMobile } from '../../kernel/mask.ts';
import type { FieldName } from '../checks.ts';
import { ownForm, pageEnd, passwordField, primaryButton, textField } from '../form-fields.ts';
import { attributes, type Html, html } from '../html.ts';
import { alertBox, factList, type Sheet, statusBox } from '../layout.ts';
import { bankName, said, type Said } from '../phrases.ts';
import { codeSent, smsField, smsTarget } from '../sms/field.ts';
import { type Element, ELEMENTS, LABELS, WORDS } from './words.ts';
import { address, alertOf, firstMistake, mistakeAt, say, type Scene } from '../scene.ts';
import { MISTAKES } from '../mistakes.ts';

/** Draws the registration page. */
export function registrationSheet(scene: Scene, command: RegisterPerson): Sheet {
  const missing = ELEMENTS.filter((element) => command[element] === null);
  const offered: FieldName[] = [...missing, 'password', 'passwordAgain', 'smsCode', 'agreed'];
  const focus = firstMistake(scene, offered);
  const sent = scene.note.smsSent === true ? say(scene, codeSent(smsTarget(scene, command.mobile))) : null;
  const content = html`<h1>${say(scene, WORDS.title)}</h1>
<p class="lead">${say(scene, WORDS.lead)}</p>
${alertBox(alertOf(scene, offered))}
${statusBox(sent)}
${ownForm(
  scene,
  '',
  'main',
  html`<button class="unseen" type="submit" tabindex="-1" aria-hidden="true"></button>
<fieldset><legend>${say(scene, WORDS.identity)}</legend>
${missing.length < ELEMENTS.length && lockedRows(scene, command)}
${missing.map((element) => elementField(scene, element, focus))}
</fieldset>
${newPassword(scene, focus, { use: WORDS.passwordUse, rules: WORDS.passwordHint })}
${smsField(scene, { to: smsTarget(scene, command.mobile), needs: 'mobile', focus })}
${agreementBox(scene, focus)}
${primaryButton(say(scene, WORDS.button))}`,
)}
${pageEnd(scene)}`;
  return { title: say(scene, WORDS.title), content };
}

/** What the platform passed: shown as text, masked where others could read along (G-19). */
export function lockedRows(scene: Scene, command: Readonly<Partial<Record<Element, string | null>>>): Html {
  const { realName = null, idNumber = null, cardNumber: card = null, mobile = null } = command;
  const known = card === null ? null : recogniseCard(card);
  return html`<p class="hint">${say(scene, WORDS.locked)}</p>
${factList(
  [
    [say(scene, LABELS.realName), realName],
    [say(scene, LABELS.idNumber), idNumber === null ? null : maskIdNumber(idNumber)],
    [
      say(scene, LABELS.cardNumber),
      card !== null && html`${maskCard(card)}${known && html`<small>${say(scene, bankName(known.bank))}</small>`}`,
    ],
    [say(scene, LABELS.mobile), mobile === null ? null : maskMobile(mobile)],
  ],
  'facts locked',
)}`;
}

/** The input of what the platform did not pass. */
export function elementField(scene: Scene, element: Element, focus: FieldName | null): Html {
  const value = scene.note.typed?.[element];
  const shape = {
    name: element,
    label: say(scene, LABELS[element]),
    focus: focus === element,
    ...(value === undefined ? {} : { value }),
  };
  switch (element) {
    case 'realName':
      return textField(scene, { ...shape, hint: say(scene, WORDS.nameHint), autocomplete: 'name' });
    case 'idNumber':
      return textField(scene, { ...shape, autocomplete: 'off' });
    case 'cardNumber':
      return textField(scene, {
        ...shape,
        hint: say(scene, WORDS.cardHint),
        autocomplete: 'cc-number',
        inputmode: 'numeric',
        below: recognised(scene, value),
      });
    case 'mobile':
      return textField(scene, {
        ...shape,
        hint: say(scene, WORDS.mobileHint),
        autocomplete: 'tel-national',
        inputmode: 'tel',
      });
  }
}

/** The bank's name, recognised by the script while typing and by us when the page comes back. */
function recognised(scene: Scene, typed: string | undefined): Html {
  const known = typed === undefined ? null : recogniseCard(typed);
  const values = attributes({
    'data-bins': scene.assets.bins.path,
    'data-language': scene.language,
    'data-credit': say(scene, said('信用卡，不能绑定', 'a credit card, cannot be bound')),
  });
  const name = known && say(scene, bankName(known.bank));
  return html`<output class="bank" id="cardBank" for="cardNumber"${values}>${name}</output>`;
}

/** A trade password that is set, twice; its rules are said before. */
export function newPassword(
  scene: Scene,
  focus: FieldName | null,
  { use, rules }: { readonly use: Said; readonly rules: Said },
): Html {
  return html`<fieldset><legend>${say(scene, WORDS.password)}</legend>
<p class="hint">${say(scene, use)}</p>
${passwordField(scene, {
  name: 'password',
  label: say(scene, said('交易密码', 'Trade password')),
  hint: say(scene, rules),
  focus: focus === 'password',
})}
${passwordField(scene, { name: 'passwordAgain', label: say(scene, WORDS.again), focus: focus === 'passwordAgain' })}
</fieldset>`;
}

export function agreementBox(scene: Scene, focus: FieldName | null): Html {
  const mistake = mistakeAt(scene, 'agreed');
  const box = attributes({
    checked: scene.note.typed?.agreed === '1',
    autofocus: focus === 'agreed',
    'aria-invalid': mistake !== null && 'true',
    'data-mistake': say(scene, MISTAKES.agreed),
  });
  const link = html`<a href="${address(scene, 'agreement')}" target="_blank" rel="noopener">${say(
    scene,
    said('《资金存管服务协议》', 'Fund custody agreement'),
  )}</a>`;
  return html`<div class="field agree">
<input type="checkbox" id="agreed" name="agreed" value="1" required aria-describedby="agreed-error"
 data-check="agreed"${box}>
<label for="agreed">${say(scene, said('我已阅读并同意', 'I have read and agree to the'))} ${link}</label>
<p class="mistake" id="agreed-error"${attributes({ hidden: mistake === null })}>${mistake}</p>
</div>`;
}
