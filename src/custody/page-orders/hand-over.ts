/**
 * A deposit's way to the bank and back (L2.6, G-14). Handing over is committed before the browser gets the bank's
 * form, so that money which arrives always finds its order.
 */
import { ok } from '../../kernel/result.ts';
import { bankOrderNo } from '../bank/order-no.ts';
import type { Core } from '../core.ts';
import { handOverTask } from '../deposits/deposit.ts';
import { endTask } from '../orders/paged.ts';
import { refusal } from '../refusals.ts';
import { findPageOrder } from './page-order.ts';
import { MOVED, type Pages, type StepAnswer } from './pages.ts';

export async function handOver(core: Core, token: string): ReturnType<Pages['handOver']> {
  const before = await findPageOrder(core, token);
  if (before?.order.state === 'OPEN' && before.order.command?.verb === 'DEPOSIT') {
    await core.lanes.submit(before.order.platformId, handOverTask(before.order.orderNo, core.channel.name));
  }
  const found = before && (await findPageOrder(core, token));
  if (!found) return null;
  const { order } = found;
  if (order.state !== 'HANDED' || order.command?.verb !== 'DEPOSIT') return MOVED;
  const { amount, way, bank } = order.command;
  const form = core.channel.payinForm({
    bankOrderNo: bankOrderNo('D', order.platformId, order.orderNo),
    amount,
    payer: way === 'NETBANK_B2C' ? 'PERSON' : 'ENTERPRISE',
    bank,
    expiresAt: order.expiresAt ?? core.clock.now(),
    returnUrl: `${core.publicUrl}/bank/return`,
    subject: `${found.platform.name} 账户充值`,
  });
  return ok(form);
}

/** The person leaves: a final failure (G-13). An order at the bank can no longer be left this way. */
export async function cancelPage(core: Core, token: string): Promise<StepAnswer | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  return await core.lanes.submit(found.order.platformId, endTask(found.order.orderNo, refusal('PAGE_CANCELLED', {})));
}
