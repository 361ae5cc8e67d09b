/** The codes that pages send (G-18): whose mobile gets one, and what for. */
import { randomInt } from 'node:crypto';
import { fail, ok } from '../../kernel/result.ts';
import { type Core, newCommandId } from '../core.ts';
import { isMobile } from '../members/identity.ts';
import { type Judged, refuse } from '../refusals.ts';
import { inPageTurn, type PageOrder } from './page-order.ts';
import { recoveryMobile } from './password-reset.ts';
import { MOVED, type StepAnswer } from './pages.ts';
import { refuseCode, smsSendTask } from './sms-codes.ts';

/** Where a code goes, and what it is for. */
interface Target {
  readonly mobile: string;
  readonly purpose: string;
}

export function sendSmsCode(core: Core, token: string, typed: string): Promise<StepAnswer | null> {
  return inPageTurn(core, token, async (page) => {
    const target = page.order.state === 'OPEN' ? await targetOf(core, page, typed) : null;
    if (!target) return MOVED;
    return target.ok ? await sendCode(core, page, target.value) : target;
  });
}

/** Null: its page sends none. */
async function targetOf(core: Core, page: PageOrder, typed: string): Promise<Judged<Target> | null> {
  const { command } = page;
  if (command.verb === 'REGISTER_PERSON') return mobileOf(command.mobile ?? typed, '在存管方开户');
  if (command.verb === 'REGISTER_ENTERPRISE') return mobileOf(command.mobile, '在存管方开户');
  if (command.verb === 'BIND_CARD') return mobileOf(command.mobile ?? typed, '绑定银行卡');
  if (command.verb !== 'RESET_PASSWORD') return null;
  const mobile = await recoveryMobile(core, page, typed);
  return mobile?.ok ? ok({ mobile: mobile.value, purpose: '重置交易密码' }) : mobile;
}

function mobileOf(text: string, purpose: string): Judged<Target> {
  const mobile = text.trim();
  return isMobile(mobile) ? ok({ mobile, purpose }) : refuse('MOBILE_INVALID', {});
}

/** The page's own limits come first, so that a page which may send nothing uses up nothing of the mobile's. */
async function sendCode(core: Core, { order }: PageOrder, { mobile, purpose }: Target): Promise<StepAnswer> {
  const { platformId, orderNo } = order;
  const at = core.clock.now();
  const before = await core.reads.smsSent(platformId, orderNo);
  const refused =
    (before && refuseCode(before.sent, before.sentAt, at)) ?? (await core.allowances.take('SMS', mobile, at));
  if (refused) return fail(refused);
  const code = randomInt(1_000_000).toString().padStart(6, '0');
  const { fingerprint } = core.sealer;
  const noted = await core.lanes.submit(
    platformId,
    smsSendTask(orderNo, fingerprint(mobile), fingerprint(code), newCommandId()),
  );
  if (!noted.ok) return noted;
  const text = `【资金存管】验证码${code}，用于${purpose}，5分钟内有效。请勿告诉他人，包括平台的工作人员。`;
  return (await core.sms.send(mobile, text)) ? MOVED : refuse('SMS_NOT_SENT', {});
}
