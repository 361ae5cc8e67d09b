/**
 * What became of it: success, acceptance, failure, expiry, or not known yet. Never in doubt about money: the page says
 * whether anything moved, names number and time, and returns to the platform by itself (G-13).
 */
import type { PageOrderView } from '../../custody/api.ts';
import type { BrowserForm } from '../../custody/ports.ts';
import { refusal } from '../../custody/refusals.ts';
import { displayTime, SECOND } from '../../kernel/time.ts';
import { webAddress } from '../../kernel/web.ts';
import { ownForm } from '../form-fields.ts';
import { type Html, html } from '../html.ts';
import { address, alertOf, endOf, type PageStatus, type Scene, say, tellRefusal } from '../scene.ts';
import { alertBox, amountLine, type FactRow, factList, forwardForm, type Sheet } from '../layout.ts';
import { pageFor } from '../page-table.ts';
import { COMMON, said, type Said } from '../phrases.ts';

/** Seconds until the page returns by itself: a failure wants to be read. */
const RETURN_AFTER: Readonly<Record<PageStatus, number>> = {
  SUCCESS: 4,
  ACCEPT: 4,
  AUDIT: 6,
  PROCESSING: 6,
  FAIL: 8,
  EXPIRED: 8,
};

const SIGNS: Readonly<Record<PageStatus, string>> = {
  SUCCESS: '✓',
  ACCEPT: '✓',
  AUDIT: '…',
  PROCESSING: '…',
  FAIL: '✕',
  EXPIRED: '✕',
};

/** How the order stands for its page; null while the page waits for the person. */
export function statusOf(scene: Scene, accepted: 'SUCCESS' | 'ACCEPT'): PageStatus | null {
  const { order } = scene.view;
  switch (order.state) {
    case 'DONE':
      return 'SUCCESS';
    case 'ACCEPTED':
      return pageFor(order.command).accepted ?? accepted;
    case 'REFUSED':
      return order.refusal?.name === 'PAGE_EXPIRED' ? 'EXPIRED' : 'FAIL';
    case 'HANDED':
      return 'PROCESSING';
    case 'OPEN':
      return (endOf(order) ?? scene.now + 1) <= scene.now ? 'EXPIRED' : null;
  }
}

/** Draws a final outcome. `owed` is the signed return; null while it is not owed yet (the sweep closes the order). */
export function outcomeSheet(scene: Scene, status: PageStatus, owed: BrowserForm | null): Sheet {
  const { order, platform } = scene.view;
  const back = owed && webAddress(owed.url) !== null ? owed : null;
  const heading = say(scene, headingOf(order, status));
  const content = html`${banner(status, heading)}
${orderAmount(scene)}
<p class="reason">${reasonOf(scene, status)}</p>
${orderFacts(scene)}
${
  back !== null &&
  forwardForm(scene, {
    id: 'callbackForm',
    url: back.url,
    fields: back.fields,
    seconds: order.refusal?.name === 'PAGE_CANCELLED' ? 2 : RETURN_AFTER[status],
    label: say(scene, said(`返回${platform.name}`, `Return to ${platform.name}`)),
  })
}`;
  const waiting = order.state === 'OPEN';
  return {
    title: heading,
    status,
    content,
    ...(back === null ? {} : { formTo: back.url }),
    ...(waiting ? waitFor(scene, 3) : {}),
  };
}

/** Draws an outcome some time after it: that it was, and nothing of anybody; what was kept is an address, no key. */
export function oldSheet(scene: Scene, status: PageStatus): Sheet {
  const { order } = scene.view;
  const heading = say(scene, headingOf(order, status));
  const content = html`${banner(status, heading)}
<p class="reason">${say(
    scene,
    said(
      '为保护您的信息，本页不再显示这笔业务的详情。请到平台查看。',
      'To protect your data this page no longer shows the details. Please look on the platform.',
    ),
  )}</p>
${factList([[say(scene, COMMON.requestNo), order.requestNo], timeOf(scene)])}`;
  return { title: heading, status, content };
}

