/** The sheets of a deposit at a POS terminal (L2.8): the amount, where the platform said none, then the barcode. */
import type { PosDeposit } from '../../custody/commands.ts';
import { displayTime } from '../../kernel/time.ts';
import { ownForm, pageEnd, primaryButton, textField } from '../form-fields.ts';
import { feeRow, holderOf } from '../holder.ts';
import { html } from '../html.ts';
import { alertBox, amountLine, factList, type Sheet } from '../layout.ts';
import { COMMON, said } from '../phrases.ts';
import { address, alertOf, endOf, firstMistake, type Scene, say } from '../scene.ts';
import { code128 } from './code128.ts';

/** Draws the question for the amount. */
export function amountSheet(scene: Scene, command: PosDeposit): Sheet {
  const title = say(scene, said('填写充值金额', 'Enter the amount'));
  const field = textField(scene, {
    name: 'amount',
    label: say(scene, said('充值金额（元）', 'Amount (CNY)')),
    hint: say(scene, said('下一步显示条形码后，金额不能再改。', 'It cannot be changed once the barcode is shown.')),
    autocomplete: 'off',
    value: scene.note.typed?.amount ?? '',
    focus: firstMistake(scene, ['amount']) === 'amount',
  });
  const content = html`<h1>${title}</h1>
${alertBox(alertOf(scene, ['amount']))}
${factList([[say(scene, said('充值到', 'To account')), holderOf(scene, command.holder)]])}
${ownForm(
  scene,
  '',
  'main',
  html`${field}
${primaryButton(say(scene, said('下一步，显示条形码', 'Next: show the barcode')))}`,
)}
${pageEnd(scene)}`;
  return { title, content };
}

/** Draws the barcode. */
export function barcodeSheet(scene: Scene, command: PosDeposit, barcode: string): Sheet {
  const { order } = scene.view;
  const title = say(scene, said('请在 POS 终端付款', 'Pay at the POS terminal'));
  const groups = barcode.match(/\d{6}/g) ?? [barcode];
  const label = say(scene, said(`条形码 ${groups.join(' ')}`, `Barcode ${groups.join(' ')}`));
  const end = endOf(order);
  const until = end !== null && html`${displayTime(end)}<small>${say(scene, COMMON.beijing)}</small>`;
  const content = html`<h1>${title}</h1>
${amountLine(scene, say(scene, said('充值金额', 'Amount')), command.amount ?? 0n)}
<figure class="barcode">${code128(barcode, label)}<figcaption>${groups.join(' ')}</figcaption></figure>
<p class="next">${say(
    scene,
    said(
      '请工作人员用 POS 机扫描条形码，核对金额后刷您本人的银行卡。付款后本页自动显示结果，请不要重复付款。',
      'Let the clerk scan the barcode, check the amount and pay with your own bank card. This page shows the ' +
        'result by itself; please do not pay twice.',
    ),
  )}</p>
${factList([
  [say(scene, said('充值到', 'To account')), holderOf(scene, command.holder)],
  feeRow(scene),
  [say(scene, said('条形码有效期至', 'Barcode valid until')), until],
  [say(scene, COMMON.requestNo), order.requestNo],
])}
<p><a class="second" href="${address(scene)}">${say(scene, said('刷新结果', 'Look again'))}</a></p>`;
  return { title, content };
}
