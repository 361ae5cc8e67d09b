/**
 * Pages for what went wrong outside an order's own road: an address that is no page, a post that is not ours, a gateway
 * call that was refused, and a moment in which we do not know. Each says what to do next and, for those who have to
 * look into it, the number under which the log knows it.
 */
import { webAddress } from '../kernel/web.ts';
import type { BrowserForm } from '../custody/ports.ts';
import type { AnyRefusal, AnyRefusalName } from '../wire/refusals.ts';
import { type Html, html } from './html.ts';
import { type Setting, say } from './scene.ts';
import { pageHeaders } from './security.ts';
import { factList, forwardForm, type PageResponse, respond, type Sheet } from './layout.ts';
import { said, type Said } from './phrases.ts';
import { sayRefusal } from './sentences.ts';

/** A gateway call refused before its page opened (G-13). */
export interface GatewayTrouble {
  readonly httpStatus: number;
  readonly refusal: AnyRefusal;
  /** The protocol's code and sentence, for the platform's developers. */
  readonly code: string;
  readonly sentence: string;
  readonly requestId: string;
  /** The signed failing return, when one is owed. */
  readonly back: BrowserForm | null;
}

/** An order may stand, or be done, under the number that was refused: nothing is said of its money but its sentence. */
const OF_AN_ORDER: ReadonlySet<AnyRefusalName> = new Set([
  'REQUEST_CONTENT_DIFFERS',
  'REQUEST_DUPLICATE',
  'REQUEST_UNDER_WAY',
  'RESULT_UNKNOWN',
  'ORDER_PAGE_OPEN',
]);
const UNDER_WAY: ReadonlySet<AnyRefusalName> = new Set(['REQUEST_UNDER_WAY', 'RESULT_UNKNOWN', 'ORDER_PAGE_OPEN']);
const SAFE = said('没有动用任何资金。', 'No money was moved.');
const REFERENCE = said('请求编号', 'Reference');

/**
 * The error page speaks to the person first: what happened, whether his money is safe, what to do now, and the way back
 * when a return is owed. What the platform's developers have to know is folded below, and shown in a sandbox only.
 */
export function gatewayTrouble(setting: Setting, trouble: GatewayTrouble): PageResponse {
  const { name } = trouble.refusal;
  const waiting = UNDER_WAY.has(name);
  const title = waiting ? said('处理中', 'Being processed') : said('这笔业务没有办理', 'This was not done');
  const back = trouble.back && webAddress(trouble.back.url) !== null ? trouble.back : null;
  const content = html`${banner(say(setting, title))}
<p class="reason" role="alert">${sayRefusal(trouble.refusal, setting.language)}</p>
${OF_AN_ORDER.has(name) ? null : html`<p class="reason"><b>${say(setting, SAFE)}</b></p>`}
${factList([[say(setting, REFERENCE), trouble.requestId]])}
${
  back !== null &&
  forwardForm(setting, {
    id: 'callbackForm',
    url: back.url,
    fields: back.fields,
    seconds: 8,
    label: say(setting, said('返回平台', 'Return to the platform')),
  })
}
${setting.sandbox && forDevelopers(setting, trouble)}`;
  return respond(setting, {
    title: say(setting, title),
    content,
    status: waiting ? 'PROCESSING' : 'FAIL',
    httpStatus: trouble.httpStatus,
    ...(back === null ? {} : { formTo: back.url }),
  });
}

function forDevelopers(setting: Setting, { code, sentence }: GatewayTrouble): Html {
  const summary = said('开发者信息（仅测试环境显示）', 'For developers (shown in a sandbox only)');
  return html`<details class="detail"><summary>${say(setting, summary)}</summary>
${factList([
  [say(setting, said('错误代码', 'Code')), code],
  [say(setting, said('错误描述', 'Description')), html`<span lang="zh-CN">${sentence}</span>`],
])}</details>`;
}

function plain(setting: Setting, httpStatus: number, title: Said, text: Said, more: Partial<Sheet> = {}): PageResponse {
  const content = html`${banner(say(setting, title))}<p class="reason">${say(setting, text)}</p>${more.content}`;
  return respond(setting, { ...more, title: say(setting, title), content, httpStatus });
}

function banner(heading: string): Html {
  return html`<div class="banner"><span class="sign" aria-hidden="true">!</span><h1>${heading}</h1></div>`;
}

/** 404: the token is unknown, forged or long gone, or the address was never one of ours: it is not said again. */
export function notFound(setting: Setting): PageResponse {
  return plain(
    setting.again === undefined ? setting : { ...setting, again: '?' },
    404,
    said('找不到这个页面', 'There is no such page'),
    said(
      '链接可能不完整，或已经失效。没有动用任何资金。请返回平台重新发起。',
      'The link may be incomplete or too old. No money was moved. Please start again from the platform.',
    ),
  );
}

