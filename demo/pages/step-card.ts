/** One step as a card: what it is, what to do at the custodian's page, the form, and how its last order stands. */
import { lastOf, stepDone } from '../book.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { canDo } from '../steps.ts';
import type { Input, Step } from '../step.ts';
import type { Walk } from '../state.ts';
import { ROLE_NAMES, say } from '../texts.ts';
import type { View } from './layout.ts';
import { standing } from './standing.ts';

/** What went wrong with the form that was just sent. */
export interface FormError {
  readonly step: string;
  readonly field: string;
  readonly message: string;
  readonly values: Readonly<Record<string, string>>;
}

function options(view: View, input: Input, chosen: string): readonly Html[] {
  return (input.choices ?? []).map(({ value, label }) => {
    const selected = value === chosen ? html`selected` : null;
    return html`<option value="${value}" ${selected}>${view.t(label)}</option>`;
  });
}

function field(view: View, step: Step, input: Input, error: FormError | null): Html {
  const id = `${step.id}-${input.name}`;
  const value = error?.values[input.name] ?? input.value;
  if (input.kind === 'hidden') return html`<input type="hidden" name="${input.name}" value="${value}">`;
  const wrong = error?.field === input.name;
  const described = wrong ? html`aria-invalid="true" aria-describedby="${id}-error"` : null;
  const control =
    input.kind === 'choice'
      ? html`<select id="${id}" name="${input.name}">${options(view, input, value)}</select>`
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

/** A card that can be acted upon. While an order waits, a new one stands behind a fold. */
export function openCard(view: View, walk: Walk, step: Step, error: FormError | null, primary = true): Html {
  const order = lastOf(walk, step.id);
  const repeating = stepDone(walk, step.id) && !step.repeatable && !step.extra;
  const offered = canDo(walk, step) && !repeating;
  const waiting = order?.state === 'SENT' || order?.state === 'UNKNOWN';
  const again = html`<details class="again"><summary>${view.t(
    say('用新的流水号重新发起', 'Start anew, with a new request number'),
  )}</summary>${form(view, walk, step, error, false)}</details>`;
  return html`<article class="card open" id="step-${step.id}" data-state="current">
    <header><h2>${view.t(step.title)}</h2>
      <span class="role ${step.role}">${view.t(ROLE_NAMES[step.role])}</span></header>
    <p class="hint">${view.t(step.hint)}</p>
    ${order && order.state !== 'DONE' && standing(view, walk, order)}
    ${offered && (waiting ? again : form(view, walk, step, error, primary))}
    ${step.id.startsWith('register') && smsLink(view, walk, step)}
  </article>`;
}

function smsLink(view: View, walk: Walk, step: Step): Html {
  const { mobile } = step.role === 'borrower' ? walk.borrower : walk.investor;
  const text = view.t(say('打开沙箱短信', 'Open the sandbox SMS list'));
  return html`<p class="aside-link"><a id="sms-link-${step.id}" target="_blank" rel="noopener"
    href="${view.bankUrl}/sandbox/sms?mobile=${mobile}">${text} ${mobile}</a></p>`;
}
