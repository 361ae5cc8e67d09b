/** The frame of every page: the platform's mark, the two protocols, the roles, the language. */
import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import { DIALECTS } from '../state.ts';
import type { Dialect } from '../state.ts';
import { PLATFORM_NAMES, PROTOCOL_NAMES, say } from '../texts.ts';
import type { Language, Text } from '../texts.ts';

/** The style sheets, in the order in which they build upon each other. */
export const SHEETS = ['frame', 'boxes', 'forms', 'walk', 'wire'] as const;

/** What every page knows of its request. */
export interface View {
  readonly language: Language;
  readonly path: string;
  readonly bankUrl: string;
  readonly t: (text: Text) => string;
}

export interface Frame {
  readonly view: View;
  readonly title: Text;
  readonly dialect: Dialect | null;
  readonly tab: string;
  /** Reload after so many seconds, with and without JavaScript; its address must not end in a fragment. */
  readonly refresh?: number;
  readonly body: Part;
}

const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <path d="M2 23c5-4 9-4 14 0s9 4 14 0" /><path d="M2 28c5-4 9-4 14 0s9 4 14 0" />
  <path class="leaf" d="M16 20V9m0 5c-5 0-7-3-7-8 5 0 7 3 7 8Zm0-3c4 0 6-2 6-7-4 0-6 2-6 7Z" />
</svg>`;

const TABS: readonly (readonly [string, Text])[] = [
  ['', say('走一遍', 'Walk')],
  ['investor', say('投资人', 'Investor')],
  ['borrower', say('借款人', 'Borrower')],
  ['operator', say('平台运营', 'Operator')],
  ['wire', say('线路日志', 'Wire log')],
];

function protocols({ view, dialect }: Frame): Html {
  return html`<nav class="protocols" aria-label="${view.t(say('协议', 'Protocol'))}">
    ${DIALECTS.map(
      (one) => html`<a href="/${one}" id="protocol-${one}" ${one === dialect ? html`aria-current="true"` : null}>
        <b>${view.t(PLATFORM_NAMES[one])}</b><small>${view.t(PROTOCOL_NAMES[one])}</small></a>`,
    )}
  </nav>`;
}

function tabs({ view, dialect, tab }: Frame): Html | null {
  if (!dialect) return null;
  return html`<nav class="tabs" aria-label="${view.t(say('页面', 'Pages'))}">
    ${TABS.map(
      ([path, name]) => html`<a href="/${dialect}${path && `/${path}`}" id="tab-${path || 'walk'}"
        ${path === tab ? html`aria-current="page"` : null}>${view.t(name)}</a>`,
    )}
  </nav>`;
}

/** A whole document. */
export function page(frame: Frame): string {
  const { view, title, refresh } = frame;
  const other = view.language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
<html lang="${view.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  ${refresh ? html`<noscript><meta http-equiv="refresh" content="${refresh}; url=${view.path}"></noscript>` : null}
  <title>${view.t(title)} · ${view.t(say('榆树湾借贷（演示）', 'Elm Bay Lending (demo)'))}</title>
  <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
  ${SHEETS.map((name) => html`<link rel="stylesheet" href="/assets/${name}.css">`)}
  <script src="/assets/demo.js" defer></script>
</head>
<body ${refresh ? html`data-refresh="${refresh}"` : null}>
  <a class="skip" href="#main">${view.t(say('跳到正文', 'Skip to content'))}</a>
  <header class="top">
    <div class="wide bar">
      <a class="brand" href="/">${MARK}<span>${view.t(say('榆树湾借贷', 'Elm Bay Lending'))}</span>
        <em>${view.t(say('演示平台', 'demo'))}</em></a>
      <a class="language" id="language" href="${view.path}?lang=${other}" hreflang="${other}">${
        other === 'en' ? 'English' : '中文'
      }</a>
    </div>
    <div class="wide">${protocols(frame)}${tabs(frame)}</div>
  </header>
  <main id="main" class="wide">${frame.body}</main>
  <footer class="wide">${view.t(
    say(
      '这是一个用 sdk 写成的小借贷平台，资金在存管方，不在平台。人物、证件与银行卡均为虚构。',
      'A small lending platform written on the sdk. The money is with the custodian, not here. ' +
        'People, papers and cards are invented.',
    ),
  )}</footer>
</body>
</html>`.text;
}
