/** A withdrawal, confirmed with the trade password or the platform’s payment password (L2.9, D-WDR). */
import type { Withdraw } from '../../custody/commands.ts';
import { displayTime } from '../../kernel/time.ts';
import { available, cardText, feeRow, holderOf, remark } from '../holder.ts';
import { html } from '../html.ts';
import { amountLine, factList, type Sheet } from '../layout.ts';
import { askPassword, PAYMENT_PASSWORD, TRADE_PASSWORD } from '../password/form.ts';
import { said, yuan } from '../phrases.ts';
import { type Scene, say } from '../scene.ts';

export function withdrawalSheet(scene: Scene, command: Withdraw): Sheet {
  const title = said('确认提现', 'Confirm your withdrawal');
  const amount = yuan(command.amount);
  const arrives = command.amount - command.commission;
  const { alert, form } = askPassword(scene, {
    next: null,
    label: command.holder.kind === 'member' ? TRADE_PASSWORD : PAYMENT_PASSWORD,
    button: said(`确认提现 ${amount.zh}`, `Confirm withdrawal: ${amount.en}`),
    needed: command.amount,
  });
  const content = html`<h1>${say(scene, title)}</h1>
${amountLine(scene, say(scene, said('提现金额', 'Amount')), command.amount)}
${alert}
${factList([
  [say(scene, said('提现账户', 'From account')), holderOf(scene, command.holder)],
  [say(scene, scene.view.enterprise ? said('到账账户', 'To account') : said('到账银行卡', 'To card')), cardText(scene)],
  feeRow(scene),
  [
    say(scene, said('平台佣金', 'Platform commission')),
    command.commission > 0n && say(scene, yuan(command.commission)),
  ],
  [say(scene, said('实际到账', 'You receive')), say(scene, yuan(arrives))],
  [say(scene, said('预计到账时间', 'Expected at')), arrival(scene, command)],
  remark(scene),
  available(scene),
])}
${form}`;
  return { title: say(scene, title), content };
}

/** When the bank is told to pay; never a moment that has passed. When it arrives is the bank's to say. */
export function arrival(scene: Scene, { urgency }: Withdraw): string | null {
  const at = scene.view.arrivesAt;
  if (urgency === 'URGENT') {
    return say(scene, said('即时交银行划付，以银行到账为准', 'sent to the bank at once; the rest depends on the bank'));
  }
  if (at === null) return null;
  if (at <= scene.now) return say(scene, said('已交银行划付，以银行到账为准', 'with the bank; the rest depends on it'));
  const time = displayTime(at).slice(0, 16);
  return say(scene, said(`${time} 起，以银行到账为准`, `from ${time}, depending on the bank`));
}
