/**
 * The binding page's step (L2.4): password first, which is counted like any, then code and card check. What the
 * platform passed wins over what was typed; name and ID number are those that the member registered with.
 */
import { fail } from '../../kernel/result.ts';
import { admitCard } from '../cards/admit-card.ts';
import type { CommandOf } from '../commands.ts';
import type { Core } from '../core.ts';
import { rightPasswordTask } from '../credentials/tries.ts';
import { isMobile } from '../members/identity.ts';
import { refuse } from '../refusals.ts';
import { proveCard } from './card-proof.ts';
import { judgePassword } from './confirmation.ts';
import { completePage, inPageTurn, type PageOrder } from './page-order.ts';
import { type BindingForm, MOVED, type StepAnswer } from './pages.ts';

export function bindPage(core: Core, token: string, form: BindingForm): Promise<StepAnswer | null> {
  return inPageTurn(core, token, async (page) => {
    const { order, command } = page;
    return order.state === 'OPEN' && command.verb === 'BIND_CARD' ? await bindOn(core, page, command, form) : MOVED;
  });
}

async function bindOn(
  core: Core,
  page: PageOrder,
  command: CommandOf<'BIND_CARD'>,
  form: BindingForm,
): Promise<StepAnswer> {
  const { platformId } = page.order;
  const { userNo } = command;
  const mobile = command.mobile ?? form.mobile.trim();
  const cardNumber = command.cardNumber ?? form.cardNumber.replace(/\s/g, '');
  const card = admitCard(cardNumber, page.policy.cardBanks);
  if (!card.ok) return card;
  if (!isMobile(mobile)) return refuse('MOBILE_INVALID', {});
  if (!/^\d{6}$/.test(form.password)) return refuse('PASSWORD_WEAK', { why: 'FORM' });
  const member = await core.reads.identity(platformId, userNo);
  if (!member) return refuse('MEMBER_UNKNOWN', { userNo });
  const { memberNo, realName, idNumber } = member;
  const judged = await core.passwordTurns.take(platformId, `${memberNo}`, async () => {
    const wrong = await judgePassword(core, platformId, memberNo, form.password);
    if (wrong) return fail(wrong);
    await core.lanes.submit(platformId, rightPasswordTask(memberNo));
    return MOVED;
  });
  if (!judged.ok) return judged;
  const mendable = command.mobile === null || command.cardNumber === null;
  const elements = { realName, idNumber, mobile, cardNumber };
  const access = await proveCard(core, page, elements, { smsCode: form.smsCode, mendable });
  if (!access.ok) return access.error;
  const proved = { cardNumber, mobile, bank: card.value.bank, accessType: access.value };
  return await completePage(core, page, { passwordOf: memberNo, card: proved });
}
