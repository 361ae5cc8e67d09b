/**
 * Opening a custody account (L2.1, D-REG): what the platform passed is shown and locked, what is missing is asked, then
 * the trade password, the SMS code and the agreement.
 */
import type { RegisterPerson } from '../custody/commands.ts';
import { isMobile, recogniseCard } from '../custody/numbers.ts';
import { maskCard, maskIdNumber, maskMobile } from '../kernel/mask.ts';
import { SECOND } from '../kernel/time.ts';
import type { FieldName } from './checks.ts';
import { ownForm, pageEnd, passwordField, primaryButton, textField } from './form-fields.ts';
import { attributes, type Html, html } from './html.ts';
import { alertBox, factList, type Sheet, statusBox } from './layout.ts';
import { bankName, said, type Said } from './phrases.ts';
import { address, alertOf, firstMistake, mistakeAt, say, type Scene } from './scene.ts';
import { MISTAKES } from './sentences.ts';

/** The four elements, in the order in which they are asked. */
export const ELEMENTS = ['realName', 'idNumber', 'cardNumber', 'mobile'] as const;
type Element = (typeof ELEMENTS)[number];

const LABELS: Readonly<Record<Element, Said>> = {
  realName: said('姓名', 'Name'),
  idNumber: said('身份证号', 'ID number'),
  cardNumber: said('银行卡号', 'Card number'),
  mobile: said('银行预留手机号', 'Mobile at your bank'),
};

const WORDS = {
  title: said('开通存管账户', 'Open a custody account'),
  lead: said(
    '您的资金将由存管方单独保管，平台不能动用。开通约需一分钟，不产生费用，不涉及资金划转。',
    'Your money will be kept by the custodian, out of the platform’s reach. It takes a minute, is free ' +
      'and moves no money.',
  ),
  identity: said('您的资料', 'Your details'),
  locked: said(
    '以下由平台提供，不能在此修改；如有错误请返回平台更正。',
    'Given by the platform and not changeable here. If something is wrong, return and correct it there.',
  ),
  mobileHint: said(
    '办卡时留给银行的号码，可能与平台注册手机号不同。',
    'As left with your bank; it may differ from your login mobile.',
  ),
  cardHint: said('本人名下的借记卡（储蓄卡），不支持信用卡。', 'A debit card in your own name; no credit cards.'),
  nameHint: said('与身份证一致', 'As on your ID card'),
  password: said('设置交易密码', 'Set your trade password'),
  passwordHint: said(
    '6 位数字。不能是重复或连续的数字，也不能取自身份证号或手机号。',
    'Six digits; not repeated or consecutive, not taken from your ID or mobile number.',
  ),
  passwordUse: said('投标、提现等动用资金时需要输入它。', 'You will be asked for it whenever money is to move.'),
  again: said('再输入一次', 'Once more'),
  sms: said('短信验证码', 'SMS code'),
  send: said('获取验证码', 'Send code'),
  sendAgain: said('重新获取', 'Send again'),
  sendAfter: said('{n} 秒后可重发', 'Again in {n} s'),
  button: said('同意并开通', 'Agree and open the account'),
} as const;

/** Draws the registration page. */
export function registrationSheet(scene: Scene, command: RegisterPerson): Sheet {
  const missing = ELEMENTS.filter((element) => command[element] === null);
  const offered: FieldName[] = [...missing, 'password', 'passwordAgain', 'smsCode', 'agreed'];
  const focus = firstMistake(scene, offered);
  const sent = scene.note.smsSent === true ? say(scene, codeSent(smsTarget(scene, command))) : null;
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
<fieldset><legend>${say(scene, WORDS.password)}</legend>
<p class="hint">${say(scene, WORDS.passwordUse)}</p>
${passwordField(scene, {
  name: 'password',
  label: say(scene, said('交易密码', 'Trade password')),
  hint: say(scene, WORDS.passwordHint),
  focus: focus === 'password',
})}
${passwordField(scene, { name: 'passwordAgain', label: say(scene, WORDS.again), focus: focus === 'passwordAgain' })}
</fieldset>
${smsField(scene, command, focus)}
${agreementBox(scene, focus)}
${primaryButton(say(scene, WORDS.button))}`,
)}
${pageEnd(scene)}`;
  return { title: say(scene, WORDS.title), content };
}

