/**
 * Confirming an order with the trade password (G-17): the try is counted and committed, the hash is judged outside
 * the lane, then the money verb runs with the proof.
 */
import { type Core, newCommandId } from '../core.ts';
import { verifyPassword } from '../credentials/passwords.ts';
import { passwordTryTask } from '../credentials/tries.ts';
import { completeTask } from '../orders/paged.ts';
import { refuse } from '../refusals.ts';
import { findPageOrder } from './page-order.ts';
import { MOVED, type StepAnswer } from './pages.ts';
import { credentialHolder } from './view.ts';

export async function confirmPage(core: Core, token: string, password: string): Promise<StepAnswer | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  const { order, platform, policy, command, verb } = found;
  const holder = verb.page.holder(command);
  if (order.state !== 'OPEN' || verb.page.completion.by !== 'PASSWORD' || !holder) return MOVED;
  if (!/^\d{6}$/.test(password)) return refuse('PASSWORD_WEAK', { why: 'FORM' });
  const holderNo = await credentialHolder(core, order.platformId, holder);
  if (holderNo === null) return refuse('MEMBER_UNKNOWN', { userNo: holder.kind === 'member' ? holder.userNo : '' });
  const counted = await core.lanes.submit(order.platformId, passwordTryTask(holderNo, newCommandId()));
  if (!counted.ok) return counted;
  const { hash, left, lockedUntil } = counted.value;
  if (!(await verifyPassword(password, hash))) {
    return lockedUntil === null
      ? refuse('PASSWORD_WRONG', { left })
      : refuse('PASSWORD_LOCKED', { until: lockedUntil });
  }
  return await core.lanes.submit(
    order.platformId,
    completeTask({
      platform,
      policy,
      verb,
      orderNo: order.orderNo,
      proof: { passwordOf: holderNo },
      commandId: newCommandId(),
    }),
  );
}
