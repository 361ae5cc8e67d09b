/**
 * Proving a card (L2.1, L2.4, D-REG, G-18): the code that its mobile got, then what the bank says of name, ID number,
 * card and mobile. Registration and binding go the same way, under the same limits.
 */
import { fail, ok, type Result } from '../../kernel/result.ts';
import type { AccessType } from '../cards/words.ts';
import { type Core, newCommandId } from '../core.ts';
import { endTask } from '../orders/paged.ts';
import type { Policy } from '../policy.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { PageOrder } from './page-order.ts';
import type { StepAnswer } from './pages.ts';
import { smsCheckUnknownTask, smsTryTask } from './sms-codes.ts';

/** What the bank is asked about. */
export interface CardElements {
  readonly realName: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly cardNumber: string;
}

/**
 * How the card was proved, or what the person is answered. `mendable`: some of it was typed, so that a failed check
 * leaves the page open; else the order ends.
 */
export async function proveCard(
  core: Core,
  page: PageOrder,
  elements: CardElements,
  { smsCode, mendable }: { readonly smsCode: string; readonly mendable: boolean },
): Promise<Result<AccessType, StepAnswer>> {
  const wrong = await judgeCode(core, page, elements.mobile, smsCode);
  if (wrong) return fail(wrong);
  const { platformId, orderNo } = page.order;
  const access = await checkCard(core, page.policy, elements);
  if (typeof access === 'object') return fail(fail(access));
  if (access === 'UNKNOWN')
    return fail(await core.lanes.submit(platformId, smsCheckUnknownTask(orderNo, newCommandId())));
  if (access !== 'FAILED') return ok(access);
  const failed = refusal('CARD_CHECK_FAILED', {});
  return fail(mendable ? fail(failed) : await core.lanes.submit(platformId, endTask(orderNo, failed)));
}

/**
 * Counts a try at a code and judges it; null when it is right. An order that has used up its tries cannot succeed any
 * more, and ends.
 */
export async function judgeCode(
  core: Core,
  { order }: PageOrder,
  mobile: string,
  smsCode: string,
): Promise<StepAnswer | null> {
  const { fingerprint } = core.sealer;
  const { platformId, orderNo } = order;
  const task = smsTryTask(orderNo, fingerprint(mobile), fingerprint(smsCode), newCommandId());
  const judged = await core.lanes.submit(platformId, task);
  if (judged.ok) return null;
  const { name } = judged.error;
  const spent = name === 'SMS_TRIES_SPENT' || name === 'CARD_CHECKS_SPENT';
  return spent ? await core.lanes.submit(platformId, endTask(orderNo, judged.error)) : judged;
}

/**
 * Four elements, then three where the policy allows it (L2.1-3); four or nothing elsewhere (D-REG-2). Refused when the
 * mobile or the ID number was checked too often today, on whatever platforms (G-18).
 */
async function checkCard(
  core: Core,
  policy: Policy,
  elements: CardElements,
): Promise<AccessType | 'FAILED' | 'UNKNOWN' | Refusal> {
  const { realName, idNumber, cardNumber, mobile } = elements;
  const at = core.clock.now();
  const refused =
    (await core.allowances.take('CARD_MOBILE', mobile, at)) ?? (await core.allowances.take('CARD_ID', idNumber, at));
  if (refused) return refused;
  const four = await core.channel.verifyCard({ realName, idNumber, cardNumber, mobile });
  if (four === 'PASSED') return 'FULL';
  if (four === 'UNKNOWN' || policy.cardCheck === 'FOUR') return four;
  const three = await core.channel.verifyCard({ realName, idNumber, cardNumber });
  return three === 'PASSED' ? 'PART' : three;
}
