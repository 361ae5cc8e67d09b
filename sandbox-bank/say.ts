/**
 * Makes the bank say anything: a report of any order, kind and state, true or not, signed as every report is. For
 * trying what a custodian does with words that do not fit; the bank's own books stay as they are.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Fen, parseYuan } from '../src/kernel/money.ts';
import type { Bank } from './api.ts';
import { readOrderNo, readPattern, readText } from './fields.ts';
import { BadRequest, bodyOf } from './http.ts';
import { newBankRef } from './orders.ts';
import { payinByNo } from './payins.store.ts';
import { payoutByNo } from './payouts.store.ts';
import { post, type ReporterOptions } from './reporter.ts';
import { REASONS } from './texts.ts';
import { type Fields, parseJson } from './wire.ts';

export function addReportWindow(app: FastifyInstance, bank: Bank, reporter: ReporterOptions): void {
  app.post('/sandbox/reports', async (request) => {
    const report = await reportOf(bank, fieldsOf(request));
    const taken = await post(reporter, { messageId: report.messageId, body: JSON.stringify(report) });
    return { messageId: report.messageId, taken };
  });
}

/** Only JSON: what the form of a foreign page can send, a browser would send without asking us. */
function fieldsOf(request: FastifyRequest): Fields {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new BadRequest(415, 'BAD_REQUEST', 'the body is not JSON');
  }
  return parseJson(bodyOf(request));
}

async function reportOf(bank: Bank, fields: Fields): Promise<Record<string, string> & { readonly messageId: string }> {
  const bankOrderNo = readOrderNo(fields);
  const kind = readPattern(fields, 'kind', /^(PAYIN|PAYOUT)$/);
  const state = readPattern(fields, 'state', /^(OPEN|PAID|CLOSED|RETURNED|UNKNOWN)$/);
  const given = (name: string): string | null => (fields[name] === undefined ? null : readText(fields, name, 64));
  const named = { messageId: given('messageId') ?? `SAID-${randomUUID()}`, kind, bankOrderNo, state };
  const reason = given('reason') ?? REASONS.said;
  if (state === 'CLOSED') return { ...named, reason };
  if (state !== 'PAID' && state !== 'RETURNED') return named;
  const amount = String(await amountOf(bank, bankOrderNo, fields));
  const bankRef = given('bankRef') ?? newBankRef(bank.clock.now());
  if (state === 'RETURNED') return { ...named, amount, reason, bankRef };
  return { ...named, amount, paidAt: new Date(bank.clock.now()).toISOString(), bankRef };
}

/** Yuan, as text or number; the order's own amount when nothing is said. */
async function amountOf({ sql, sealer }: Bank, bankOrderNo: string, fields: Fields): Promise<Fen> {
  if (fields.amount !== undefined) {
    const amount = parseYuan(String(fields.amount));
    if (amount !== null && amount > 0n) return amount;
    throw new BadRequest(400, 'BAD_REQUEST', 'amount is malformed');
  }
  const order = (await payinByNo(sql, sealer, bankOrderNo)) ?? (await payoutByNo(sql, sealer, bankOrderNo));
  if (!order) throw new BadRequest(400, 'BAD_REQUEST', 'amount is missing: the bank has no such order');
  return order.amount;
}
