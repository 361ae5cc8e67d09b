/** Confirming with a password (G-17): the form that ends each page on which money, or a right to it, is given away. */
import type { PageCommand } from '../../custody/commands.ts';
import { ownForm, pageEnd, passwordField, primaryButton, triesHint } from '../form-fields.ts';
import { type Html, html } from '../html.ts';
import { said, type Said } from '../phrases.ts';
import { firstMistake, type Scene, say } from '../scene.ts';
import { fieldText } from '../typed.ts';
import type { Step } from '../page.ts';
import { isSixDigits, tidyNumber } from '../checks.ts';
import { noteOf } from '../notes.ts';

export const TRADE_PASSWORD = said('请输入 6 位交易密码', 'Enter your six-digit trade password');
export const PAYMENT_PASSWORD = said('请输入 6 位平台支付密码', 'Enter the platform’s six-digit payment password');

export function askPassword(scene: Scene, label: Said, button: Said): Html {
  const hint = triesHint(scene);
  return html`${ownForm(
    scene,
    '',
    'main',
    html`${passwordField(scene, {
      name: 'password',
      label: say(scene, label),
      focus: firstMistake(scene, ['password']) !== null,
      ...(hint === undefined ? {} : { hint }),
    })}
${primaryButton(say(scene, button))}`,
  )}
${pageEnd(scene)}`;
}

/** The step behind it: the password goes to the core, which counts the tries. */
export const confirm: Step<PageCommand> = async ({ pages, scene, form }) => {
  const password = tidyNumber(fieldText(form, 'password'));
  if (!isSixDigits(password)) return { note: { mistakes: ['password'] } };
  const answer = await pages.confirm(scene.token, password);
  return answer && { note: noteOf(answer) };
};
