/** A withdrawal, confirmed with the trade password or the platform’s payment password (L2.9, D-WDR). */
import type { Withdraw } from '../../custody/commands.ts';
import { displayTime } from '../../kernel/time.ts';
import { available, cardText, holderOf, remark } from '../holder.ts';
import { html } from '../html.ts';
import { alertBox, amountLine, factList, type Sheet } from '../layout.ts';
import { askPassword, PAYMENT_PASSWORD, TRADE_PASSWORD } from '../password/form.ts';
import { said, yuan } from '../phrases.ts';
import { alertOf, type Scene, say } from '../scene.ts';

export function withdrawalSheet(scene: Scene, command: Withdraw): Sheet {
  const { fee } = scene.view;
  const title = said('确认提现', 'Confirm your withdrawal');
  const amount = yuan(command.amount);
  const arrives = command.amount - command.commission;
  const content = html`<h1>${say(scene, title)}</h1>
${amountLine(scene, say(scene, said('提现金额', 'Amount')), command.amount)}
${alertBox(alertOf(scene, ['password']))}
${factList([
  [say(scene, said('提现账户', 'From account')), holderOf(scene, command.holder)],
  [say(scene, said('到账银行卡', 'To card')), cardText(scene)],
  [
    say(scene, said('手续费', 'Fee')),
    fee !== null &&
      say(scene, fee === 0n ? yuan(0n) : said(`${yuan(fee).zh}（平台承担）`, `${yuan(fee).en} (paid by the platform)`)),
  ],
  [
    say(scene, said('平台佣金', 'Platform commission')),
    command.commission > 0n && say(scene, yuan(command.commission)),
  ],
  [say(scene, said('实际到账', 'You receive')), say(scene, yuan(arrives))],
  [say(scene, said('预计到账时间', 'Expected at')), arrival(scene, command)],
  remark(scene),
  available(scene),
])}
${askPassword(
  scene,
  command.holder.kind === 'member' ? TRADE_PASSWORD : PAYMENT_PASSWORD,
  said(`确认提现 ${amount.zh}`, `Confirm withdrawal: ${amount.en}`),
)}`;
  return { title: say(scene, title), content };
}

function arrival(scene: Scene, command: Withdraw): string | null {
  const at = scene.view.arrivesAt;
  if (command.urgency === 'URGENT') return say(scene, said('实时，通常几分钟内', 'at once, usually within minutes'));
  if (at === null) return null;
  const time = displayTime(at).slice(0, 16);
  return say(scene, said(`${time} 起，以银行为准`, `from ${time}, depending on the bank`));
}
