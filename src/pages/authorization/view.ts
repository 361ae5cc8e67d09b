/** An authorisation, confirmed with the trade password (D-EXT). */
import type { Authorize } from '../../custody/commands.ts';
import { displayTime } from '../../kernel/time.ts';
import { remark } from '../holder.ts';
import { html } from '../html.ts';
import { alertBox, factList, type Sheet } from '../layout.ts';
import { askPassword, TRADE_PASSWORD } from '../password/form.ts';
import { said, yuan } from '../phrases.ts';
import { alertOf, type Scene, say } from '../scene.ts';
import { AUTHORIZATION_WORDS } from './words.ts';

export function authorizationSheet(scene: Scene, command: Authorize): Sheet {
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
