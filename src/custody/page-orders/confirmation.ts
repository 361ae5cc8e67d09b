/**
 * Confirming an order with the trade password (G-17): the try is counted and committed, the hash is judged outside
 * the lane, then the money verb runs with the proof. One try of a holder at a time: the others wait, or are told to.
 */
import { fail } from '../../kernel/result.ts';
import { type Core, newCommandId } from '../core.ts';
import { verifyPassword } from '../credentials/passwords.ts';
import { passwordTryTask } from '../credentials/tries.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import type { Holder } from '../members/words.ts';
import { completePage, findPageOrder, type PageOrder } from './page-order.ts';
import { MOVED, type StepAnswer } from './pages.ts';
import { credentialHolder } from './view.ts';

export async function confirmPage(core: Core, token: string, password: string): Promise<StepAnswer | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  const holder = confirmedBy(found);
  if (!holder) return MOVED;
  if (!/^\d{6}$/.test(password)) return refuse('PASSWORD_WEAK', { why: 'FORM' });
  const { platformId } = found.order;
  const holderNo = await credentialHolder(core, platformId, holder);
  if (holderNo === null) return refuse('MEMBER_UNKNOWN', { userNo: holder.kind === 'member' ? holder.userNo : '' });
  return await core.passwordTurns.take(platformId, `${holderNo}`, async (waited) => {
    const now = waited ? await findPageOrder(core, token) : found;
    return now && confirmedBy(now) ? await confirmBy(core, now, holderNo, password) : MOVED;
  });
}

/** Whose password an open order waits for, or null. */
function confirmedBy({ order, command, verb }: PageOrder): Holder | null {
  return order.state === 'OPEN' && verb.page.completion.by === 'PASSWORD' ? verb.page.holder(command) : null;
}

async function confirmBy(core: Core, found: PageOrder, holderNo: bigint, password: string): Promise<StepAnswer> {
  const wrong = await judgePassword(core, found.order.platformId, holderNo, password);
  return wrong ? fail(wrong) : await completePage(core, found, { passwordOf: holderNo });
}

/** Counts a try at a holder's password, in whose turn it is, and judges it; null when it is right. */
export async function judgePassword(
  core: Core,
  platformId: number,
  holderNo: bigint,
  password: string,
): Promise<Refusal | null> {
  const counted = await core.lanes.submit(platformId, passwordTryTask(holderNo, newCommandId()));
  if (!counted.ok) return counted.error;
  const { hash, left, lockedUntil } = counted.value;
  if (await verifyPassword(platformId, password, hash)) return null;
  return lockedUntil === null
    ? refusal('PASSWORD_WRONG', { left })
    : refusal('PASSWORD_LOCKED', { until: lockedUntil });
}
