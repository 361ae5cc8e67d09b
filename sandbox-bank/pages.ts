/**
 * The netbank's pages as HTML: the order to be paid, its outcome with the form that leads back, and the page that says
 * why an order cannot be opened. Plain forms; the script only spares a press. Pure.
 */
import type { Language } from '../src/kernel/language.ts';
import { displayYuan } from '../src/kernel/money.ts';
import { displayTime } from '../src/kernel/time.ts';
import { BANKS } from './banks.ts';
import { type Html, html } from './html.ts';
import type { Payin } from './orders.ts';
import { FATES, reasonIn, subjectIn, type Texts, textsOf } from './texts.ts';

/** The form that takes the browser back to the custodian. */
export interface ReturnForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The page of an order that can still be paid; `unchosen`: the payer pressed without choosing a bank. */
export function payPage(order: Payin, language: Language, unchosen = false): string {
  const texts = textsOf(language);
  const amount = displayYuan(order.amount);
  const address = (step: string): string => `/netbank/${order.pageToken}/${step}?lang=${language}`;
  const csrf = html`<input type="hidden" name="csrf" value="${order.csrfToken}">`;
  const facts: Facts = [
    [texts.merchant, texts.merchantName],
    [texts.subject, subjectIn(language, order.subject)],
    [texts.orderNo, order.bankOrderNo],
    [texts.way, order.payer === 'PERSON' ? texts.person : texts.enterprise],
    ...(order.bank ? [[texts.payingBank, bankName(order.bank, language)] as const] : []),
    [texts.validUntil, texts.beijingTime(displayTime(order.expiresAt))],
  ];
  return layout(
    `/netbank/${order.pageToken}`,
    language,
    texts.payTitle,
    'OPEN',
    html`
    <h1>${texts.payTitle}</h1>
    ${amountLine(texts, texts.amount, amount)}
    ${factList(facts)}
    <form method="post" action="${address('pay')}" data-once="${texts.busy}">
      ${csrf}
      ${order.bank ? '' : bankChoice(texts, language, unchosen)}
      <button id="payButton" class="primary" type="submit">${texts.pay(amount)}</button>
    </form>
    <form method="post" action="${address('fail')}" data-once="${texts.busy}">
      ${csrf}
      <button id="failButton" class="quiet" type="submit">${texts.fail}</button>
    </form>`,
  );
}

