/**
 * The steps of a barcode page (L2.8): the amount, where the platform said none, then the barcode. Three beats, as with
 * every word to the bank: the hand-over is committed, the bank is told, and only a barcode that the bank has is shown.
 */
import { randomInt } from 'node:crypto';
import type { Fen } from '../../kernel/money.ts';
import { ok } from '../../kernel/result.ts';
import { bankOrderNo } from '../bank/order-no.ts';
import type { Core } from '../core.ts';
import { BARCODES, makeBarcode } from '../deposits/barcode.ts';
import { handOverTask } from '../deposits/deposit.ts';
import { amountTask } from '../deposits/pos-deposit.ts';
import { type Judged, refuse } from '../refusals.ts';
import { findPageOrder, type PageOrder } from './page-order.ts';
import { MOVED, type StepAnswer } from './pages.ts';

/** What the payer enters, where the platform said no amount. */
export async function enterAmount(core: Core, token: string, amount: Fen): Promise<StepAnswer | null> {
  const found = await findPageOrder(core, token);
  if (!found) return null;
  if (found.command.verb !== 'POS_DEPOSIT' || !isShown(core, found)) return MOVED;
  return await core.lanes.submit(found.order.platformId, amountTask(found.order.orderNo, amount));
}

/** The barcode of an order that can be paid, which the bank has; MOVED when there is none to show. */
export async function showBarcode(core: Core, token: string): Promise<Judged<string | 'MOVED'> | null> {
  const before = await findPageOrder(core, token);
  if (!before) return null;
  if (before.command.verb !== 'POS_DEPOSIT' || before.command.amount === null || !isShown(core, before)) return MOVED;
  const { orderNo, platformId } = before.order;
  if (before.order.state === 'OPEN') {
    const made = makeBarcode(platformId, randomInt(BARCODES));
    await core.lanes.submit(platformId, handOverTask(orderNo, core.channel.name, made));
  }
  const [after, barcode] = await Promise.all([findPageOrder(core, token), core.reads.barcode(platformId, orderNo)]);
  if (after?.order.state !== 'HANDED' || barcode === null) return MOVED;
  const taken = await core.channel.placeAtTerminals({
    bankOrderNo: bankOrderNo('D', platformId, orderNo),
    barcode,
    amount: before.command.amount,
    expiresAt: after.order.expiresAt ?? core.clock.now(),
    subject: `${before.platform.name} 账户充值`,
  });
  return taken ? ok(barcode) : refuse('BARCODE_NOT_TAKEN', {});
}

/** Whether the page of a placed order still lives: until the earlier of its own end and the order's. */
function isShown(core: Core, { order }: PageOrder): boolean {
  const until = Math.min(order.expiresAt ?? 0, order.presentation?.until ?? Number.POSITIVE_INFINITY);
  return (order.state === 'OPEN' || order.state === 'HANDED') && core.clock.now() < until;
}
