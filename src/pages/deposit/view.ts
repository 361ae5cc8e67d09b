/**
 * Over to the bank (L2.6, D-RCG): one form to the bank's own page, posted by itself, with a button for browsers in
 * which nothing goes by itself.
 */
import type { Deposit } from '../../custody/commands.ts';
import type { BrowserForm } from '../../custody/ports.ts';
import { webAddress } from '../../kernel/web.ts';
import { feeRow, holderOf } from '../holder.ts';
import { html } from '../html.ts';
import { type Scene, say } from '../scene.ts';
import { amountLine, factList, forwardForm, type Sheet } from '../layout.ts';
import { bankName, COMMON, said, yuan } from '../phrases.ts';

const WORDS = {
  title: said('前往银行付款', 'Pay at the bank'),
  lead: said(
    '接下来是银行自己的页面。请核对网址和金额，付款后会自动回到这里。',
    'The next page is the bank’s own. Check its address and the amount; you come back here when you have paid.',
  ),
} as const;

/** Draws the hand-over. An address of the bank that is none is a defect of the channel and throws. */
export function handOverSheet(scene: Scene, command: Deposit, form: BrowserForm): Sheet {
  if (webAddress(form.url) === null) throw new Error('the bank channel gave an address that no browser can post to');
  const amount = yuan(command.amount);
  const content = html`<h1>${say(scene, WORDS.title)}</h1>
${amountLine(scene, say(scene, said('充值金额', 'Amount')), command.amount)}
${factList([
  [say(scene, said('充值到', 'To account')), holderOf(scene, command.holder)],
  [say(scene, said('付款银行', 'Bank')), command.bank && say(scene, bankName(command.bank))],
  feeRow(scene),
])}
<p class="next">${say(scene, WORDS.lead)}</p>
${forwardForm(scene, {
  id: 'bankForm',
  url: form.url,
  fields: form.fields,
  seconds: 0,
  label: say(scene, said(`前往银行付款 ${amount.zh}`, `Go to the bank and pay ${amount.en}`)),
})}
<p class="number">${say(scene, COMMON.requestNo)} <span>${scene.view.order.requestNo}</span></p>`;
  return { title: say(scene, WORDS.title), content, formTo: form.url };
}
