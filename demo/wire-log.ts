/** Turns what goes over the wire into entries of the wire log: envelope, business data and signature kept apart. */
import { readForm } from '../sdk/index.ts';
import type { Exchange, GatewayForm } from '../sdk/index.ts';
import type { Inbound } from './desk.ts';
import type { Dialect, Order, Store, Walk, WirePart } from './state.ts';

const DATA_FIELDS = new Set(['reqData', 'respData']);
const SIGNATURE_FIELDS = new Set(['sign', 'signature']);

/** Services that only look. */
const isQuery = (service: string): boolean => service.includes('QUERY');

function part(line: string, fields: Readonly<Record<string, string>>): WirePart {
  const pick = (names: ReadonlySet<string>): string =>
    Object.entries(fields).find(([name]) => names.has(name))?.[1] ?? '';
  const rest = Object.entries(fields).filter(([name]) => !DATA_FIELDS.has(name) && !SIGNATURE_FIELDS.has(name));
  return { line, fields: Object.fromEntries(rest), data: pick(DATA_FIELDS), signature: pick(SIGNATURE_FIELDS) };
}

function requestNoIn(data: string): string {
  return /"requestNo":"([^"]*)"/.exec(data)?.[1] ?? '';
}

/** A direct call and its answer, under the order whose number it carries. */
export function logExchange(store: Store, dialect: Dialect, exchange: Exchange): void {
  const request = part(`POST ${exchange.url}`, exchange.fields);
  const answered = exchange.status !== null;
  const requestNo = requestNoIn(request.data);
  const about = store.order(dialect, requestNo);
  store.log({
    walk: (about?.walk ?? store.walk(dialect)).id,
    step: about?.order.step ?? '',
    kind: isQuery(exchange.service) ? 'query' : 'call',
    service: exchange.service,
    requestNo,
    request,
    answer: answered
      ? { line: `HTTP ${exchange.status}`, fields: {}, data: exchange.body, signature: exchange.signature }
      : null,
    verified: answered ? exchange.verified : null,
    note: exchange.failure,
    ms: exchange.ms,
  });
}

/** A form on its way through the person's browser. */
export function logForm(store: Store, walk: Walk, order: Order, form: GatewayForm): void {
  store.log({
    walk: walk.id,
    step: order.step,
    kind: 'page',
    service: order.service,
    requestNo: order.requestNo,
    request: part(`POST ${form.action}`, form.fields),
    answer: null,
    verified: null,
    note: '',
    ms: null,
  });
}

/** A notice or browser return, believed or not, and what we answered. */
export function logInbound(
  store: Store,
  walk: Walk,
  order: Order | null,
  received: { readonly kind: 'notice' | 'return'; readonly path: string; readonly body: Buffer },
  message: Inbound,
  reply: string,
): void {
  const form = readForm(received.body) ?? new Map<string, Buffer>();
  const fields = Object.fromEntries([...form].map(([name, value]) => [name, value.toString('utf8').slice(0, 8_000)]));
  const request = part(`POST ${received.path}`, fields);
  store.log({
    walk: walk.id,
    step: order?.step ?? '',
    kind: received.kind,
    service: (fields.serviceName ?? '').slice(0, 80),
    requestNo: requestNoIn(request.data).slice(0, 80),
    request,
    answer: { line: reply, fields: {}, data: '', signature: '' },
    verified: message.kind === 'verified',
    note: message.kind === 'rejected' ? `${message.why} ${message.detail.slice(0, 200)}` : '',
    ms: null,
  });
}
