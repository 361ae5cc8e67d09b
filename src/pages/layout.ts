/**
 * The frame that all hosted pages share: the custodian's mark, the platform's name, the switch of language, the foot;
 * and the small parts pages are made of. One column, phone first.
 */
import { displayYuan, type Fen } from '../kernel/money.ts';
import { attributes, type Html, html, type Part } from './html.ts';
import { pageHeaders } from './security.ts';
import { type PageStatus, type Setting, say } from './scene.ts';
import { COMMON, said } from './phrases.ts';

/** An answer to a browser, as the HTTP binding sends it. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One page: what goes into the frame. */
export interface Sheet {
  readonly title: string;
  readonly content: Html;
  readonly httpStatus?: number;
  /** `data-status`, on outcomes only. */
  readonly status?: PageStatus;
  /** Whose customer the person is. */
  readonly platformName?: string;
  /** The enterprise that the person acts for, where it is one. */
  readonly actsFor?: readonly FactRow[];
  /** The address that a form on this page goes to, besides ourselves. */
  readonly formTo?: string;
  /** Seconds after which a browser without script asks again. */
  readonly refresh?: number;
  /** Asked by the script until the order's state is no longer the one given. */
  readonly poll?: { readonly address: string; readonly state: string };
  /** Seconds until the page expires; the script then asks for it again. */
  readonly expiresIn?: number | null;
}

/** Renders a page into its frame, with the headers that belong to it. */
export function respond(setting: Setting, sheet: Sheet): PageResponse {
  return {
    status: sheet.httpStatus ?? 200,
    headers: pageHeaders(sheet.formTo ?? null),
    body: `<!doctype html>\n${frame(setting, sheet)}\n`,
  };
}

/** An answer to the pages' own script. */
export function respondJson(value: Readonly<Record<string, unknown>>): PageResponse {
  const headers = { ...pageHeaders(null), 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: JSON.stringify(value) };
}

function frame(setting: Setting, sheet: Sheet): Html {
  const { assets } = setting;
  const body = attributes({
    'data-status': sheet.status,
    'data-poll': sheet.poll?.address,
    'data-state': sheet.poll?.state,
    'data-expires-in': sheet.expiresIn,
  });
  return html`<html lang="${setting.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<title>${sheet.title} · ${say(setting, COMMON.custody)}</title>
<link rel="icon" type="image/svg+xml" href="${assets.mark.path}">
<link rel="stylesheet" href="${assets.style.path}">
<script defer src="${assets.script.path}"></script>
${sheet.refresh !== undefined && html`<noscript><meta http-equiv="refresh" content="${sheet.refresh}"></noscript>`}
</head>
<body${body}>
${head(setting)}
<main>
${sheet.platformName !== undefined && platformLine(setting, sheet.platformName)}
${sheet.actsFor !== undefined && factList(sheet.actsFor, 'facts owner')}
${sheet.content}
</main>
<footer><p>${say(setting, COMMON.foot)}</p></footer>
</body>
</html>`;
}

function head(setting: Setting): Html {
  const other = setting.language === 'zh' ? 'en' : 'zh';
  return html`<header>
<img src="${setting.assets.mark.path}" alt="" width="28" height="28">
<strong>${say(setting, COMMON.custody)}</strong>
${setting.sandbox && html`<span class="sandbox">${say(setting, COMMON.sandbox)}</span>`}
${
  setting.again !== undefined &&
  html`<a class="language" hreflang="${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}"
 href="${setting.again}lang=${other}">${say(setting, COMMON.otherLanguage)}</a>`
}
</header>`;
}

function platformLine(setting: Setting, name: string): Html {
  return html`<p class="platform">${say(setting, COMMON.platform)} <b>${name}</b></p>`;
}

/** The amount, large, with its unit as the language wants it. */
export function amountLine(setting: Setting, label: string, fen: Fen): Html {
  const figure = html`<strong>${displayYuan(fen)}</strong>`;
  const text = setting.language === 'zh' ? html`${figure} <small>元</small>` : html`<small>CNY</small> ${figure}`;
  return html`<p class="amount"><span>${label}</span>${text}</p>`;
}

/** A fact and its label. */
export type FactRow = readonly [label: string, value: Part];

/** A short list of facts; rows without a value are left out. */
export function factList(rows: readonly FactRow[], className = 'facts'): Html {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '');
  return html`<dl class="${className}">${shown.map(
    ([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** What is wrong with the page as a whole; announced as soon as it appears. The script puts its own words here too. */
export function alertBox(message: string | null): Html {
  const hidden = attributes({ hidden: message === null });
  return html`<div class="alert" id="alert" role="alert"${hidden}>${message}</div>`;
}

/** Says that something went as asked. */
export function statusBox(message: string | null): Html {
  const hidden = attributes({ hidden: message === null });
  return html`<div class="status" id="status" role="status"${hidden}>${message}</div>`;
}

/** A form that forwards the browser by itself after some seconds, with a button for those who do not wait. */
export function forwardForm(
  setting: Setting,
  form: {
    readonly id: string;
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly seconds: number;
    readonly label: string;
  },
): Html {
  const waiting = say(setting, said('{n} 秒后自动前往', 'Going on in {n} s'));
  const stay = say(setting, said('停留在本页', 'Stay on this page'));
  return html`<form id="${form.id}" method="post" action="${form.url}" accept-charset="utf-8"
 data-auto-submit="${form.seconds}" data-once="${say(setting, COMMON.working)}">
${hiddenFields(form.fields)}
<button class="primary" type="submit" id="nextButton">${form.label}</button>
${
  form.seconds > 0 &&
  html`<p class="countdown" data-countdown="${waiting}" hidden><span aria-hidden="true"></span>
 <button type="button" class="quiet" data-stay>${stay}</button></p>`
}
</form>`;
}

/** Fields that ride along unseen. */
export function hiddenFields(fields: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`,
  )}`;
}
