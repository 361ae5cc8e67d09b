/** Unbinding a card, confirmed with the trade password (L2.3): which card, and what will not be possible without it. */
import type { UnbindCard } from '../../custody/commands.ts';
import { cardText } from '../holder.ts';
import { html } from '../html.ts';
import { factList, type Sheet } from '../layout.ts';
import { askPassword, TRADE_PASSWORD } from '../password/form.ts';
import { COMMON, said } from '../phrases.ts';
import { type Scene, say } from '../scene.ts';

export function unbindingSheet(scene: Scene, command: UnbindCard): Sheet {
  const title = say(scene, said('解绑银行卡', 'Unbind your bank card'));
  const { alert, form } = askPassword(scene, {
    next: said(
      '解绑后不能提现，直到绑定新的银行卡；交易密码不变。绑定新卡和修改交易密码都要用到它，请牢记。',
      'Afterwards nothing can be withdrawn until another card is bound. Your trade password stays the same: keep it ' +
        'in mind, you will need it to bind the next card.',
    ),
    label: TRADE_PASSWORD,
    button: said('确认解绑', 'Unbind this card'),
    needed: null,
  });
  const content = html`<h1>${title}</h1>
<p class="lead">${say(
    scene,
    said(
      '账户里没有余额，也没有在途的提现，可以直接解绑。不涉及资金划转。',
      'There is no money in your account and none on its way, so the card can be unbound. No money moves.',
    ),
  )}</p>
${alert}
${factList([
  [say(scene, COMMON.card), cardText(scene)],
  [say(scene, said('平台用户编号', 'User number')), command.userNo],
])}
${form}`;
  return { title, content };
}
