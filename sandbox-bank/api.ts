/** What the custodian asks directly: cards, payouts, queries, statements, messages, the clock. All of it signed. */
import { randomBytes } from 'node:crypto';
import type { Sql } from '../src/db/pool.ts';
import type { Sealer } from '../src/kernel/seal.ts';
import { DAY, parseDate } from '../src/kernel/time.ts';
import { movementsOf, nextDue } from './books.store.ts';
import { checkCard, payoutFate } from './cards.ts';
import type { BankClock } from './clock.ts';
import type { Engine } from './engine.ts';
import {
  readInstant,
  readOrderNo,
  readPattern,
  readPayout,
  readSendBack,
  readTerminalOrder,
  readText,
} from './fields.ts';
import { BadRequest } from './http.ts';
import { addMessage } from './messages.store.ts';
import { outcomeJson, type Payin, type Payout, type PayoutRequest } from './orders.ts';
import { payinByNo, placePayin } from './payins.store.ts';
import { payoutByNo, placePayout } from './payouts.store.ts';
import type { Fields, Handler } from './wire.ts';

/** Lines of a statement in one answer. */
const PAGE = 1_000;

export interface Bank {
  readonly sql: Sql;
  /** Under the key of the bank's tables. */
  readonly sealer: Sealer;
  readonly clock: BankClock;
  readonly engine: Engine;
}

export function addDirectInterface(bank: Bank, route: (path: string, handler: Handler) => void): void {
  const { sql, sealer } = bank;
  route('/api/card/verify', async (fields) => verifyCard(fields));
  route('/api/payin/query', async (fields) => {
    const bankOrderNo = readOrderNo(fields);
    return told(bankOrderNo, await payinByNo(sql, sealer, bankOrderNo));
  });
  route('/api/payout/query', async (fields) => {
    const bankOrderNo = readOrderNo(fields);
    return told(bankOrderNo, await payoutByNo(sql, sealer, bankOrderNo));
  });
  route('/api/payout', (fields, reply) => {
    // The bank goes to work once the answer has left.
    reply.raw.once('close', () => bank.engine.wake());
    return payOut(bank, fields);
  });
  route('/api/payout/back', (fields, reply) => {
    reply.raw.once('close', () => bank.engine.wake());
    return sendBack(bank, fields);
  });
  route('/api/terminal/order', (fields) => placeAtTerminals(bank, fields));
  route('/api/statement', (fields) => statement(sql, fields));
  route('/api/sms', (fields) => takeMessage(bank, fields));
  route('/sandbox/clock', async (fields) => {
    const followed = await bank.engine.follow(readInstant(fields, 'now'));
    return { ...clockJson(bank.clock.now(), followed.nextDue), done: followed.done };
  });
}

/** `{now, nextDue}` as ISO 8601; `nextDue` null when nothing waits. */
export async function clockAnswer(bank: Bank): Promise<object> {
  return clockJson(bank.clock.now(), await nextDue(bank.sql));
}

function clockJson(now: number, next: number | null): object {
  return { now: new Date(now).toISOString(), nextDue: next === null ? null : new Date(next).toISOString() };
}

function verifyCard(fields: Fields): object | null {
  readText(fields, 'realName', 100);
  readText(fields, 'idNumber', 40);
  const four = fields.mobile !== undefined;
  if (four) readText(fields, 'mobile', 20);
  const verdict = checkCard(readText(fields, 'cardNumber', 40), four ? 4 : 3);
  return verdict === 'SILENT' ? null : { verdict };
}

/** An order unknown here says so: whoever asked may send it again, or leave it. */
function told(bankOrderNo: string, order: Payin | Payout | null): object {
  return { bankOrderNo, ...(order ? outcomeJson(order) : { state: 'ABSENT' }) };
}

/** Keeps an order for the terminals; the same again is the same. */
async function placeAtTerminals(bank: Bank, fields: Fields): Promise<object> {
  const order = readTerminalOrder(fields);
  const { bankOrderNo, barcode, amount, expiresAt, subject } = order;
  const placed = await placePayin(bank.sql, bank.sealer, {
    order,
    content: JSON.stringify([barcode, String(amount), expiresAt, subject]),
    pageToken: randomBytes(24).toString('base64url'),
    csrfToken: '',
    now: bank.clock.now(),
  });
  if (!placed) throw new BadRequest(409, 'OTHER_CONTENT', 'this number stands for another order');
  bank.engine.wake();
  return { bankOrderNo };
}

async function payOut(bank: Bank, fields: Fields): Promise<object> {
  return place(bank, readPayout(fields));
}

/** Who paid is known from the payin; what he was owed by it is between the two, so its reference is not asked for. */
async function sendBack(bank: Bank, fields: Fields): Promise<object> {
  const { payinNo, ...order } = readSendBack(fields);
  const payin = await payinByNo(bank.sql, bank.sealer, payinNo);
  if (!payin) throw new BadRequest(404, 'NO_SUCH_PAYIN', 'nobody was ever asked to pay under this payinNo');
  return place(bank, {
    ...order,
    cardNumber: PAYER.cardNumber,
    accountName: PAYER.accountName,
    bank: payin.bank ?? PAYER.bank,
  });
}

/** What the netbank page does not ask of who pays there. */
const PAYER = { cardNumber: '4111111111111111', accountName: '原付款人', bank: 'ICBC' } as const;

async function place(bank: Bank, order: PayoutRequest): Promise<object> {
  const { bankOrderNo, amount, cardNumber, accountName } = order;
  const content = JSON.stringify([String(amount), cardNumber, accountName, order.bank]);
  const now = bank.clock.now();
  const { held, after } = payoutFate(cardNumber);
  const payout = await placePayout(bank.sql, bank.sealer, { order, content, held, dueAt: now + after, now });
  if (!payout) throw new BadRequest(409, 'OTHER_CONTENT', 'this bankOrderNo stands for a payout of other content');
  return told(bankOrderNo, payout);
}

/** One page of a Beijing day's lines; `next` is to be sent as `after` for the following page, null on the last. */
async function statement(sql: Sql, fields: Fields): Promise<object> {
  const from = parseDate(readPattern(fields, 'date', /^\d{8}$/));
  if (from === null) throw new BadRequest(400, 'BAD_REQUEST', 'date is no day');
  const after = BigInt(readPattern(fields, 'after', /^\d{1,18}$/));
  const rows = await movementsOf(sql, { from, until: from + DAY, after, limit: PAGE });
  const lines = rows.map(({ kind, bankOrderNo, amount, at, bankRef }) => ({
    kind,
    bankOrderNo,
    amount: String(amount),
    at: new Date(at).toISOString(),
    bankRef,
  }));
  return { lines, next: rows.length < PAGE ? null : String(rows.at(-1)?.lineNo) };
}

async function takeMessage(bank: Bank, fields: Fields): Promise<object> {
  const mobile = readText(fields, 'mobile', 20);
  const text = readText(fields, 'text', 500);
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? '';
  await addMessage(bank.sql, bank.sealer, { mobile, code, text, at: bank.clock.now() });
  return { taken: true };
}