/** What the platform passed: shown as text, masked where others could read along (G-19). */
function lockedRows(scene: Scene, command: RegisterPerson): Html {
  const card = command.cardNumber;
  const known = card === null ? null : recogniseCard(card);
  return html`<p class="hint">${say(scene, WORDS.locked)}</p>
${factList(
  [
    [say(scene, LABELS.realName), command.realName],
    [say(scene, LABELS.idNumber), command.idNumber === null ? null : maskIdNumber(command.idNumber)],
    [
      say(scene, LABELS.cardNumber),
      card !== null && html`${maskCard(card)}${known && html`<small>${say(scene, bankName(known.bank))}</small>`}`,
    ],
    [
      say(scene, LABELS.mobile),
      command.mobile !== null && html`${maskMobile(command.mobile)}<small>${say(scene, WORDS.mobileHint)}</small>`,
    ],
  ],
  'facts locked',
)}`;
}

function elementField(scene: Scene, element: Element, focus: FieldName | null): Html {
  const value = scene.note.typed?.[element];
  const shape = {
    name: element,
    label: say(scene, LABELS[element]),
    focus: focus === element,
    ...(value === undefined ? {} : { value }),
  };
  switch (element) {
    case 'realName':
      return textField(scene, { ...shape, hint: say(scene, WORDS.nameHint), autocomplete: 'name', maxlength: 50 });
    case 'idNumber':
      return textField(scene, { ...shape, autocomplete: 'off', maxlength: 24 });
    case 'cardNumber':
      return textField(scene, {
        ...shape,
        hint: say(scene, WORDS.cardHint),
        autocomplete: 'cc-number',
        inputmode: 'numeric',
        maxlength: 28,
        below: recognised(scene, value),
      });
    case 'mobile':
      return textField(scene, {
        ...shape,
        hint: say(scene, WORDS.mobileHint),
        autocomplete: 'tel-national',
        inputmode: 'tel',
        maxlength: 16,
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

/** The masked number that a code goes to, or null while it is not known. */
export function smsTarget(scene: Scene, command: RegisterPerson): string | null {
  const typed = scene.note.typed?.mobile;
  if (scene.view.smsTo !== null) return scene.view.smsTo;
  if (command.mobile !== null) return maskMobile(command.mobile);
  return typed !== undefined && isMobile(typed) ? maskMobile(typed) : null;
}

/** Says that a code is on its way. */
export function codeSent(to: string | null): Said {
  return to === null
    ? said('验证码已发送，5 分钟内有效。', 'The code has been sent; it is valid for 5 minutes.')
    : said(`验证码已发送至 ${to}，5 分钟内有效。`, `The code was sent to ${to}; it is valid for 5 minutes.`);
}

function smsField(scene: Scene, command: RegisterPerson, focus: FieldName | null): Html {
  const to = smsTarget(scene, command);
  const wait = Math.max(0, Math.ceil(((scene.view.smsAgainAt ?? 0) - scene.now) / SECOND));
  const hint =
    to === null
      ? said('验证码将发送到您填写的银行预留手机号。', 'The code goes to the mobile number you enter above.')
      : said(`验证码将发送至 ${to}。`, `The code goes to ${to}.`);
  const button = attributes({
    formaction: address(scene, 'sms'),
    'data-wait': wait,
    'data-after': say(scene, WORDS.sendAfter),
    'data-again': say(scene, WORDS.sendAgain),
  });
  return textField(scene, {
    name: 'smsCode',
    label: say(scene, WORDS.sms),
    hint: say(scene, hint),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 6,
    focus: focus === 'smsCode',
    beside: html`<button class="second" type="submit" id="sendSmsButton" formnovalidate${button}>${say(
      scene,
      scene.note.smsSent === true || wait > 0 ? WORDS.sendAgain : WORDS.send,
    )}</button>`,
  });
}

function agreementBox(scene: Scene, focus: FieldName | null): Html {
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
