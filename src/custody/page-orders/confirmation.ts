/**
 * Confirming an order with the trade password (G-17): the try is counted and committed, the hash is judged outside
 * the lane, then the money verb runs with the proof.
 */
import type { PageCommand } from '../commands.ts';
import { type Core, newCommandId } from '../core.ts';
import { verifyPassword } from '../credentials/passwords.ts';
import { clearTries, passwordTryTask, wantCredential } from '../credentials/tries.ts';
import { completeTask } from '../orders/paged.ts';
import { commandIn, type OrderRow } from '../orders/table.ts';
import { refuse } from '../refusals.ts';
import type { Verb } from '../verb.ts';
import { verbFor } from '../verbs.ts';
import { findPageOrder } from './page-order.ts';
import { MOVED, type StepAnswer } from './pages.ts';
import { credentialHolder, holderOf } from './view.ts';

export async function confirmPage(core: Core, token: string, password: string): Promise<StepAnswer | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  const { order, platform, policy } = found;
  const holder = holderOf(found);
  if (order.state !== 'OPEN' || order.verb === 'DEPOSIT' || !holder) return MOVED;
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
      orderNo: order.orderNo,
      verbOf: pageVerb,
      proof: { passwordOf: holderNo },
      always: (world) => clearTries(world, holderNo),
      wantAlways: (want) => wantCredential(want, holderNo),
      commandId: newCommandId(),
    }),
  );
}

/** The verb of an order with a page. */
export function pageVerb(order: OrderRow): Verb<PageCommand> {
  return verbFor(commandIn(order).verb) as unknown as Verb<PageCommand>;
}
