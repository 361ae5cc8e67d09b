/** The pages of one protocol's platform: the walk, the roles, the wire log, and the forms of the steps. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fen, readForm } from '../sdk/index.ts';
import { inquire, place, preparedAgain, repeat } from './orders.ts';
import type { Office } from './orders.ts';
import { standings } from './pages/balances.ts';
import type { View } from './pages/layout.ts';
import { errorPage, handOverPage } from './pages/plain-pages.ts';
import { rolePage } from './pages/role-page.ts';
import type { FormError } from './pages/step-card.ts';
import { walkPage } from './pages/walk-page.ts';
import { wirePage } from './pages/wire-page.ts';
import { canDo, currentStep, stepOf } from './steps.ts';
import type { Step, Values } from './step.ts';
import type { Order, Walk } from './state.ts';
import { say } from './texts.ts';
import type { Text } from './texts.ts';
import { logForm } from './wire-log.ts';

type ViewOf = (request: FastifyRequest) => View;
type Params<K extends string> = { readonly Params: Readonly<Record<K, string>> };

const HTML = 'text/html; charset=utf-8';

/** Adds the routes of one platform. */
export function walkRoutes(app: FastifyInstance, office: Office, viewOf: ViewOf): void {
  const { dialect } = office.desk;
  app.get(`/${dialect}`, async (request, reply) => showWalk(office, viewOf(request), reply, null));
  for (const role of ['investor', 'borrower', 'operator'] as const) {
    app.get(`/${dialect}/${role}`, async (request, reply) => {
      const walk = office.store.walk(dialect);
      const [now, accounts] = await Promise.all([
        standings(office.desk, walk),
        role === 'operator' && office.desk.accounts ? office.desk.accounts() : null,
      ]);
      return reply.type(HTML).send(rolePage(viewOf(request), walk, role, now, accounts, null));
    });
  }
  app.get<{ Querystring: { readonly step?: string; readonly queries?: string } }>(
    `/${dialect}/wire`,
    (request, reply) => {
      const walk = office.store.walk(dialect);
      const { step = '', queries } = request.query;
      const filter = { step: stepOf(dialect, step) ? step : '', queries: queries === '1' };
      return reply.type(HTML).send(wirePage(viewOf(request), dialect, office.store.wire(walk), filter));
    },
  );
  app.post(`/${dialect}/restart`, async (_request, reply) => {
    office.store.startWalk(dialect);
    await office.store.save();
    return reply.redirect(`/${dialect}`, 303);
  });
  stepRoutes(app, office, viewOf);
}

async function showWalk(
  office: Office,
  view: View,
  reply: FastifyReply,
  error: FormError | null,
): Promise<FastifyReply> {
  const walk = office.store.walk(office.desk.dialect);
  const now = await standings(office.desk, walk);
  const text = walkPage(view, walk, now, office.store.wire(walk), error);
  return reply
    .code(error ? 422 : 200)
    .type(HTML)
    .send(text);
}

function stepRoutes(app: FastifyInstance, office: Office, viewOf: ViewOf): void {
  const { dialect } = office.desk;
  app.post<Params<'step'>>(`/${dialect}/step/:step`, async (request, reply) => {
    const walk = office.store.walk(dialect);
    const step = stepOf(dialect, request.params.step);
    if (!step || !canDo(walk, step)) return sendProblem(viewOf(request), reply, `/${dialect}`, TOO_LATE);
    const read = readValues(viewOf(request), walk, step, request.body);
    if ('error' in read) return showAgain(office, viewOf(request), reply, step, read.error);
    const order = await place(office, walk, step, read.values);
    const away = preparedAgain(office, walk, step, order).kind === 'page';
    return reply.redirect(away ? `/${dialect}/go/${order.requestNo}` : `/${dialect}#step-${anchor(walk, step)}`, 303);
  });
  app.get<Params<'no'>>(`/${dialect}/go/:no`, async (request, reply) => {
    const found = office.store.order(dialect, request.params.no);
    const step = found && stepOf(dialect, found.order.step);
    if (!step) return sendProblem(viewOf(request), reply, `/${dialect}`, UNKNOWN_ORDER);
    return showHandOver(office, viewOf(request), reply, found.walk, step, found.order);
  });
  app.post<Params<'no' | 'what'>>(`/${dialect}/order/:no/:what`, async (request, reply) => {
    const found = office.store.order(dialect, request.params.no);
    const step = found && stepOf(dialect, found.order.step);
    if (!step) return sendProblem(viewOf(request), reply, `/${dialect}`, UNKNOWN_ORDER);
    const again = request.params.what === 'repeat' && found.order.repeatable;
    await (again ? repeat(office, found.walk, step, found.order) : inquire(office, found.walk, found.order));
    return reply.redirect(`/${dialect}#step-${found.order.step}`, 303);
  });
}

