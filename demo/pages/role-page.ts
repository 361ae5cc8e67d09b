/** The pages of the three roles: who they are, their money, what they can do now, what they ordered so far. */
import type { Found } from '../desk.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { stepOf, stepsFor } from '../steps.ts';
import type { Role } from '../step.ts';
import type { Walk } from '../state.ts';
import { ROLE_NAMES, say, STATE_NAMES } from '../texts.ts';
import { balanceCard, projectCard } from './balances.ts';
import type { Standings } from './balances.ts';
import { clock, grouped, masked } from './format.ts';
import { page } from './layout.ts';
import type { View } from './layout.ts';
import { openCard } from './step-card.ts';
import type { FormError } from './step-card.ts';

export type Accounts = Found<readonly (readonly [string, string])[]>;

function personCard(view: View, walk: Walk, role: 'investor' | 'borrower'): Html {
  const person = walk[role];
  const row = (zh: string, en: string, value: string): Html =>
    html`<div><dt>${view.t(say(zh, en))}</dt><dd>${value}</dd></div>`;
  const sms = `${view.bankUrl}/sandbox/sms?mobile=${person.mobile}`;
  return html`<section class="panel"><h2>${person.realName || view.t(ROLE_NAMES[role])}</h2><dl class="split">
    ${row('平台用户编号', 'User number', person.userNo)}${row('身份证号', 'ID number', masked(person.idNumber))}
    ${row('手机', 'Mobile', person.mobile)}${row('银行卡', 'Card', masked(person.cardNumber))}</dl>
    <p class="aside-link"><a target="_blank" rel="noopener" href="${sms}">${view.t(
      say('沙箱短信', 'Sandbox SMS'),
    )}</a></p></section>`;
}

function accountsCard(view: View, accounts: Accounts | null): Html | null {
  if (!accounts) return null;
  return html`<section class="panel"><h2>${view.t(say('平台账户', 'Platform accounts'))}</h2>
    ${
      'found' in accounts
        ? html`<dl class="split stacked">${accounts.found.map(
            ([name, yuan]) =>
              html`<div><dt><code>${name}</code></dt>
                <dd id="account-${name}" data-yuan="${yuan}">${grouped(yuan)}</dd></div>`,
          )}</dl>`
        : html`<p class="empty">${view.t(say('暂时查询不到', 'The query failed'))} ${accounts.failure}</p>`
    }</section>`;
}

function history(view: View, walk: Walk, role: Role): Html {
  const orders = walk.orders.filter((order) => stepOf(walk.dialect, order.step)?.role === role).reverse();
  return html`<section class="panel"><h2>${view.t(say('订单', 'Orders'))}</h2>
    ${orders.length === 0 && html`<p class="empty">${view.t(say('还没有订单', 'No orders yet'))}</p>`}
    <ul class="orders">${orders.map((order) => {
      const step = stepOf(walk.dialect, order.step);
      const sentence = order.state === 'DONE' ? '' : order.message;
      return html`<li><b>${step ? view.t(step.title) : order.step}</b>
        <span class="tag ${order.state.toLowerCase()}">${view.t(STATE_NAMES[order.state])}</span>
        ${order.cancelled && html`<span class="tag">${view.t(say('已撤销', 'Cancelled'))}</span>`}
        <small><code>${order.requestNo}</code> ${clock(order.at)}</small>
        ${sentence !== '' && html`<small class="sentence">${sentence}</small>`}</li>`;
    })}</ul></section>`;
}

const IDLE = say('现在没有要做的事。回到', 'Nothing to do now. Back to the');

export function rolePage(
  view: View,
  walk: Walk,
  role: Role,
  now: Standings,
  accounts: Accounts | null,
  error: FormError | null,
): string {
  const steps = stepsFor(walk, role);
  const cards = steps.map((step) => openCard(view, walk, step, error, !step.extra));
  const idle = html`<section class="card"><p class="empty">${view.t(IDLE)}
    <a href="/${walk.dialect}">${view.t(say('五分钟走一遍', 'five-minute walk'))}</a></p></section>`;
  const side =
    role === 'operator'
      ? html`${accountsCard(view, accounts)}${projectCard(view, walk, now.project)}`
      : [balanceCard(view, role, now[role]), personCard(view, walk, role), projectCard(view, walk, now.project)];
  const body = html`<div class="heading"><h1>${view.t(ROLE_NAMES[role])}</h1></div>
    <div class="columns"><div class="cards">${cards.length > 0 ? cards : idle}${history(view, walk, role)}</div>
    <aside class="side">${side}</aside></div>`;
  return page({ view, title: ROLE_NAMES[role], dialect: walk.dialect, tab: role, body });
}
