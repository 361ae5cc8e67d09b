/** What becomes of a payin at the bank, on whatever way it is paid: taken once, or closed once. */
import type { Bank } from './api.ts';
import { record } from './engine.ts';
import { newBankRef, type Payin } from './orders.ts';
import { markClosed, markPaid, payinByNo } from './payins.store.ts';
import { REASONS } from './texts.ts';

/** An order as it is now: expiry is a fact of the clock, and whoever looks first writes it down. */
export async function asItIs(bank: Bank, order: Payin | null): Promise<Payin | null> {
  if (order?.state !== 'OPEN' || order.expiresAt > bank.clock.now()) return order;
  await close(bank, order, REASONS.expired);
  return payinByNo(bank.sql, bank.sealer, order.bankOrderNo);
}

/** Takes the payment of an order that can still be paid, at the bank that was chosen; once. */
export async function takePayment(bank: Bank, { bankOrderNo }: Payin, chosen: string | null): Promise<void> {
  const now = bank.clock.now();
  await bank.sql.begin(async (tx) => {
    const paid = await markPaid(tx, bank.sealer, { bankOrderNo, bank: chosen, bankRef: newBankRef(now), now });
    if (paid) await record(tx, [paid], now);
  });
  bank.engine.wake();
}

/** Closes an order that nobody pays any more; once. */
export async function close(bank: Bank, order: Payin, reason: string): Promise<void> {
  const now = bank.clock.now();
  await bank.sql.begin(async (tx) => {
    const closed = await markClosed(tx, bank.sealer, { bankOrderNo: order.bankOrderNo, reason, now });
    if (closed) await record(tx, [closed], now);
  });
  bank.engine.wake();
}
