/**
 * Confirming with a password (G-17): the form that ends each page on which money, or a right to it, is given away. What
 * cannot succeed is not asked for: with a locked password, or too small a balance, there is only the way back.
 */
import type { PageCommand } from '../../custody/commands.ts';
import { refusal } from '../../custody/refusals.ts';
import type { Fen } from '../../kernel/money.ts';
import { ownForm, pageEnd, passwordField, primaryButton, triesHint } from '../form-fields.ts';
import { type Html, html } from '../html.ts';
import { alertBox } from '../layout.ts';
import { said, type Said } from '../phrases.ts';
import { address, alertOf, firstMistake, type Scene, say, tellRefusal } from '../scene.ts';
import { fieldText } from '../typed.ts';
import type { Step } from '../page.ts';
import { isSixDigits, tidyNumber } from '../checks.ts';
import { noteOf } from '../notes.ts';

export const TRADE_PASSWORD = said('请输入 6 位交易密码', 'Enter your six-digit trade password');
export const PAYMENT_PASSWORD = said('请输入 6 位平台支付密码', 'Enter the platform’s six-digit payment password');

interface Confirmation {
  /** What confirming will do. */
  readonly next: Said | null;
  readonly label: Said;
  readonly button: Said;
  /** What the holder's balance has to reach; null where no money moves. */
  readonly needed: Fen | null;
}

/** What is wrong, for the top of the page, and the form, or the way back alone, for its end. */
export function askPassword(scene: Scene, { next, label, button, needed }: Confirmation): { alert: Html; form: Html } {
  const { passwordLockedUntil: until, available } = scene.view;
  if (until !== null) {
    return {
      alert: alertBox(tellRefusal(scene, refusal('PASSWORD_LOCKED', { until }))),
      form: pageEnd(scene, 'second'),
    };
  }
  if (needed !== null && available !== null && available < needed) {
    const short = refusal('BALANCE_INSUFFICIENT', { available, needed });
    return { alert: alertBox(tellRefusal(scene, short)), form: html`${lookAgain(scene)}${pageEnd(scene, 'second')}` };
  }
  const hint = triesHint(scene);
  const field = passwordField(scene, {
    name: 'password',
    label: say(scene, label),
    focus: firstMistake(scene, ['password']) !== null,
    ...(hint === undefined ? {} : { hint }),
  });
  const form = ownForm(scene, '', 'main', html`${field}\n${primaryButton(say(scene, button))}`);
  const lead = next && html`<p class="next">${say(scene, next)}</p>`;
  return { alert: alertBox(alertOf(scene, ['password'])), form: html`${lead}${form}\n${pageEnd(scene)}` };
}

/** Who has deposited meanwhile goes on here. */
function lookAgain(scene: Scene): Html {
  const label = say(scene, said('已充值，重新查看', 'I have deposited: look again'));
  return html`<p class="out"><a class="second" href="${address(scene)}">${label}</a></p>`;
}

/** The step behind it: the password goes to the core, which counts the tries. */
export const confirm: Step<PageCommand> = async ({ pages, scene, form }) => {
  const password = tidyNumber(fieldText(form, 'password'));
  if (!isSixDigits(password)) return { note: { mistakes: ['password'] } };
  const answer = await pages.confirm(scene.token, password);
  return answer && { note: noteOf(answer) };
};