const TOO_LATE = say(
  '这一步现在不能做：可能已经做过，或者还没轮到。',
  'This step cannot be done now: it was done already, or its turn has not come.',
);
const UNKNOWN_ORDER = say('没有这个订单。', 'There is no such order.');

function sendProblem(view: View, reply: FastifyReply, back: string, text: Text): FastifyReply {
  return reply
    .code(409)
    .type(HTML)
    .send(errorPage(view, view.t(text), back));
}

/** Where to look after a call: at the step itself when it failed, otherwise at the next one. */
function anchor(walk: Walk, step: Step): string {
  return (currentStep(walk) ?? step).id;
}

/** The page the form was on, with the error at its field. */
async function showAgain(
  office: Office,
  view: View,
  reply: FastifyReply,
  step: Step,
  error: FormError,
): Promise<FastifyReply> {
  const walk = office.store.walk(office.desk.dialect);
  if (step === currentStep(walk)) return showWalk(office, view, reply, error);
  const now = await standings(office.desk, walk);
  return reply
    .code(422)
    .type(HTML)
    .send(rolePage(view, walk, step.role, now, null, error));
}

/** The page that sends the browser to the custodian. The same call may be made again while the order lives (G-12). */
async function showHandOver(
  office: Office,
  view: View,
  reply: FastifyReply,
  walk: Walk,
  step: Step,
  order: Order,
): Promise<FastifyReply> {
  const prepared = preparedAgain(office, walk, step, order);
  if (prepared.kind !== 'page' || order.state !== 'SENT') return reply.redirect(`/${walk.dialect}`, 303);
  const form = prepared.form();
  logForm(office.store, walk, order, form);
  await office.store.save();
  return reply.type(HTML).send(handOverPage(view, walk, step, order, form));
}

const BAD_AMOUNT = say(
  '请填大于零的金额，最多两位小数，如 500.00',
  'An amount above zero with at most two decimals, such as 500.00',
);
const BAD_PART = say('请填金额，最多两位小数，可以是 0.00', 'An amount with at most two decimals; 0.00 is allowed');
const MISSING = say('请填写', 'Please fill this in');

/** What may be nothing. */
const MAY_BE_ZERO = new Set(['commission', 'interest', 'redPacket']);

/** Reads a step's form; amounts are checked here, everything else is the custodian's to judge. */
function readValues(
  view: View,
  walk: Walk,
  step: Step,
  body: unknown,
): { readonly values: Values } | { readonly error: FormError } {
  const form = readForm(Buffer.isBuffer(body) ? body : Buffer.alloc(0)) ?? new Map<string, Buffer>();
  const inputs = step.inputs(walk);
  const values = Object.fromEntries(inputs.map(({ name }) => [name, (form.get(name)?.toString('utf8') ?? '').trim()]));
  const wrong = (field: string, text: Text): { readonly error: FormError } => ({
    error: { step: step.id, field, message: view.t(text), values },
  });
  for (const input of inputs) {
    const value = values[input.name] ?? '';
    if (value === '' && (input.optional || (walk.dialect === 'depository' && input.kind === 'text'))) continue;
    if (value === '') return wrong(input.name, MISSING);
    const zero = MAY_BE_ZERO.has(input.name);
    if (input.kind === 'amount' && !isAmount(value, zero)) return wrong(input.name, zero ? BAD_PART : BAD_AMOUNT);
  }
  return { values };
}

function isAmount(text: string, zero: boolean): boolean {
  try {
    return zero || fen(text) > 0n ? fen(text) >= 0n : false;
  } catch {
    return false;
  }
}
