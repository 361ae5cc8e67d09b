/** One step as a card: what it is, what to do at the custodian's page, the form, and how its last order stands. */
import { lastOf, stepDone } from '../book.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { canDo } from '../steps.ts';
import type { Input, Step } from '../step.ts';
import type { Order, Walk } from '../state.ts';
import { ROLE_NAMES, say, STATE_NAMES } from '../texts.ts';
import { clock } from './format.ts';
import type { View } from './layout.ts';

/** What went wrong with the form that was just sent. */
export interface FormError {
  readonly step: string;
  readonly field: string;
  readonly message: string;
  readonly values: Readonly<Record<string, string>>;
}

function field(view: View, step: Step, input: Input, error: FormError | null): Html {
  const id = `${step.id}-${input.name}`;
  const value = error?.values[input.name] ?? input.value;
  if (input.kind === 'hidden') return html`<input type="hidden" name="${input.name}" value="${value}">`;
  const wrong = error?.field === input.name;
  const described = wrong ? html`aria-invalid="true" aria-describedby="${id}-error"` : null;
  const control =
    input.kind === 'choice'
      ? html`<select id="${id}" name="${input.name}">${(input.choices ?? []).map(
          (one) =>
            html`<option value="${one.value}" ${one.value === value ? html`selected` : null}>${view.t(one.label)}</option>`,
        )}</select>`
      : html`<input id="${id}" name="${input.name}" value="${value}" autocomplete="off"
          ${input.kind === 'amount' ? html`inputmode="decimal"` : null} ${described}>`;
  return html`<div class="field"><label for="${id}">${view.t(input.label)}</label>${control}
    ${wrong && html`<p class="error" id="${id}-error" role="alert">${error?.message ?? ''}</p>`}</div>`;
}

function form(view: View, walk: Walk, step: Step, error: FormError | null, primary: boolean): Html {
  const mine = error?.step === step.id ? error : null;
  return html`<form method="post" action="/${walk.dialect}/step/${step.id}" id="form-${step.id}">
    <div class="fields-grid">${step.inputs(walk).map((input) => field(view, step, input, mine))}</div>
    <button class="${primary ? 'primary' : 'quiet'}" id="go-${step.id}" type="submit">${view.t(step.button)}</button>
  </form>`;
}

/** How the last order of a step stands, with what can be done about it. */
export function standing(view: View, walk: Walk, order: Order): Html {
  const base = `/${walk.dialect}/order/${order.requestNo}`;
  const waiting = order.state === 'SENT';
  return html`<div class="standing ${order.state.toLowerCase()}" data-order="${order.requestNo}" data-state="${order.state}">
    <p><span class="tag ${order.state.toLowerCase()}">${view.t(STATE_NAMES[order.state])}</span>
      <code>${order.service}</code> ${order.finishedAt && html`<time>${clock(order.finishedAt)}</time>`}</p>
    ${order.message !== '' && html`<p class="sentence">${order.message} <code>${order.code}</code></p>`}
    ${waiting && order.returned && html`<p>${view.t(say('浏览器已返回，等待异步通知，页面会自动刷新…', 'The browser is back; waiting for the notice. This page refreshes itself…'))}</p>`}
    ${waiting && !order.returned && html`<p>${view.t(say('还没有结果。可以回到存管页面继续（同一流水号）。', 'No result yet. You can go back to the custodian’s page (same request number).'))}</p>`}
    <div class="actions">
      ${waiting && html`<a class="button quiet" id="resume-${order.step}" href="/${walk.dialect}/go/${order.requestNo}">${view.t(say('回到存管页面', 'Back to the custodian’s page'))}</a>`}
      ${order.state === 'UNKNOWN' && order.repeatable && html`<form method="post" action="${base}/repeat"><button class="quiet" id="repeat-${order.step}">${view.t(say('用同一流水号重发', 'Send again, same number'))}</button></form>`}
      ${(waiting || order.state === 'UNKNOWN' || order.state === 'ACCEPTED') && html`<form method="post" action="${base}/inquire"><button class="quiet" id="inquire-${order.step}">${view.t(say('查询结果', 'Ask for the result'))}</button></form>`}
      <a class="small" href="/${walk.dialect}/wire?step=${order.step}">${view.t(say('看线路', 'On the wire'))}</a>
    </div>
  </div>`;
}

/** A card that can be acted upon. */
export function openCard(view: View, walk: Walk, step: Step, error: FormError | null, primary = true): Html {
  const order = lastOf(walk, step.id);
  const repeating = stepDone(walk, step.id) && !step.repeatable && !step.extra;
  return html`<article class="card open" id="step-${step.id}" data-state="current">
    <header><h3>${view.t(step.title)}</h3><span class="role ${step.role}">${view.t(ROLE_NAMES[step.role])}</span></header>
    <p class="hint">${view.t(step.hint)}</p>
    ${order && order.state !== 'DONE' && standing(view, walk, order)}
    ${canDo(walk, step) && !repeating && form(view, walk, step, error, primary && (!order || order.state === 'REFUSED'))}
    ${step.id.startsWith('register') && smsLink(view, walk, step)}
  </article>`;
}

function smsLink(view: View, walk: Walk, step: Step): Html {
  const { mobile } = step.role === 'borrower' ? walk.borrower : walk.investor;
  return html`<p class="aside-link"><a id="sms-link-${step.id}" target="_blank" rel="noopener"
    href="${view.bankUrl}/sandbox/sms?mobile=${mobile}">${view.t(say('打开沙箱短信', 'Open the sandbox SMS list'))} ${mobile}</a></p>`;
}
