/**
 * Confirming with the trade password: a tender or a repayment (L2.12, D-PRE), a withdrawal (L2.9, D-WDR), an
 * authorisation (D-EXT). Says what is about to happen, with how much, with which account, and what comes then.
 */
import type { Authorize, Hold, Withdraw } from '../custody/commands.ts';
import type { Holder, PlatformAccount } from '../custody/vocabulary.ts';
import { displayTime } from '../kernel/time.ts';
import { tailOfCard } from './checks.ts';
import { ownForm, pageEnd, passwordField, primaryButton, triesHint } from './form-fields.ts';
import { type Html, html, type Part } from './html.ts';
import { alertOf, firstMistake, type Scene, say } from './scene.ts';
import { alertBox, amountLine, factList, type Sheet } from './layout.ts';
import { AUTHORIZATION_WORDS, bankName, COMMON, HOLD_WORDS, said, type Said, yuan } from './phrases.ts';

type Row = readonly [label: string, value: Part];

/** The orders that are confirmed with a password. */
export type Confirmable = Hold | Withdraw | Authorize;

const ACCOUNTS: Readonly<Record<PlatformAccount, Said>> = {
  FEE: said('平台收入账户', 'Platform income account'),
  COMPENSATION: said('平台代偿账户', 'Platform compensation account'),
  MARKETING: said('平台营销账户', 'Platform marketing account'),
};

/** Draws the confirmation page of a hold, a withdrawal or an authorisation. */
export function confirmationSheet(scene: Scene, command: Confirmable): Sheet {
  switch (command.verb) {
    case 'HOLD':
      return holdSheet(scene, command);
    case 'WITHDRAW':
      return withdrawalSheet(scene, command);
    case 'AUTHORIZE':
      return authorizationSheet(scene, command);
  }
}

/** Whose money moves, in words; the person's own number at the platform, or the platform's account. */
export function holderOf(scene: Scene, holder: Holder): string {
  return holder.kind === 'member' ? holder.userNo : say(scene, ACCOUNTS[holder.account]);
}

/** The card as people name it, with its bank. */
export function cardText(scene: Scene): string | null {
  const { card } = scene.view;
  return card && `${say(scene, bankName(card.bank))} ${tailOfCard(card.masked)}`;
}

function available(scene: Scene): Row {
  const { available: fen, order } = scene.view;
  const hidden = fen === null || order.presentation?.hideBalance === true;
  return [say(scene, said('可用余额', 'Available balance')), hidden ? null : say(scene, yuan(fen))];
}

function remark(scene: Scene): Row {
  return [say(scene, said('备注', 'Remark')), scene.view.order.presentation?.remark];
}

function askPassword(scene: Scene, label: Said, button: Said): Html {
  const hint = triesHint(scene);
  return html`${ownForm(
    scene,
    '',
    'main',
    html`${passwordField(scene, {
      name: 'password',
      label: say(scene, label),
      focus: firstMistake(scene, ['password']) !== null,
      ...(hint === undefined ? {} : { hint }),
    })}
${primaryButton(say(scene, button))}`,
  )}
${pageEnd(scene)}`;
}

const TRADE_PASSWORD = said('请输入 6 位交易密码', 'Enter your six-digit trade password');
const PAYMENT_PASSWORD = said('请输入 6 位平台支付密码', 'Enter the platform’s six-digit payment password');

function holdSheet(scene: Scene, command: Hold): Sheet {
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
  const content = html`<h1>${say(scene, title)}</h1>
${amountLine(scene, say(scene, tender ? said('投标金额', 'Amount') : said('还款金额', 'Amount')), command.amount)}
${alertBox(alertOf(scene, ['password']))}
${factList([
  [say(scene, COMMON.project), html`${project?.name ?? ''} <small>${command.projectNo}</small>`],
  [say(scene, said('年化利率', 'Annual rate')), project && tender && `${project.rate}%`],
  [
    say(scene, said('使用红包', 'Red packet')),
    command.redPacket > 0n &&
      say(scene, said(`另加 ${yuan(command.redPacket).zh}`, `plus ${yuan(command.redPacket).en}`)),
  ],
  remark(scene),
  [say(scene, said('付款账户', 'From account')), command.userNo],
  available(scene),
])}
<p class="next">${say(scene, next)}</p>
${askPassword(
  scene,
  TRADE_PASSWORD,
  said(
    `确认${HOLD_WORDS[command.kind].zh} ${amount.zh}`,
    `Confirm ${tender ? 'investment' : 'repayment'}: ${amount.en}`,
  ),
)}`;
  return { title: say(scene, title), content };
}

function withdrawalSheet(scene: Scene, command: Withdraw): Sheet {
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

function authorizationSheet(scene: Scene, command: Authorize): Sheet {
  const title = said('确认授权', 'Confirm your authorisation');
  const { platform } = scene.view;
  const until = command.until === null ? null : displayTime(command.until).slice(0, 16);
  const content = html`<h1>${say(scene, title)}</h1>
<p class="lead">${say(
    scene,
    said(
      `授权后，${platform.name}可以在下列范围内直接办理，不再逐笔向您索要交易密码。`,
      `${platform.name} will be able to do the following without asking for your trade password each time.`,
    ),
  )}</p>
<ul class="allowed">${command.kinds.map((kind) => html`<li>${say(scene, AUTHORIZATION_WORDS[kind])}</li>`)}</ul>
${alertBox(alertOf(scene, ['password']))}
${factList([
  [say(scene, said('授权账户', 'Account')), command.userNo],
  [
    say(scene, said('累计额度', 'Limit in total')),
    command.amount === null ? say(scene, said('不限额', 'no limit')) : say(scene, yuan(command.amount)),
  ],
  [
    say(scene, said('有效期', 'Valid')),
    until === null
      ? say(scene, said('长期，直到取消', 'until cancelled'))
      : say(scene, said(`至 ${until}`, `until ${until}`)),
  ],
  remark(scene),
])}
<p class="next">${say(
    scene,
    said(
      '您可以随时在平台取消授权；已经办理的业务不受影响。',
      'You can end it at the platform at any time; what was done stands.',
    ),
  )}</p>
${askPassword(scene, TRADE_PASSWORD, said('确认授权', 'Confirm authorisation'))}`;
  return { title: say(scene, title), content };
}
