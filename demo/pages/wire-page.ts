/** What happened on the wire, in order: envelope, business data pretty-printed, signature and whether it held. */
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { stepOf } from '../steps.ts';
import type { Dialect, WireEntry, WirePart } from '../state.ts';
import { say, WIRE_KINDS } from '../texts.ts';
import { clock } from './format.ts';
import { page } from './layout.ts';
import type { View } from './layout.ts';

/** JSON with indents; what is none is shown as it came. */
function pretty(data: string): string {
  try {
    return JSON.stringify(JSON.parse(data), null, 2);
  } catch {
    return data;
  }
}

/** The fields of an envelope as rows of a definition list. */
export function fieldRows(fields: Readonly<Record<string, string>>): readonly Html[] {
  return Object.entries(fields).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
}

function part(view: View, title: string, one: WirePart): Html {
  return html`<section class="part">
    <h3>${title} <code>${one.line}</code></h3>
    ${Object.keys(one.fields).length > 0 && html`<dl class="fields">${fieldRows(one.fields)}</dl>`}
    ${one.data !== '' && html`<pre tabindex="0">${pretty(one.data)}</pre>`}
    ${
      one.signature !== '' &&
      html`<details class="signature"><summary>${view.t(say('签名', 'Signature'))}
        <code>${one.signature.slice(0, 24)}…</code></summary><code>${one.signature}</code></details>`
    }
  </section>`;
}

function verdict(view: View, entry: WireEntry): Html | null {
  if (entry.verified === null) return entry.note === '' ? null : html`<span class="tag bad">${entry.note}</span>`;
  if (entry.verified) return html`<span class="tag good">${view.t(say('验签通过', 'signature verified'))}</span>`;
  return html`<span class="tag bad">${view.t(say('不予采信', 'not believed'))} ${entry.note}</span>`;
}

/** One entry; `open` shows its contents at once. */
export function wireEntry(view: View, entry: WireEntry, open: boolean): Html {
  const [sent, replied] =
    entry.kind === 'call' || entry.kind === 'query'
      ? [say('请求', 'Request'), say('应答', 'Answer')]
      : entry.kind === 'page'
        ? [say('表单', 'Form'), say('应答', 'Answer')]
        : [say('收到', 'Received'), say('我们的应答', 'Our reply')];
  return html`<details class="wire ${entry.kind}" id="wire-${entry.id}" data-kind="${entry.kind}"
    data-service="${entry.service}" data-request-no="${entry.requestNo}" ${open ? html`open` : null}>
    <summary><span class="route">${view.t(WIRE_KINDS[entry.kind])}</span> <b>${entry.service}</b>
      ${verdict(view, entry)} <time>${clock(entry.at)}${entry.ms !== null && ` · ${entry.ms} ms`}</time></summary>
    ${part(view, view.t(sent), entry.request)}
    ${entry.answer && part(view, view.t(replied), entry.answer)}
  </details>`;
}

/** Entries stand under the step that caused them; balance queries belong to none. */
function stepHeading(view: View, dialect: Dialect, id: string): Html {
  const step = stepOf(dialect, id);
  return html`<h2 class="chapter">${view.t(step ? step.title : say('查询与其他', 'Queries and others'))}</h2>`;
}

const EMPTY = say('还没有报文。从第一步开始吧。', 'Nothing yet. Start with the first step.');

/** The wire log of a walk. Queries for balances are many and quiet: shown on demand. */
export function wirePage(
  view: View,
  dialect: Dialect,
  entries: readonly WireEntry[],
  filter: { readonly step: string; readonly queries: boolean },
): string {
  const shown = entries.filter(
    (entry) => (filter.queries || entry.kind !== 'query') && (filter.step === '' || entry.step === filter.step),
  );
  const step = filter.step === '' ? null : stepOf(dialect, filter.step);
  const body = html`<div class="heading"><h1>${view.t(say('线路日志', 'Wire log'))}</h1>
    <p>${view.t(
      say(
        '每一步在线路上发生了什么：请求、应答、页面回跳与异步通知，连同签名，按时间先后。',
        'What happened on the wire at each step: requests, answers, browser returns and notices, ' +
          'with their signatures, in order.',
      ),
    )}</p></div>
    <p class="filters">
      ${
        step &&
        html`<span class="tag">${view.t(step.title)}</span>
          <a href="/${dialect}/wire">${view.t(say('看全部', 'Show all'))}</a>`
      }
      <a id="toggle-queries" href="/${dialect}/wire${filter.queries ? '' : '?queries=1'}">${
        filter.queries ? view.t(say('隐藏查询', 'Hide queries')) : view.t(say('也显示查询', 'Show queries too'))
      }</a></p>
    ${shown.length === 0 && html`<p class="empty">${view.t(EMPTY)}</p>`}
    <div id="wire-log">${shown.map((entry, index) => [
      entry.step !== shown[index - 1]?.step && stepHeading(view, dialect, entry.step),
      wireEntry(view, entry, filter.step !== ''),
    ])}</div>`;
  return page({ view, title: say('线路日志', 'Wire log'), dialect, tab: 'wire', body });
}
