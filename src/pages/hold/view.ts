/** A hold on money for a project, confirmed with the trade password (L2.12, D-PRE). */
import type { Hold } from '../../custody/commands.ts';
import { available, remark } from '../holder.ts';
import { html } from '../html.ts';
import { amountLine, factList, type Sheet } from '../layout.ts';
import { askPassword, TRADE_PASSWORD } from '../password/form.ts';
import { COMMON, said, yuan } from '../phrases.ts';
import { type Scene, say } from '../scene.ts';
import { HOLD_WORDS } from './words.ts';

export function holdSheet(scene: Scene, command: Hold): Sheet {
  const { project } = scene.view;
  const words = HOLD_WORDS[command.kind];
  const amount = yuan(command.amount);
  const { alert, form } = askPassword(scene, {
    next: words.before(amount),
    label: TRADE_PASSWORD,
    button: words.button(amount),
    needed: command.amount,
  });
  const title = say(scene, words.title);
  // Whoever pays out of it knows what it costs him; whoever puts money in it is told what it yields.
  const yields = command.kind !== 'REPAYMENT';
  const content = html`<h1>${title}</h1>
${amountLine(scene, say(scene, words.amount), command.amount)}
${alert}
${factList([
  [say(scene, COMMON.project), html`${project?.name ?? ''} <small>${command.projectNo}</small>`],
  [say(scene, said('年化利率', 'Annual rate')), project && yields && `${project.percent}%`],
  [
    say(scene, said('使用红包', 'Red packet')),
    command.redPacket > 0n &&
      say(scene, said(`另加 ${yuan(command.redPacket).zh}`, `plus ${yuan(command.redPacket).en}`)),
  ],
  remark(scene),
  [say(scene, said('付款账户', 'From account')), command.userNo],
  available(scene),
])}
${form}`;
  return { title, content };
}
