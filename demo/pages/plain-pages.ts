/** The small pages: the welcome, the hand-over to the custodian, and what went wrong. */
import { formHtml } from '../../sdk/index.ts';
import type { GatewayForm } from '../../sdk/index.ts';
import { Html, html } from '../html.ts';
import { DIALECTS } from '../state.ts';
import type { Order, Walk } from '../state.ts';
import type { Step } from '../step.ts';
import { PLATFORM_NAMES, PROTOCOL_NAMES, say } from '../texts.ts';
import { page } from './layout.ts';
import type { View } from './layout.ts';
import { fieldRows } from './wire-page.ts';

const BLURBS = {
  lianyintong: say(
    '2016 年的联银通 API V1.00：base64 签名、多证书、预处理与确认。',
    'The lianyintong API V1.00 of 2016: base64 signatures, key serials, pre-transactions and confirmations.',
  ),
  depository: say(
    '银行存管系统接口：十六进制签名、授权自动投标、红包、两阶段提现通知。',
    'The bank depository interface: hex signatures, auto-tender by authorisation, red packets, two-stage withdrawals.',
  ),
} as const;

const KNOW = [
  say(
    '交易密码：任意 6 位不太简单的数字，如 284617；不要用 111111、123456。',
    'Trade password: any six digits that are not trivial, such as 284617; not 111111 or 123456.',
  ),
  say(
    '短信验证码：在沙箱银行的短信列表里读，开户那一步旁边有链接。',
    'SMS codes: read them in the sandbox bank’s SMS list; a link stands beside the registration.',
  ),
  say(
    '样例资料每次都不同，照直用就好；改几个字，看看存管方怎样拒绝。',
    'Sample data is new each time: use it as it is, or change a digit and see how the custodian refuses.',
  ),
];

export function homePage(view: View): string {
  const body = html`<div class="hero"><h1>${view.t(say('五分钟，看懂资金存管', 'Fund custody in five minutes'))}</h1>
    <p>${view.t(
      say(
        '榆树湾是一个演示用的借贷平台。它不碰钱：开户、充值、投标、还款都发生在存管方的页面上。选一个协议，跟着步骤走。',
        'Elm Bay is a lending platform for demonstration. It never touches money: people register, deposit, tender ' +
          'and repay on the custodian’s pages. Choose a protocol and follow the steps.',
      ),
    )}</p></div>
    <div class="choices">${DIALECTS.map(
      (one) => html`<section class="card choice"><h2>${view.t(PLATFORM_NAMES[one])}</h2>
        <p class="tagline">${view.t(PROTOCOL_NAMES[one])}</p><p>${view.t(BLURBS[one])}</p>
        <a class="button primary" id="start-${one}" href="/${one}">${view.t(say('开始', 'Start'))}</a></section>`,
    )}</div>
    <section class="card know"><h2>${view.t(say('要知道的三件事', 'Three things to know'))}</h2><ul>
      ${KNOW.map((text) => html`<li>${view.t(text)}</li>`)}
    </ul></section>`;
  return page({ view, title: say('欢迎', 'Welcome'), dialect: null, tab: '', body });
}

/** The browser is about to leave for the custodian. Without JavaScript the button does it. */
export function handOverPage(view: View, walk: Walk, step: Step, order: Order, form: GatewayForm): string {
  const button = view.t(say('前往资金存管页面', 'Go to the custodian’s page'));
  const markup = formHtml(form, { id: 'handOver', button }).replace(
    '<button type="submit">',
    '<button type="submit" class="primary" id="goToCustodian">',
  );
  const body = html`<div class="narrow"><section class="card leaving"><h1>${view.t(step.title)}</h1>
    <p>${view.t(
      say(
        '正在离开榆树湾，前往资金存管方。密码只在那里输入。',
        'You are leaving Elm Bay for the custodian. Passwords are typed only there.',
      ),
    )}</p>
    <p class="hint">${view.t(step.hint)}</p>
    ${new Html(markup)}
    <details class="signature"><summary>${view.t(say('浏览器将带去的报文', 'What the browser takes along'))}</summary>
      <dl class="fields">${fieldRows(form.fields)}</dl></details>
    <p class="aside-link"><a href="/${walk.dialect}">${view.t(say('先不去，返回', 'Not now, back'))}</a>
      <small><code>${order.requestNo}</code></small></p></section></div>`;
  return page({ view, title: step.title, dialect: walk.dialect, tab: '', body });
}

/** Something went wrong on our side of the road; says what to do next. */
export function errorPage(view: View, sentence: string, back: string): string {
  const title = view.t(say('这一步没有成功', 'That did not work'));
  const body = html`<div class="narrow"><section class="card" role="alert"><h1>${title}</h1>
    <p>${sentence}</p>
    <p><a class="button primary" id="back" href="${back}">${view.t(say('返回', 'Back'))}</a></p></section></div>`;
  return page({ view, title: say('出错了', 'Something went wrong'), dialect: null, tab: '', body });
}
