/** The input of an SMS code, with the button that sends one: the same on every page that asks for a code. */
import { isMobile } from '../../custody/numbers.ts';
import { maskMobile } from '../../kernel/mask.ts';
import { SECOND } from '../../kernel/time.ts';
import type { FieldName } from '../checks.ts';
import { textField } from '../form-fields.ts';
import { attributes, type Html, html } from '../html.ts';
import { said, type Said } from '../phrases.ts';
import { address, type Scene, say } from '../scene.ts';

const WORDS = {
  label: said('短信验证码', 'SMS code'),
  send: said('获取验证码', 'Send code'),
  sendAgain: said('重新获取', 'Send again'),
  sendAfter: said('{n} 秒后可重发', 'Again in {n} s'),
  toTyped: said('验证码将发送到您填写的银行预留手机号。', 'The code goes to the mobile number you enter above.'),
} as const;

/** The masked number that a code goes to, or null while it is not known: given by the platform, or typed. */
export function smsTarget(scene: Scene, given: string | null): string | null {
  const typed = scene.note.typed?.mobile;
  if (scene.view.smsTo !== null) return scene.view.smsTo;
  if (given !== null) return maskMobile(given);
  return typed !== undefined && isMobile(typed) ? maskMobile(typed) : null;
}

interface Shape {
  /** The masked number; null while the person has still to type it. */
  readonly to: string | null;
  /** The input that must be right before a code is sent, where there is such an input. */
  readonly needs: FieldName;
  readonly focus: FieldName | null;
}

export function smsField(scene: Scene, { to, needs, focus }: Shape): Html {
  const wait = Math.max(0, Math.ceil(((scene.view.smsAgainAt ?? 0) - scene.now) / SECOND));
  const hint = to === null ? WORDS.toTyped : said(`验证码将发送至 ${to}。`, `The code goes to ${to}.`);
  const button = attributes({
    formaction: address(scene, 'sms'),
    'data-needs': needs,
    'data-wait': wait,
    'data-after': say(scene, WORDS.sendAfter),
    'data-again': say(scene, WORDS.sendAgain),
  });
  return textField(scene, {
    name: 'smsCode',
    label: say(scene, WORDS.label),
    hint: say(scene, hint),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    digits: true,
    focus: focus === 'smsCode',
    beside: html`<button class="second" type="submit" id="sendSmsButton" formnovalidate${button}>${say(
      scene,
      scene.note.smsSent === true || wait > 0 ? WORDS.sendAgain : WORDS.send,
    )}</button>`,
  });
}

/** Says that a code is on its way. */
export function codeSent(to: string | null): Said {
  return to === null
    ? said('验证码已发送，5 分钟内有效。', 'The code has been sent; it is valid for 5 minutes.')
    : said(`验证码已发送至 ${to}，5 分钟内有效。`, `The code was sent to ${to}; it is valid for 5 minutes.`);
}
