/**
 * The tasks of an order that a direct call places and a gateway call enters (L2.7, L2.8): one number, one order, at
 * first without a page. It promises: placing a number that is taken is a duplicate; entering never ends an order, and
 * may be repeated while it can still be handed over or paid, and once it is done.
 */
import type { Task } from '../../executor/lane.ts';
import type { World } from '../../executor/world.ts';
import { canonical } from '../../kernel/canonical.ts';
import { fail, ok } from '../../kernel/result.ts';
import { MINUTE } from '../../kernel/time.ts';
import type { DirectAnswer } from '../api.ts';
import type { PageCommand } from '../commands.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { PageVerb } from '../verb.ts';
import { blankOrder, type OrderContext, refusalOf } from './direct.ts';
import { noteEvent } from './history.ts';
import { record, recordRefused, takeNumber, wantOrder } from './once.ts';
import { expireIfDue, type Opened, type OpenRequest, PAGE_LIFE } from './paged.ts';
import { commandIn, type OrderRow, orders } from './table.ts';

/** How long a placed order can be entered and paid (L2.7-3). */
const LIFE = 30 * MINUTE;

/** Places an order: it waits, without a page, for being entered. */
export function placeTask<C extends PageCommand>(
  context: OrderContext,
  verb: PageVerb<C>,
  command: C,
): Task<DirectAnswer> {
  return {
    weight: verb.weight(command),
    needs(want) {
      wantOrder(want, context.ticket.requestNo);
      verb.needs(command, want, context.policy);
    },
    run(world) {
      const before = world.get(orders, context.ticket.requestNo);
      if (before) expireIfDue(world, before);
      const taken = takeNumber(world, context.ticket);
      if (!taken.ok) return taken;
      // The answer of our own commit was lost.
      if (taken.value) return answerOf(taken.value);
      return placeFresh(context, verb, command, world);
    },
  };
}

function answerOf(order: OrderRow): DirectAnswer {
  const refused = refusalOf(order);
  return refused ? fail(refused) : ok({ outcome: {} as never, at: order.createdAt });
}

function placeFresh<C extends PageCommand>(
  context: OrderContext,
  verb: PageVerb<C>,
  command: C,
  world: World,
): DirectAnswer {
  const orderNo = world.nextNo();
  const row = { ...blankOrder(context, command, world, orderNo), subjectNo: verb.subject(command) };
  const admitted = verb.admit(command, { world, ...context, requestNo: row.requestNo, orderNo, proof: {} });
  if (!admitted.ok) {
    recordRefused(world, row, admitted.error);
    return admitted;
  }
  const placed = record(world, { ...row, state: 'OPEN', finishedAt: null, expiresAt: world.at + LIFE });
  noteEvent(world, placed, 'opened');
  return ok({ outcome: {} as never, at: world.at });
}

/** Enters a placed order: from now on it has a page, returns and notices, as this call wants them. */
export function enterTask<C extends PageCommand>(request: OpenRequest<C>): Task<Opened> {
  const { ticket } = request.context;
  return {
    weight: 1,
    needs: (want) => void wantOrder(want, ticket.requestNo),
    run(world) {
      const order = world.get(orders, ticket.requestNo);
      if (order) expireIfDue(world, order);
      const refused = refuseEntry(request, order, world.at);
      if (refused) return refused;
      const { orderNo, finishedAt, expiresAt } = order as OrderRow;
      if (finishedAt === null) {
        const until = request.expired !== null && request.expired > world.at ? request.expired : world.at + PAGE_LIFE;
        const presentation = { ...request.presentation, until: Math.min(until, expiresAt ?? until) };
        world.change(orders, order as OrderRow, { service: ticket.service, presentation });
      }
      return ok({ orderNo, endedAt: finishedAt });
    },
  };
}

/**
 * Why there is no page. A failing return is owed where nothing stands, or what stands has failed: of an order that is
 * another one, or that the bank may still pay, it would say what is not so.
 */
function refuseEntry<C extends PageCommand>(
  { context: { ticket }, verb, command }: OpenRequest<C>,
  order: OrderRow | undefined,
  now: number,
): (Opened & { readonly ok: false }) | null {
  const { requestNo } = ticket;
  const no = (why: Refusal, owesReturn: boolean) => ({ ...fail(why), owesReturn });
  if (!order) return no(refusal('POS_ORDER_UNKNOWN', { requestNo }), true);
  if (order.verb !== verb.name) return no(refusal('REQUEST_DUPLICATE', { requestNo }), false);
  const holder = (of: unknown) => canonical(verb.page.holder(of as C));
  if (holder(commandIn(order)) !== holder(command)) {
    return no(refusal('REQUEST_CONTENT_DIFFERS', { requestNo, field: 'holder' }), false);
  }
  const ended = order.state === 'REFUSED';
  const over = order.state !== 'DONE' && (order.expiresAt ?? now) <= now;
  return ended || over ? no(refusal('POS_ORDER_ENDED', { requestNo }), ended) : null;
}
