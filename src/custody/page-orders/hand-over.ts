/**
 * A deposit's way to the bank and back (L2.6, G-14). Handing over is committed before the browser gets the bank's
 * form, so that money which arrives always finds its order.
 */
import type { Language } from '../../kernel/language.ts';
import { ok } from '../../kernel/result.ts';
import { bankOrderNo } from '../bank/order-no.ts';
import type { Core } from '../core.ts';
import { endTask } from '../orders/paged.ts';
import { refusal } from '../refusals.ts';
import { findPageOrder } from './page-order.ts';
import { MOVED, type Pages, type StepAnswer } from './pages.ts';

export async function handOver(core: Core, token: string, language?: Language): ReturnType<Pages['handOver']> {
  const before = await findPageOrder(core, token);
  if (!before) return null;
  const { platform, command, verb } = before;
  const { completion } = verb.page;
  if (completion.by !== 'BANK') return MOVED;
  const { orderNo, platformId } = before.order;
  if (before.order.state === 'OPEN') {
    await core.lanes.submit(platformId, completion.handOver(orderNo, core.channel.name));
  }
  const order = (await findPageOrder(core, token))?.order;
  if (!order) return null;
  if (order.state !== 'HANDED') return MOVED;
  const form = core.channel.payinForm({
    ...completion.payin(command, platform),
    bankOrderNo: bankOrderNo('D', platformId, orderNo),
    expiresAt: order.expiresAt ?? core.clock.now(),
    returnUrl: `${core.publicUrl}/bank/return`,
    ...(language && { language }),
  });
  return ok(form);
}

/** The person leaves: a final failure (G-13). An order at the bank can no longer be left this way. */
export async function cancelPage(core: Core, token: string): Promise<StepAnswer | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  return await core.lanes.submit(found.order.platformId, endTask(found.order.orderNo, refusal('PAGE_CANCELLED', {})));
}
