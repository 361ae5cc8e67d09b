/** An authorisation, confirmed with the trade password (L5.1, D-EXT): what, how much, until when, how it ends. */
import type { Authorize } from '../../custody/commands.ts';
import { lastDay } from '../../kernel/time.ts';
import { remark } from '../holder.ts';
import { html } from '../html.ts';
import { factList, type Sheet } from '../layout.ts';
import { askPassword, TRADE_PASSWORD } from '../password/form.ts';
import { said, type Said, yuan } from '../phrases.ts';
import { type Scene, say } from '../scene.ts';
import { AUTHORIZATION_WORDS } from './words.ts';

export function authorizationSheet(scene: Scene, command: Authorize): Sheet {
  const title = said('确认授权', 'Confirm your authorisation');
  const { platform } = scene.view;
  const last = command.until === null ? null : lastDay(command.until);
  const { alert, form } = askPassword(scene, {
    next: said(
      '授权自确认时起生效，不涉及资金划转；以后凭授权办理的业务视为您本人确认。',
      'It begins when you confirm and moves no money; what is done under it counts as confirmed by you.',
    ),
    label: TRADE_PASSWORD,
    button: said('确认授权', 'Confirm authorisation'),
    needed: null,
  });
  const content = html`<h1>${say(scene, title)}</h1>
<p class="lead">${say(
    scene,
    said(
      `授权后，${platform.name}可以在下列范围内直接办理，不再逐笔向您索要交易密码。`,
      `${platform.name} will be able to do the following without asking for your trade password each time.`,
    ),
  )}</p>
<ul class="allowed">${command.kinds.map((kind) => html`<li>${say(scene, AUTHORIZATION_WORDS[kind])}</li>`)}</ul>
${alert}
${factList([
  [say(scene, said('授权账户', 'Account')), command.userNo],
  [
    say(scene, said('累计额度', 'Limit in total')),
    command.amount === null ? say(scene, said('不限额', 'no limit')) : say(scene, yuan(command.amount)),
  ],
  [
    say(scene, said('有效期', 'Valid')),
    last === null
      ? say(scene, said('长期', 'without end'))
      : say(scene, said(`至 ${last}（含当日）`, `until ${last}, that day included`)),
  ],
  remark(scene),
])}
${ending(command, platform.name).map((each) => html`<p class="hint">${say(scene, each)}</p>`)}
${form}`;
  return { title: say(scene, title), content };
}

/** What uses the limit up, and what ends the authorisation: a paragraph each. */
function ending({ amount, until }: Authorize, platform: string): readonly Said[] {
  const limit = said(
    '每笔办理的金额计入累计额度，撤销的部分恢复额度；额度用完后不再办理。',
    'Every amount counts towards the limit, and no longer once it is cancelled; at the limit nothing more is done.',
  );
  const day = said('到期自动终止；', 'It ends by itself after its last day. ');
  const end = said(
    `您可要求${platform}取消授权；对同一业务再次授权的，以新授权为准。已办理的业务不受影响。`,
    `You can ask ${platform} to cancel it, and a new authorisation for the same replaces it. What was done stays done.`,
  );
  const whole = until === null ? end : said(day.zh + end.zh, day.en + end.en);
  return amount === null ? [whole] : [limit, whole];
}
