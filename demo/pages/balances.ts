/** Balances and the project, asked of the custodian when the page is made: the platform keeps none of its own. */
import { stepDone } from '../book.ts';
import type { Balance, Desk, Found, ProjectState } from '../desk.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Walk } from '../state.ts';
import { ROLE_NAMES, say } from '../texts.ts';
import { grouped } from './format.ts';
import type { View } from './layout.ts';

/** What the queries said; null where there is nothing to ask for yet. */
export interface Standings {
  readonly investor: Found<Balance> | null;
  readonly borrower: Found<Balance> | null;
  readonly project: Found<ProjectState> | null;
}

/** Asks for everything a walk has, at once. */
export async function standings(desk: Desk, walk: Walk): Promise<Standings> {
  const when = <T>(step: string, ask: () => Promise<T>): Promise<T | null> =>
    stepDone(walk, step) ? ask() : Promise.resolve(null);
  const [investor, borrower, project] = await Promise.all([
    when('register-investor', () => desk.balance(walk.investor.userNo)),
    when('register-borrower', () => desk.balance(walk.borrower.userNo)),
    when('create-project', () => desk.project(walk.projectNo)),
  ]);
  return { investor, borrower, project };
}

function failure(view: View, sentence: string): Html {
  return html`<p class="empty">${view.t(say('暂时查询不到', 'The query failed'))}：${sentence}</p>`;
}

/** One person's money: total large, available and frozen beside it. */
export function balanceCard(view: View, role: 'investor' | 'borrower', balance: Found<Balance> | null): Html {
  const rows = (one: Balance): Html => html`
    <p class="sum"><b id="balance-${role}" data-yuan="${one.total}">${grouped(one.total)}</b>
      ${view.t(say('元', 'yuan'))}</p>
    <dl class="split">
      <div><dt>${view.t(say('可用', 'Available'))}</dt>
        <dd id="available-${role}" data-yuan="${one.available}">${grouped(one.available)}</dd></div>
      <div><dt>${view.t(say('冻结', 'Frozen'))}</dt>
        <dd id="frozen-${role}" data-yuan="${one.frozen}">${grouped(one.frozen)}</dd></div>
    </dl>`;
  return html`<section class="panel balance ${role}"><h2>${view.t(ROLE_NAMES[role])}</h2>
    ${balance === null && html`<p class="empty">${view.t(say('尚未开户', 'Not registered yet'))}</p>`}
    ${balance && ('found' in balance ? rows(balance.found) : failure(view, balance.failure))}
  </section>`;
}

const STATUS = {
  COLLECTING: say('募集中', 'Collecting'),
  REPAYING: say('还款中', 'Repaying'),
  FINISH: say('已截标', 'Finished'),
  MISCARRY: say('流标', 'Miscarried'),
} as const;

/** The project as the custodian knows it. */
export function projectCard(view: View, walk: Walk, project: Found<ProjectState> | null): Html {
  const facts = (one: ProjectState): Html => {
    const status = STATUS[one.status as keyof typeof STATUS];
    const row = (zh: string, en: string, yuan: string): Html =>
      html`<div><dt>${view.t(say(zh, en))}</dt><dd>${grouped(yuan)}</dd></div>`;
    return html`<p class="sum"><b>${grouped(one.amount)}</b> ${view.t(say('元', 'yuan'))}
        <span class="tag" id="project-status" data-status="${one.status}">${
          status ? view.t(status) : one.status
        }</span></p>
      <dl class="split">${row('已放款', 'Loaned', one.loaned)}${row('已还本金', 'Repaid', one.repaid)}
        ${row('已还利息', 'Interest', one.interest)}</dl>`;
  };
  return html`<section class="panel project"><h2>${view.t(say('标的', 'Project'))} <code>${walk.projectNo}</code></h2>
    ${project === null && html`<p class="empty">${view.t(say('尚未创建', 'Not created yet'))}</p>`}
    ${project && ('found' in project ? facts(project.found) : failure(view, project.failure))}
  </section>`;
}
