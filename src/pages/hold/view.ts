/** A tender or a repayment, confirmed with the trade password (L2.12, D-PRE). */
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
  const tender = command.kind === 'TENDER';
  const title = tender ? said('确认投标', 'Confirm your investment') : said('确认还款', 'Confirm your repayment');
  const amount = yuan(command.amount);
  const next = tender
    ? said(
        `确认后将冻结 ${amount.zh}；项目放款时转给借款人，未成立则退回可用余额。`,
        `${amount.en} will be held. It goes to the borrower when the loan is made, and back to you if it is not.`,
      )
    : said(
        `确认后将冻结 ${amount.zh}，用于归还本项目投资人的本金和利息。`,
        `${amount.en} will be held and used to repay the investors of this project.`,
      );
  const { alert, form } = askPassword(scene, {
    next,
    label: TRADE_PASSWORD,
    button: said(
      `确认${HOLD_WORDS[command.kind].zh} ${amount.zh}`,
      `Confirm ${tender ? 'investment' : 'repayment'}: ${amount.en}`,
    ),
    needed: command.amount,
  });
  const content = html`<h1>${say(scene, title)}</h1>
${amountLine(scene, say(scene, tender ? said('投标金额', 'Amount') : said('还款金额', 'Amount')), command.amount)}
${alert}
${factList([
  [say(scene, COMMON.project), html`${project?.name ?? ''} <small>${command.projectNo}</small>`],
  [say(scene, said('年化利率', 'Annual rate')), project && tender && `${project.percent}%`],
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
  return { title: say(scene, title), content };
}
