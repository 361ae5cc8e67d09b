/** Windows into the sandbox for testers and scripts: they only look. Nothing here exists at a real bank. */
import type { FastifyInstance } from 'fastify';
import { maskCard } from '../src/kernel/mask.ts';
import { formatYuan } from '../src/kernel/money.ts';
import { type Bank, clockAnswer } from './api.ts';
import { readText } from './fields.ts';
import { messagesTo } from './messages.store.ts';
import type { Payin, Payout } from './orders.ts';
import { newestPayins } from './payins.store.ts';
import { newestPayouts } from './payouts.store.ts';
import type { Fields } from './wire.ts';

const MESSAGES = 50;
const ORDERS = 200;

export function addSandboxWindows(app: FastifyInstance, bank: Bank): void {
  app.get('/sandbox/sms', async (request) => {
    const mobile = readText(request.query as Fields, 'mobile', 20);
    const messages = await messagesTo(bank.sql, bank.sealer, { mobile, now: bank.clock.now(), limit: MESSAGES });
    return messages.map((message) => ({ ...message, at: new Date(message.at).toISOString() }));
  });
  app.get('/sandbox/payins', async () => (await newestPayins(bank.sql, bank.sealer, ORDERS)).map(payinJson));
  app.get('/sandbox/payouts', async () => (await newestPayouts(bank.sql, bank.sealer, ORDERS)).map(payoutJson));
  app.get('/sandbox/clock', () => clockAnswer(bank));
  app.get('/healthz', async () => {
    await bank.sql`select 1`;
    return { status: 'ok' };
  });
}

function payinJson(order: Payin): object {
  const { payer, bank, subject, barcode } = order;
  return { ...common(order), payer, bank, subject, barcode, expiresAt: new Date(order.expiresAt).toISOString() };
}

function payoutJson(order: Payout): object {
  const { bank, accountName } = order;
  return { ...common(order), cardNumber: maskCard(order.cardNumber), accountName, bank };
}

/** Amounts here are yuan with two decimals: these lists are for people and their scripts. */
function common(order: Payin | Payout): object {
  const { bankOrderNo, state, reason, bankRef } = order;
  return {
    bankOrderNo,
    amount: formatYuan(order.amount),
    state,
    reason,
    bankRef,
    createdAt: new Date(order.createdAt).toISOString(),
    decidedAt: order.decidedAt === null ? null : new Date(order.decidedAt).toISOString(),
  };
}
