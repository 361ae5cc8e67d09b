/**
 * The netbank in the browser: takes the custodian's signed form, shows the order under an unguessable address, lets the
 * payer pay or close it once, and leads back. Only POSTs with the page's own token decide; reload and back show what
 * became of the order and change nothing.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { safeEqual } from '../src/kernel/safe-equal.ts';
import { formSources } from '../src/kernel/web.ts';
import type { Bank } from './api.ts';
import { BANKS } from './banks.ts';
import { readPayin } from './fields.ts';
import { BadRequest, formOf } from './http.ts';
import { type Payin, type PayinRequest, reportJson } from './orders.ts';
import { frontPage, outcomePage, payPage } from './pages.ts';
import { asItIs, close, takePayment } from './payments.ts';
import { payinByToken, placePayin } from './payins.store.ts';
import { fault, languageOf, send } from './replies.ts';
import { type BankKeys, isSigned, purposeBytes } from './signing.ts';
import { addTerminal } from './terminal.ts';
import { REASONS } from './texts.ts';

export interface NetbankOptions {
  readonly app: FastifyInstance;
  readonly bank: Bank;
  readonly keys: BankKeys;
  readonly custodian: KeyObject;
  /** Where people find the custodian. */
  readonly custodianUrl: string;
}

const ASSETS: readonly (readonly [string, string])[] = [
  ['bank.css', 'text/css; charset=utf-8'],
  ['bank.js', 'text/javascript; charset=utf-8'],
  ['mark.svg', 'image/svg+xml'],
];

interface TokenRoute {
  Params: { token: string };
}

/** Adds the pages and their assets. */
export async function addNetbank(options: NetbankOptions): Promise<void> {
  await addAssets(options.app);
  await options.app.register((app, _options, done) => {
    app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error instanceof BadRequest ? error.status : (error.statusCode ?? 500);
      if (status >= 500) request.log.error({ err: error }, 'a page failed');
      return fault(request, reply, status, (texts) => (status >= 500 ? texts.trouble : texts.malformedOrder));
    });
    addPages(options, app);
    done();
  });
}

function addPages(options: NetbankOptions, app: FastifyInstance): void {
  app.get('/', (request, reply) => {
    return send(reply, 200, frontPage(languageOf(request), options.custodianUrl), "'self'");
  });
  addTerminal(options.bank, app);
  app.post('/netbank/payin', (request, reply) => arrive(options, request, reply));
  app.get<TokenRoute>('/netbank/:token', async (request, reply) => {
    const order = await current(options, request.params.token);
    return order ? show(options, order, request, reply) : fault(request, reply, 404, (texts) => texts.unknownOrder);
  });
  app.post<TokenRoute>('/netbank/:token/pay', (request, reply) => press(options, request, reply, pay));
  app.post<TokenRoute>('/netbank/:token/fail', (request, reply) => press(options, request, reply, giveUp));
}

async function addAssets(app: FastifyInstance): Promise<void> {
  for (const [name, type] of ASSETS) {
    const bytes = await readFile(new URL(`assets/${name}`, import.meta.url));
    app.get(`/assets/${name}`, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=3600').send(bytes),
    );
  }
}

/** The custodian's form arrives with the browser: kept once, shown under its own address ever after. */
async function arrive(options: NetbankOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = formOf(request);
  const content = form.get('order') ?? '';
  if (!isSigned(options.custodian, purposeBytes('bank-payin-order', content), form.get('signature') ?? '')) {
    return fault(request, reply, 403, (texts) => texts.forgedOrder);
  }
  const order = await placePayin(options.bank.sql, options.bank.sealer, {
    order: readOrder(content),
    content,
    pageToken: randomBytes(24).toString('base64url'),
    csrfToken: randomBytes(24).toString('base64url'),
    now: options.bank.clock.now(),
  });
  if (!order) return fault(request, reply, 409, (texts) => texts.otherContent);
  // A new order brings a new expiry to wait for.
  options.bank.engine.wake();
  return reply.redirect(`/netbank/${order.pageToken}?lang=${languageOf(request)}`, 303);
}

function readOrder(content: string): PayinRequest {
  let fields: unknown;
  try {
    fields = JSON.parse(content);
  } catch {
    throw new BadRequest(400, 'BAD_REQUEST', 'the order is not JSON');
  }
  return readPayin({ ...(fields as object) });
}

/** The order of a page. */
async function current(options: NetbankOptions, token: string): Promise<Payin | null> {
  const { sql, sealer } = options.bank;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(token)) return null;
  return asItIs(options.bank, await payinByToken(sql, sealer, token));
}

type Decide = (bank: Bank, order: Payin, form: URLSearchParams) => Promise<'decided' | 'unchosen'>;

async function press(
  options: NetbankOptions,
  request: FastifyRequest<TokenRoute>,
  reply: FastifyReply,
  decide: Decide,
): Promise<FastifyReply> {
  const order = await current(options, request.params.token);
  if (!order) return fault(request, reply, 404, (texts) => texts.unknownOrder);
  const form = formOf(request);
  if (!safeEqual(form.get('csrf') ?? '', order.csrfToken))
    return fault(request, reply, 403, (texts) => texts.staleForm);
  if (order.state === 'OPEN' && (await decide(options.bank, order, form)) === 'unchosen') {
    const page = payPage(order, languageOf(request), true);
    return send(reply, 422, page, "'self'");
  }
  return reply.redirect(`/netbank/${order.pageToken}?lang=${languageOf(request)}`, 303);
}

async function pay(bank: Bank, order: Payin, form: URLSearchParams): Promise<'decided' | 'unchosen'> {
  const chosen = order.bank ?? form.get('bank') ?? '';
  if (!BANKS.has(chosen)) return 'unchosen';
  await takePayment(bank, order, chosen);
  return 'decided';
}

async function giveUp(bank: Bank, order: Payin): Promise<'decided'> {
  await close(bank, order, REASONS.cancelled);
  return 'decided';
}

async function show(
  options: NetbankOptions,
  order: Payin,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (order.state === 'OPEN') return send(reply, 200, payPage(order, languageOf(request)), "'self'");
  const { body } = reportJson(order);
  const signature = await options.keys.sign(purposeBytes('bank-report', body));
  const lang = languageOf(request);
  // Beside the report, which alone is signed and believed.
  const url = `${order.returnUrl}${order.returnUrl.includes('?') ? '&' : '?'}lang=${lang}`;
  const back = { url, fields: { report: body, signature } };
  return send(reply, 200, outcomePage(order, lang, back), formSources(order.returnUrl).join(' '));
}