/** The page of a decided order: what became of it, and the way back, which goes by itself where there is script. */
export function outcomePage(order: Payin, language: Language, back: ReturnForm): string {
  const texts = textsOf(language);
  const paid = order.state === 'PAID';
  const facts: Facts = [
    [texts.merchant, texts.merchantName],
    [texts.subject, subjectIn(language, order.subject)],
    [texts.orderNo, order.bankOrderNo],
    ...(paid
      ? ([
          [texts.payingBank, bankName(order.bank ?? '', language)],
          [texts.paidAt, texts.beijingTime(displayTime(order.decidedAt ?? order.createdAt))],
          [texts.bankRef, order.bankRef ?? ''],
        ] as const)
      : ([[texts.reason, reasonIn(language, order.reason ?? '')]] as const)),
  ];
  const hidden = Object.entries(back.fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const title = paid ? texts.paidTitle : texts.closedTitle;
  return layout(
    `/netbank/${order.pageToken}`,
    language,
    title,
    order.state,
    html`
    <div role="status"><h1 class="${paid ? 'good' : 'bad'}">${title}</h1></div>
    ${amountLine(texts, paid ? texts.amount : texts.orderAmount, displayYuan(order.amount))}
    ${factList(facts)}
    <form method="post" action="${back.url}" data-auto-submit>
      ${hidden}
      <p class="hint">${texts.returning}</p>
      <button id="returnButton" class="primary" type="submit">${texts.returnNow}</button>
    </form>`,
  );
}

/** A page that only explains. */
export function faultPage(language: Language, sentence: (texts: Texts) => string, self: string | null = null): string {
  const texts = textsOf(language);
  return layout(
    self,
    language,
    texts.faultTitle,
    'FAULT',
    html`
    <h1 class="bad">${texts.faultTitle}</h1>
    <p role="alert">${sentence(texts)}</p>`,
  );
}

/** The page at the bank's root: what runs here and where else to go. */
export function frontPage(language: Language, custodianUrl: string): string {
  const texts = textsOf(language);
  const windows: readonly (readonly [string, string])[] = [
    [texts.payins, '/sandbox/payins'],
    [texts.payouts, '/sandbox/payouts'],
    [texts.clock, '/sandbox/clock'],
    [texts.health, '/healthz'],
  ];
  const link = (name: string, url: string): Html =>
    html`<div><dt>${name}</dt><dd><a href="${url}">${url}</a></dd></div>`;
  return layout(
    '/',
    language,
    texts.frontTitle,
    'FRONT',
    html`
    <h1>${texts.frontTitle}</h1>
    <p>${texts.frontLead}</p>
    <dl>${link(texts.custodian, custodianUrl)}${link(texts.terminal, '/sandbox/pos')}</dl>
    <h2>${texts.readSms}</h2>
    <form class="line" method="get" action="/sandbox/sms">
      <label for="mobile">${texts.mobile}</label>
      <input id="mobile" name="mobile" type="tel" inputmode="tel" autocomplete="off" required>
      <button class="primary" type="submit">${texts.open}</button>
    </form>
    <h2>${texts.windows}</h2>
    <dl>${windows.map(([name, url]) => link(name, url))}</dl>
    <h2>${texts.cards}</h2>
    <table>
      <thead><tr><th scope="col">${texts.lastFour}</th><th scope="col">${texts.fate}</th></tr></thead>
      <tbody>${FATES.map(
        ([tail, zh, en]) => html`<tr><td>${tail}</td><td>${language === 'zh' ? zh : en}</td></tr>`,
      )}</tbody>
    </table>`,
  );
}

/** What stands at a terminal. */
export interface AtTerminal {
  /** As it was read; empty before. */
  readonly barcode: string;
  readonly order: Payin | null;
  readonly mistake: 'barcode' | 'cardNumber' | 'stale' | null;
  readonly csrf: string;
}

/** The page of a POS terminal: nothing read yet, an order that can be paid, or what became of one. */
export function terminalPage(at: AtTerminal, language: Language): string {
  const texts = textsOf(language);
  const { order, barcode } = at;
  const self = order ? `/sandbox/pos?barcode=${barcode}&` : '/sandbox/pos?';
  const decided = order !== null && order.state !== 'OPEN';
  const title = !decided ? texts.terminalTitle : order.state === 'PAID' ? texts.paidTitle : texts.closedTitle;
  const status = at.mistake ? 'FAULT' : (order?.state ?? 'WAITING');
  const content = decided ? decidedAtTerminal(order, texts, language, title) : askAtTerminal(at, texts, language);
  return layout(self, language, title, status, content, texts.terminal);
}

function askAtTerminal({ order, barcode, mistake, csrf }: AtTerminal, texts: Texts, language: Language): Html {
  const amount = order && displayYuan(order.amount);
  return html`
    <h1>${texts.terminalTitle}</h1>
    ${mistake === 'stale' ? html`<p class="error" role="alert">${texts.staleForm}</p>` : ''}
    ${amount === null ? html`<p>${texts.terminalLead}</p>` : amountLine(texts, texts.amount, amount)}
    ${order === null ? '' : factList(factsAtTerminal(order, texts, language))}
    <form method="post" action="/sandbox/pos?lang=${language}">
      <input type="hidden" name="csrf" value="${csrf}">
      ${terminalField('barcode', texts.barcode, barcode, mistake === 'barcode' ? texts.unknownBarcode : null)}
      <button id="lookButton" class="quiet" type="submit" formnovalidate
        formaction="/sandbox/pos/look?lang=${language}">${texts.look}</button>
      ${terminalField('cardNumber', texts.cardNumber, '', mistake === 'cardNumber' ? texts.wrongCard : null)}
      <button id="payButton" class="primary" type="submit">${
        amount === null ? texts.payAtTerminal : texts.pay(amount)
      }</button>
    </form>`;
}

function terminalField(id: string, label: string, value: string, error: string | null): Html {
  return html`<div class="field"><label for="${id}">${label}</label>
      <input id="${id}" name="${id}" inputmode="numeric" autocomplete="off" required value="${value}"${
        error === null ? '' : html` aria-invalid="true" aria-describedby="${id}Error"`
      }>
      ${error === null ? '' : html`<p id="${id}Error" class="error" role="alert">${error}</p>`}</div>`;
}

function decidedAtTerminal(order: Payin, texts: Texts, language: Language, title: string): Html {
  const paid = order.state === 'PAID';
  const facts: Facts = [
    ...factsAtTerminal(order, texts, language),
    ...(paid
      ? ([
          [texts.paidAt, texts.beijingTime(displayTime(order.decidedAt ?? order.createdAt))],
          [texts.bankRef, order.bankRef ?? ''],
        ] as const)
      : ([[texts.reason, reasonIn(language, order.reason ?? '')]] as const)),
  ];
  return html`
    <div role="status"><h1 class="${paid ? 'good' : 'bad'}">${title}</h1></div>
    ${amountLine(texts, paid ? texts.amount : texts.orderAmount, displayYuan(order.amount))}
    ${factList(facts)}
    <p><a class="button" href="/sandbox/pos?lang=${language}">${texts.nextPayment}</a></p>`;
}

function factsAtTerminal(order: Payin, texts: Texts, language: Language): Facts {
  return [
    [texts.merchant, texts.merchantName],
    [texts.subject, subjectIn(language, order.subject)],
    [texts.orderNo, order.bankOrderNo],
    ...(order.state === 'OPEN' ? [[texts.validUntil, texts.beijingTime(displayTime(order.expiresAt))] as const] : []),
  ];
}

type Facts = readonly (readonly [string, string])[];

function factList(facts: Facts): Html {
  return html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The unit stands where the language wants it. */
function amountLine(texts: Texts, label: string, amount: string): Html {
  const figure = html`<strong>${amount}</strong>`;
  const unit = html`<span class="unit">${texts.yuan}</span>`;
  return html`<p class="amount"><span class="label">${label}</span>
      ${texts.htmlLang === 'en' ? html`${unit} ${figure}` : html`${figure} ${unit}`}</p>`;
}

/** The first bank is chosen already, so that one press pays; an error stands at the field and is announced. */
function bankChoice(texts: Texts, language: Language, unchosen: boolean): Html {
  const banks = [...BANKS.keys()].map((code, place) => {
    const checked = place === 0 ? html` checked` : '';
    return html`<label><input type="radio" name="bank" value="${code}" required${checked}>
          <span>${bankName(code, language)}</span></label>`;
  });
  const error = unchosen ? html`<p id="bankError" class="error" role="alert">${texts.chooseFirst}</p>` : '';
  return html`<fieldset${unchosen ? html` aria-describedby="bankError"` : ''}>
        <legend>${texts.chooseBank}</legend>${error}
        <div class="banks">${banks}</div>
      </fieldset>`;
}

function bankName(code: string, language: Language): string {
  return BANKS.get(code)?.[language] ?? code;
}

/** `self`: where this page can be asked for again, in the other language; null where it cannot. */
function layout(
  self: string | null,
  language: Language,
  title: string,
  status: string,
  content: Html,
  door = textsOf(language).netbank,
): string {
  const texts = textsOf(language);
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const again = `${self ?? ''}${self?.includes('?') ? '' : '?'}lang=${other}`;
  const turn = html`<a class="turn" href="${again}" lang="${textsOf(other).htmlLang}">${texts.otherLanguage}</a>`;
  return html`<!doctype html>
<html lang="${texts.htmlLang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} · ${texts.bank}</title>
  <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/assets/bank.css">
  <script src="/assets/bank.js" defer></script>
</head>
<body data-status="${status}">
  <header><div class="bar">
    <img src="/assets/mark.svg" alt="" width="32" height="32">
    <span class="name">${texts.bank}</span><span class="netbank">${door}</span>
    ${self === null ? '' : turn}
  </div></header>
  <main>${content}</main>
  <footer>${texts.sandbox}</footer>
</body>
</html>
`.text;
}