/** 403: the post did not come from the page it belongs to. Nothing was done; the page itself is one step away. */
export function notOurs(setting: Setting, self: string): PageResponse {
  return plain(
    setting,
    403,
    said('请重新打开页面', 'Please open the page again'),
    said(
      '这次提交不是从本页发出的，为了您的资金安全没有受理。',
      'This was not sent from the page it belongs to. To keep your money safe nothing was done.',
    ),
    {
      content: html`<p><a class="second" href="${self}">${say(setting, said('回到页面', 'Back to the page'))}</a></p>`,
    },
  );
}

/** 405: only reading and posting exist here. */
export function notAllowed(setting: Setting): PageResponse {
  const response = plain(
    setting,
    405,
    said('不支持的访问方式', 'This cannot be asked for that way'),
    said('没有动用任何资金。请从平台重新进入。', 'No money was moved. Please come in from the platform again.'),
  );
  return { ...response, headers: { ...response.headers, allow: 'GET, POST' } };
}

/** The browser came back from the bank with something that the bank did not sign, or that we do not know. */
export function strangeReturn(setting: Setting): PageResponse {
  return plain(
    setting,
    400,
    said('无法识别银行的返回', 'The bank’s answer was not recognised'),
    said(
      '这不影响您的付款：款项的结果由银行直接通知我们，不会重复扣款。请回到平台查看结果。',
      'Your payment is not affected: the bank tells us its result directly, and nothing is taken twice. ' +
        'Please look at the platform.',
    ),
  );
}

/** 503: something of ours failed. After a post the result may be unknown, so nothing is promised but that. */
export function unknownResult(setting: Setting, self: string, requestId: string, posted: boolean): PageResponse {
  const title = posted ? said('处理中', 'Being processed') : said('系统繁忙', 'The system is busy');
  const text = posted
    ? said(
        '处理结果尚未确认，不会重复扣款。本页会自动刷新，请不要另外发起。',
        'The result is not known yet; nothing is taken twice. This page looks again by itself. Please do not ' +
          'start again.',
      )
    : said(
        '查看本页不会动用资金。请稍等片刻，本页会自动重试。',
        'Looking at this page moves no money. One moment please, it tries again by itself.',
      );
  const content = html`${factList([[say(setting, REFERENCE), requestId]])}
<p><a class="second" href="${self}" data-follow="5">${say(setting, said('刷新', 'Look again'))}</a></p>`;
  return followed(plain(setting, 503, title, text, { content, ...(posted ? { status: 'PROCESSING' } : {}) }), self);
}

/** 429: too many come from where this person is; nothing was read of what he sent. */
export function tooMany(setting: Setting): PageResponse {
  const response = plain(
    setting,
    429,
    said('访问人数较多', 'Too many visitors at once'),
    said(
      '您的操作尚未受理，没有动用任何资金。请稍等片刻，再刷新本页或重新提交。',
      'What you sent was not taken, and no money was moved. Wait a moment, then look again or send it again.',
    ),
  );
  return { ...response, headers: { ...response.headers, 'retry-after': '5' } };
}

/** Sends the browser on by itself, with and without script, and tells machines when to come again. */
function followed(response: PageResponse, self: string): PageResponse {
  return { ...response, headers: { ...response.headers, refresh: `5;url=${self}`, 'retry-after': '5' } };
}

/** A redirect from one of our pages to another. */
export function seeOther(setting: Setting, location: string): PageResponse {
  const title = say(setting, GOING_ON);
  const link = html`<p><a class="primary" href="${location}">${say(setting, CONTINUE)}</a></p>`;
  const response = respond(setting, { title, content: link, httpStatus: 303 });
  return { ...response, headers: { ...response.headers, location } };
}

const GOING_ON = said('正在前往存管页面', 'On to the custodian’s page');
const CONTINUE = said('继续', 'Continue');

/**
 * The answer to a gateway call whose page is open (G-12). Platforms that post from their server print this body on a
 * page of their own: so it is small, needs nothing of ours, goes on by itself, and its link names our address in full.
 */
export function openedPage(setting: Setting, publicUrl: string, path: string): PageResponse {
  const url = publicUrl + path;
  const body = html`<html lang="${setting.language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><title>${say(setting, GOING_ON)}</title>
<meta http-equiv="refresh" content="0;url=${url}"></head>
<body><p>${say(setting, GOING_ON)} <a href="${url}" rel="noreferrer">${say(setting, CONTINUE)}</a></p></body>
</html>`;
  return { status: 303, headers: { ...pageHeaders(null), location: path }, body: `<!doctype html>\n${body}\n` };
}
