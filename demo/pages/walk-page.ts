/** The five-minute walk: every step in order, the next one open, balances and the latest on the wire beside it. */
import { lastOf, stepDone } from '../book.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { currentStep, road } from '../steps.ts';
import type { Step } from '../step.ts';
import type { Walk, WireEntry } from '../state.ts';
import { ROLE_NAMES, STATE_NAMES, say } from '../texts.ts';
import { balanceCard, projectCard } from './balances.ts';
import type { Standings } from './balances.ts';
import { clock, grouped } from './format.ts';
import { page } from './layout.ts';
import type { View } from './layout.ts';
import { openCard } from './step-card.ts';
import type { FormError } from './step-card.ts';
import { wireEntry } from './wire-page.ts';

function doneRow(view: View, walk: Walk, step: Step): Html {
  const order = lastOf(walk, step.id);
  const amount = order?.values.amount ?? order?.values.principal;
  return html`<div class="row" id="step-${step.id}" data-state="done">
    <b>${view.t(step.title)}</b>
    <span class="facts">${amount !== undefined && html`<span class="money">${grouped(amount)}</span>`}
      ${order?.state === 'ACCEPTED' && html`<span class="tag accepted">${view.t(STATE_NAMES.ACCEPTED)}</span>`}
      ${order?.finishedAt ? html`<time>${clock(order.finishedAt)}</time>` : null}
      <a href="/${walk.dialect}/wire?step=${step.id}">${view.t(say('看线路', 'On the wire'))}</a></span>
  </div>`;
}

function comingRow(view: View, step: Step): Html {
  return html`<div class="row" id="step-${step.id}" data-state="coming"><b>${view.t(step.title)}</b>
    <span class="facts"><span class="role ${step.role}">${view.t(ROLE_NAMES[step.role])}</span></span></div>`;
}

function timeline(view: View, walk: Walk, error: FormError | null): Html {
  const next = currentStep(walk);
  const item = (step: Step): Html => {
    if (step === next) return html`<li class="now">${openCard(view, walk, step, error)}</li>`;
    if (stepDone(walk, step.id)) return html`<li class="done">${doneRow(view, walk, step)}</li>`;
    return html`<li class="coming">${comingRow(view, step)}</li>`;
  };
  return html`<ol class="timeline">${road(walk.dialect).map(item)}</ol>`;
}

function finished(view: View, walk: Walk): Html {
  const title = view.t(say('走完了', 'That was the whole life of a loan'));
  return html`<section class="card finish" id="walk-done"><h2>${title}</h2>
    <p>${view.t(
      say(
        '一笔借款从开户到还款、提现的全程都在这里了。看看线路日志里每一份报文，或换另一个协议再走一遍。',
        'From registration to repayment and withdrawal. Read every message in the wire log, ' +
          'or walk again in the other protocol.',
      ),
    )}</p>
    <p><a class="button primary" href="/${walk.dialect}/wire">${view.t(
      say('看线路日志', 'Read the wire log'),
    )}</a></p></section>`;
}

function restart(view: View, walk: Walk): Html {
  return html`<form method="post" action="/${walk.dialect}/restart" class="restart">
    <button class="quiet" id="restart">${view.t(say('换一批人，从头再走', 'Start over with new people'))}</button></form>`;
}

function latest(view: View, walk: Walk, entries: readonly WireEntry[]): Html {
  const shown = entries.filter((entry) => entry.kind !== 'query').slice(-4);
  return html`<section class="panel latest"><h2>${view.t(say('线路上刚刚发生', 'Just now on the wire'))}</h2>
    ${shown.length === 0 && html`<p class="empty">${view.t(say('还没有报文', 'Nothing yet'))}</p>`}
    ${shown.map((entry) => wireEntry(view, entry, false))}
    <p><a href="/${walk.dialect}/wire">${view.t(say('全部报文', 'All messages'))} →</a></p></section>`;
}

/** How long the page refreshes itself; then there is the button that asks. */
const PATIENCE = 60_000;

/** Whether the newcomer is waiting for a notice: the browser is back and the outcome is not there yet. */
function waiting(walk: Walk): boolean {
  const step = currentStep(walk);
  const order = step && lastOf(walk, step.id);
  return Boolean(order?.state === 'SENT' && order.returned && Date.now() - Date.parse(order.returned) < PATIENCE);
}

export function walkPage(
  view: View,
  walk: Walk,
  now: Standings,
  entries: readonly WireEntry[],
  error: FormError | null,
): string {
  const steps = road(walk.dialect);
  const done = steps.filter((step) => stepDone(walk, step.id)).length;
  const body = html`<div class="heading"><h1>${view.t(say('一笔借款的一生', 'The life of a loan'))}</h1>
      <p>${view.t(
        say(
          '照着亮起的一步做：开户、充值、投标、放款、还款、提现。余额随时向存管方查询，报文都在线路日志里。',
          'Do the step that is lit: register, deposit, tender, loan, repay, withdraw. Balances follow along.',
        ),
      )}</p>
      <p class="progress" id="progress" data-done="${done}" data-steps="${steps.length}">
        <progress value="${done}" max="${steps.length}"></progress> ${done} / ${steps.length}</p></div>
    <div class="columns">
    <div>${done === steps.length && finished(view, walk)}${timeline(view, walk, error)}${restart(view, walk)}</div>
    <aside class="side"><div class="pair">${balanceCard(view, 'investor', now.investor)}
      ${balanceCard(view, 'borrower', now.borrower)}</div>
      ${projectCard(view, walk, now.project)}${latest(view, walk, entries)}</aside></div>`;
  const title = say('五分钟走一遍', 'Five-minute walk');
  return page({ view, title, dialect: walk.dialect, tab: '', body, ...(waiting(walk) ? { refresh: 2 } : {}) });
}