/** Draws the page of a payment that the bank has not decided yet: nothing is taken twice, and it updates itself. */
export function processingSheet(scene: Scene): Sheet {
  const { order } = scene.view;
  const heading = say(scene, said('处理中', 'Being processed'));
  const content = html`${banner('PROCESSING', heading)}
${orderAmount(scene)}
${alertBox(alertOf(scene, []))}
<p class="reason">${say(
    scene,
    said(
      '正在等待银行的结果。同一笔业务不会重复扣款，请不要另外发起。本页会自动更新；您也可以关闭它，结果会通知平台。',
      'Waiting for the bank. Nothing is taken twice; please do not start again. This page updates itself. ' +
        'You may also close it: the platform will be told.',
    ),
  )}</p>
${orderFacts(scene)}
<p><a class="second" href="${address(scene)}">${say(scene, said('刷新结果', 'Look again'))}</a></p>
${pageFor(order.command).waiting.at === 'BANK' && toBankAgain(scene)}`;
  return { title: heading, status: 'PROCESSING', content, ...waitFor(scene, 5) };
}

function toBankAgain(scene: Scene): Html {
  const text = say(scene, said('还没有付款？', 'Not paid yet?'));
  const label = say(scene, said('再次前往银行页面', 'Go to the bank’s page again'));
  return ownForm(
    scene,
    'bank',
    'out',
    html`<p class="hint">${text}</p><button class="quiet" type="submit" id="bankButton">${label}</button>`,
  );
}

/** The page asks again after some seconds, or at once when its order has moved on. */
export function waitFor(scene: Scene, seconds: number): Pick<Sheet, 'refresh' | 'poll'> {
  return { refresh: seconds, poll: { address: address(scene, 'status'), state: scene.view.order.state } };
}

function banner(status: PageStatus, heading: string): Html {
  const sign = html`<span class="sign" aria-hidden="true">${SIGNS[status]}</span>`;
  return html`<div class="banner">${sign}<h1>${heading}</h1></div>`;
}

function orderAmount(scene: Scene): Html | null {
  const { command } = scene.view.order;
  const page = pageFor(command);
  const amount = page.amount(command);
  return amount === null ? null : amountLine(scene, say(scene, page.action(command)), amount);
}

function orderFacts(scene: Scene): Html {
  const { order, project } = scene.view;
  return factList([
    [say(scene, COMMON.project), project?.name],
    ...pageFor(order.command).facts(scene, order),
    [say(scene, COMMON.requestNo), order.requestNo],
    timeOf(scene),
  ]);
}

function timeOf(scene: Scene): FactRow {
  const { order } = scene.view;
  const at = order.finishedAt ?? (order.state === 'OPEN' ? scene.now : order.createdAt);
  return [say(scene, COMMON.time), html`${displayTime(at)}<small>${say(scene, COMMON.beijing)}</small>`];
}

function headingOf(order: PageOrderView, status: PageStatus): Said {
  const page = pageFor(order.command);
  const action = page.action(order.command);
  switch (status) {
    case 'SUCCESS':
    case 'ACCEPT':
    case 'AUDIT':
      return page.succeeded(order) ?? said(`${action.zh}成功`, `${action.en} succeeded`);
    case 'PROCESSING':
      return said('处理中', 'Being processed');
    case 'EXPIRED':
      return said('页面已过期', 'This page has expired');
    case 'FAIL':
      if (order.refusal?.name === 'PAGE_CANCELLED') return said('已取消', 'Cancelled');
      return page.failed(order) ?? said(`${action.zh}未完成`, `${action.en} not completed`);
  }
}

/** Why, or what comes next, in plain words. */
function reasonOf(scene: Scene, status: PageStatus): string {
  const { order } = scene.view;
  if (order.refusal !== null && order.state === 'REFUSED') return tellRefusal(scene, order.refusal);
  if (status === 'EXPIRED') {
    return tellRefusal(scene, refusal('PAGE_EXPIRED', { expiresAt: order.expiresAt ?? scene.now }));
  }
  return say(scene, pageFor(order.command).next(order));
}

/** Seconds that the page still lives, for the script; null when it does not end by itself. */
export function secondsLeft(scene: Scene): number | null {
  const end = endOf(scene.view.order);
  return end === null ? null : Math.max(1, Math.ceil((end - scene.now) / SECOND));
}
