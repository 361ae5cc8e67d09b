/**
 * The POS terminal of the sandbox: reads a barcode, shows the order, takes the payment from a card. Only a POST with
 * the page's own token, from a page of ours, decides; reload and back show what became of the order.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { safeEqual } from '../src/kernel/safe-equal.ts';
import type { Bank } from './api.ts';
import { isCardNumber } from './cards.ts';
import { BARCODE } from './fields.ts';
import { formOf } from './http.ts';
import type { Payin } from './orders.ts';
import { type AtTerminal, terminalPage } from './pages.ts';
import { asItIs, takePayment } from './payments.ts';
import { payinByBarcode } from './payins.store.ts';
import { languageOf, send } from './replies.ts';

/** Adds the terminal's page. */
export function addTerminal(bank: Bank, app: FastifyInstance): void {
  app.get('/sandbox/pos', async (request, reply) => {
    const { barcode } = request.query as Readonly<Record<string, unknown>>;
    const read = typeof barcode === 'string' ? tidy(barcode) : '';
    const order = await find(bank, read);
    const mistake = read === '' || order ? null : 'barcode';
    return show(bank, request, reply, mistake ? 404 : 200, { barcode: read, order, mistake });
  });
  app.post('/sandbox/pos/look', (request, reply) => look(request, reply, tidy(formOf(request).get('barcode') ?? '')));
  app.post('/sandbox/pos', (request, reply) => press(bank, request, reply));
}

async function press(bank: Bank, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = formOf(request);
  const barcode = tidy(form.get('barcode') ?? '');
  const cardNumber = tidy(form.get('cardNumber') ?? '');
  const order = await find(bank, barcode);
  const at = { barcode, order };
  if (!isOurs(bank, request, form)) return show(bank, request, reply, 403, { ...at, mistake: 'stale' });
  if (!order) return show(bank, request, reply, 404, { ...at, mistake: 'barcode' });
  if (order.state !== 'OPEN') return look(request, reply, barcode);
  if (!isCardNumber(cardNumber)) return show(bank, request, reply, 422, { ...at, mistake: 'cardNumber' });
  await takePayment(bank, order, null);
  return look(request, reply, barcode);
}

/** What a foreign page makes a browser send carries no token of ours; where browsers say whose page it was, they do. */
function isOurs(bank: Bank, { headers }: FastifyRequest, form: URLSearchParams): boolean {
  const site = headers['sec-fetch-site'];
  return safeEqual(form.get('csrf') ?? '', csrfOf(bank)) && (site === undefined || site === 'same-origin');
}

function csrfOf({ sealer }: Bank): string {
  return sealer.fingerprint('terminal csrf');
}

async function find(bank: Bank, barcode: string): Promise<Payin | null> {
  return BARCODE.test(barcode) ? asItIs(bank, await payinByBarcode(bank.sql, bank.sealer, barcode)) : null;
}

/** As scanners and people give them: blanks and hyphens do not count. */
function tidy(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '').slice(0, 40);
}

function look(request: FastifyRequest, reply: FastifyReply, barcode: string): FastifyReply {
  return reply.redirect(`/sandbox/pos?barcode=${encodeURIComponent(barcode)}&lang=${languageOf(request)}`, 303);
}

function show(
  bank: Bank,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  at: Omit<AtTerminal, 'csrf'>,
): FastifyReply {
  return send(reply, status, terminalPage({ ...at, csrf: csrfOf(bank) }, languageOf(request)), "'self'");
}
