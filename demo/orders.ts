/**
 * The platform's orders: stored before they are sent, moved on by notices and queries, never by hope. It promises that
 * a late or repeated message changes nothing, and that an order whose result is unknown keeps its number.
 */
import { newsOf } from './desk.ts';
import type { Desk, Inbound, OrderHead, OrderNews, Prepared } from './desk.ts';
import { newRequestNo } from './state.ts';
import type { Order, Store, Walk } from './state.ts';
import type { Step, Values } from './step.ts';
import { typedPerson } from './steps-people.ts';
import { logInbound } from './wire-log.ts';

/** What orders need: the custodian's desk, the memory, and our own address for the way back. */
export interface Office {
  readonly desk: Desk;
  readonly store: Store;
  readonly origin: string;
}

/** The very same order once more: same number, same content (G-9, G-12). */
export function preparedAgain(office: Office, walk: Walk, step: Step, order: Order): Prepared {
  return step.prepare(office.desk, walk, headOf(office, order.requestNo), order.values);
}

/** The number and way back of an order. */
function headOf(office: Office, requestNo: string): OrderHead {
  return { requestNo, callbackUrl: `${office.origin}/return/${office.desk.dialect}` };
}

/**
 * Places an order for a step. It is on the disk before anything leaves. A page order is then SENT and its form is
 * fetched by the browser; a call is made at once.
 */
export async function place(office: Office, walk: Walk, step: Step, values: Values): Promise<Order> {
  const requestNo = newRequestNo();
  const prepared = step.prepare(office.desk, walk, headOf(office, requestNo), values);
  if (prepared.kind === 'page') prepared.form();
  const order: Order = {
    requestNo,
    step: step.id,
    service: prepared.service,
    values,
    at: new Date().toISOString(),
    state: 'SENT',
    code: '',
    message: '',
    finishedAt: null,
    returned: null,
    cancelled: false,
    asked: null,
    repeatable: false,
  };
  if (step.id === 'register-investor') walk.investor = typedPerson(walk.investor, values);
  if (step.id === 'register-borrower') walk.borrower = typedPerson(walk.borrower, values);
  walk.orders.push(order);
  await office.store.save();
  if (prepared.kind === 'call') await settle(office, walk, order, newsOf(await prepared.send()));
  return order;
}

/** Makes the very same call again: same number, same content, one effect (G-9). */
export async function repeat(office: Office, walk: Walk, step: Step, order: Order): Promise<void> {
  const prepared = preparedAgain(office, walk, step, order);
  if (prepared.kind === 'call') await settle(office, walk, order, newsOf(await prepared.send()));
}

/** Asks the custodian what became of an order. */
export async function inquire(office: Office, walk: Walk, order: Order): Promise<void> {
  const news = await office.desk.outcome(order.service, order.requestNo);
  order.asked = news ? null : new Date().toISOString();
  await (news ? settle(office, walk, order, news) : office.store.save());
}

async function settle(office: Office, walk: Walk, order: Order, news: OrderNews): Promise<void> {
  if (!mayMove(office.desk, order, news)) return;
  order.state = news.state;
  order.code = news.code;
  order.message = news.message;
  order.repeatable = news.repeatable ?? false;
  order.finishedAt = news.state === 'UNKNOWN' ? null : new Date().toISOString();
  const hold = walk.orders.find((one) => one.requestNo === order.values.holdNo);
  if (order.step === 'cancel-tender' && order.state === 'DONE' && hold) hold.cancelled = true;
  await office.store.save();
}

/** An outcome is final, with one exception: lianyintong takes a paid-out withdrawal back by a second notice (L2.9). */
function mayMove(desk: Desk, order: Order, news: OrderNews): boolean {
  if (order.state === 'REFUSED') return false;
  if (order.state === 'DONE') {
    return desk.dialect === 'lianyintong' && order.service === 'WITHDRAW' && news.state === 'REFUSED';
  }
  return order.state !== 'ACCEPTED' || news.state === 'DONE' || news.state === 'REFUSED';
}

/** What a notice or return is about. serviceName is not signed: it must be the one the order was placed under. */
function orderOf(office: Office, message: Inbound): { readonly walk: Walk; readonly order: Order } | null {
  if (message.kind === 'rejected') return null;
  const found = office.store.order(office.desk.dialect, message.requestNo);
  return found && found.order.service === message.service ? found : null;
}

/** Takes a notice. Answers the acknowledgement, or null when it is not to be believed. */
export async function takeNotice(office: Office, path: string, body: Buffer): Promise<string | null> {
  const message = office.desk.readNotice(body);
  const about = orderOf(office, message);
  const reply = message.kind === 'verified' ? office.desk.acknowledgement : null;
  const walk = about?.walk ?? office.store.walk(office.desk.dialect);
  const said = reply === null ? 'HTTP 400' : `HTTP 200 ${reply}`;
  logInbound(office.store, walk, about?.order ?? null, { kind: 'notice', path, body }, message, said);
  if (message.kind === 'verified' && about) await settle(office, about.walk, about.order, office.desk.news(message));
  // What is acknowledged must be on the disk first.
  await office.store.save();
  return reply;
}

/**
 * Takes what the browser came back with. A success is shown and waits for its notice; a failure ends the order, since a
 * call refused before its page opened is answered by no notice (G-13).
 */
export async function takeReturn(office: Office, path: string, body: Buffer): Promise<Order | null> {
  const message = office.desk.readReturn(body);
  const about = orderOf(office, message);
  const walk = about?.walk ?? office.store.walk(office.desk.dialect);
  const said = message.kind === 'verified' ? 'HTTP 303' : 'HTTP 400';
  logInbound(office.store, walk, about?.order ?? null, { kind: 'return', path, body }, message, said);
  if (message.kind === 'verified' && about) {
    about.order.returned = new Date().toISOString();
    const news = office.desk.news(message);
    if (news.state === 'REFUSED' && about.order.state === 'SENT') await settle(office, about.walk, about.order, news);
  }
  await office.store.save();
  return about?.order ?? null;
}
