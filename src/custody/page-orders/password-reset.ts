/**
 * The steps of a page that sets another password (L2.20): what is new is judged first, which counts nothing; then the
 * old password, or the card and its code.
 */
import { fail, ok } from '../../kernel/result.ts';
import type { CommandOf } from '../commands.ts';
import { type Core, newCommandId } from '../core.ts';
import { hashPassword } from '../credentials/passwords.ts';
import { recoveryTask } from '../credentials/recovery.ts';
import { refusePassword } from '../credentials/weak-passwords.ts';
import type { MemberIdentity } from '../members/reads.store.ts';
import { type Judged, type Refusal, refusal, refuse } from '../refusals.ts';
import { judgeCode } from './card-proof.ts';
import { judgePassword } from './confirmation.ts';
import { completePage, inPageTurn, type PageOrder } from './page-order.ts';
import { MOVED, type ResetForm, type StepAnswer } from './pages.ts';

export function resetPage(core: Core, token: string, form: ResetForm): Promise<StepAnswer | null> {
  return inPageTurn(core, token, async (page) => {
    const command = openReset(page);
    if (!command) return MOVED;
    const member = await core.reads.identity(page.order.platformId, command.userNo);
    if (!member) return refuse('MEMBER_UNKNOWN', { userNo: command.userNo });
    const mended = refuseForm(form, member);
    if (mended) return fail(mended);
    return form.way === 'REMEMBERED'
      ? await remember(core, page, member, form)
      : await recover(core, page, member, form);
  });
}

/** The command of a reset that still waits for the person, or null. */
function openReset({ order, command }: PageOrder): CommandOf<'RESET_PASSWORD'> | null {
  return order.state === 'OPEN' && command.verb === 'RESET_PASSWORD' ? command : null;
}

/** What the person can mend at once, before anything is counted. */
function refuseForm(form: ResetForm, { idNumber, mobile }: MemberIdentity): Refusal | null {
  const weak = refusePassword(form.password, idNumber, mobile);
  if (weak) return weak;
  if (form.password !== form.passwordAgain) return refusal('PASSWORD_MISMATCH', {});
  const unchanged = form.way === 'REMEMBERED' && form.oldPassword === form.password;
  return unchanged ? refusal('PASSWORD_UNCHANGED', {}) : null;
}

/** The old one is judged and the new one set in one turn of the holder. */
function remember(core: Core, page: PageOrder, { memberNo }: MemberIdentity, form: ResetForm): Promise<StepAnswer> {
  const { platformId } = page.order;
  return core.passwordTurns.take(platformId, `${memberNo}`, async () => {
    const wrong = await judgePassword(core, platformId, memberNo, form.oldPassword);
    if (wrong) return fail(wrong);
    const hash = await hashPassword(platformId, form.password);
    return await completePage(core, page, { passwordOf: memberNo, newPassword: { hash, cardNo: null } });
  });
}

async function recover(core: Core, page: PageOrder, member: MemberIdentity, form: ResetForm): Promise<StepAnswer> {
  const { platformId } = page.order;
  const known = await recognise(core, page, form.cardNumber);
  if (!known.ok) return known;
  const { cardNo, asksCode } = known.value;
  const wrong = asksCode ? await judgeCode(core, page, member.mobile, form.smsCode) : null;
  if (wrong) return wrong;
  return await completePage(core, page, {
    newPassword: { hash: await hashPassword(platformId, form.password), cardNo },
  });
}

function recognise(core: Core, { order, command }: PageOrder, typed: string) {
  const { userNo } = command as CommandOf<'RESET_PASSWORD'>;
  return core.lanes.submit(order.platformId, recoveryTask(userNo, typed.replace(/\s/g, ''), newCommandId()));
}

/** The mobile that gets a code for a reset: asked for only by who has told the whole number of the card. */
export async function recoveryMobile(core: Core, page: PageOrder, typed: string): Promise<Judged<string> | null> {
  const command = openReset(page);
  if (!command) return null;
  const known = await recognise(core, page, typed);
  if (!known.ok) return known;
  const member = known.value.asksCode ? await core.reads.identity(page.order.platformId, command.userNo) : null;
  return member && ok(member.mobile);
}
