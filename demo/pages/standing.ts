/** How an order stands, in words, and what can be done about it. */
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Order, Walk } from '../state.ts';
import { say, STATE_NAMES } from '../texts.ts';
import { clock } from './format.ts';
import type { View } from './layout.ts';

const RETURNED = say(
  '浏览器已返回，等待异步通知，页面会自动刷新…',
  'The browser is back; waiting for the notice. This page refreshes itself…',
);
const AWAY = say(
  '还没有结果。可以回到存管页面继续（同一流水号）。',
  'No result yet. You can go back to the custodian’s page (same request number).',
);
const NOT_KNOWN = say(
  '不知道存管方做了没有。钱不会动两次：查询结果，或用同一流水号重发。',
  'Nobody knows yet whether it was done. Nothing moves twice: ask, or send again under the same number.',
);

const NO_RESULT = say('已查询：存管方还没有最终结果。', 'Asked: the custodian has no final result yet.');

function explanation(view: View, order: Order): Html | null {
  if (order.state === 'UNKNOWN') return html`<p>${view.t(NOT_KNOWN)}</p>`;
  if (order.state !== 'SENT') return null;
  return html`<p>${view.t(order.returned ? RETURNED : AWAY)}</p>`;
}

function button(view: View, order: Order, walk: Walk, what: 'repeat' | 'inquire'): Html {
  const text =
    what === 'repeat' ? say('用同一流水号重发', 'Send again, same number') : say('查询结果', 'Ask for the result');
  return html`<form method="post" action="/${walk.dialect}/order/${order.requestNo}/${what}">
    <button class="quiet" id="${what}-${order.step}" type="submit">${view.t(text)}</button></form>`;
}

export function standing(view: View, walk: Walk, order: Order): Html {
  const { state, step, requestNo } = order;
  const kind = state.toLowerCase();
  const resume = html`<a class="button quiet" id="resume-${step}" href="/${walk.dialect}/go/${requestNo}">${view.t(
    say('回到存管页面', 'Back to the custodian’s page'),
  )}</a>`;
  return html`<div class="standing ${kind}" data-order="${requestNo}" data-state="${state}" role="status">
    <p><span class="tag ${kind}">${view.t(STATE_NAMES[state])}</span> <code>${order.service}</code>
      ${order.finishedAt && html`<time>${clock(order.finishedAt)}</time>`}</p>
    ${order.message !== '' && html`<p class="sentence">${order.message} <code>${order.code}</code></p>`}
    ${explanation(view, order)}
    ${order.asked && html`<p>${view.t(NO_RESULT)} <time>${clock(order.asked)}</time></p>`}
    <div class="actions">
      ${state === 'SENT' && resume}
      ${state === 'UNKNOWN' && order.repeatable && button(view, order, walk, 'repeat')}
      ${state !== 'REFUSED' && state !== 'DONE' && button(view, order, walk, 'inquire')}
      <a class="small" href="/${walk.dialect}/wire?step=${step}">${view.t(say('看线路', 'On the wire'))}</a>
    </div>
  </div>`;
}
