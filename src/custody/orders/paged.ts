/**
 * The tasks of an order with a page: opened (the platform's call), handed over, completed or ended (the person, the
 * bank, the time). Promises of G-12 to G-14: the same call enters the same page; every order whose page opened ends
 * in exactly one final outcome, which is notified.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { pack } from '../../kernel/pack.ts';
import { fail, type Failure, ok, type Ok } from '../../kernel/result.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { PageCommand } from '../commands.ts';
import { clearTries, wantCredential } from '../credentials/tries.ts';
import { MOVED, type StepAnswer } from '../page-orders/pages.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { Policy } from '../policy.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { Act, PageVerb, Proof, Verb } from '../verb.ts';
import { blankOrder, type OrderContext, refusalOf } from './direct.ts';
import { type Ticket, record, recordRefused, takeNumber, wantOrder } from './once.ts';
import { noteEvent } from './history.ts';
import type { Presentation } from './order-view.ts';
import { ORDER_STATES } from './states.ts';
import { commandIn, notices, type OrderRow, orders, oweNotice, withdrawNotices } from './table.ts';

/** A page without an `expired` of its own stays this long (G-14). */
export const PAGE_LIFE = 15 * MINUTE;

/** The order whose page is open, or when it has ended; or a refusal before it. */
export type Opened =
  | Ok<{ readonly orderNo: bigint; readonly endedAt: Instant | null }>
  | (Failure<Refusal> & { readonly owesReturn: boolean });

export interface OpenRequest<C extends PageCommand> {
  readonly context: OrderContext;
  readonly verb: PageVerb<C>;
  readonly command: C;
  readonly presentation: Presentation;
  readonly expired: Instant | null;
}

/** Checks what can be refused before a page is shown, and opens it. */
export function openTask<C extends PageCommand>(request: OpenRequest<C>): Task<Opened> {
  const { context, verb, command } = request;
  return {
    weight: 1,
    needs(want: Want) {
      wantOrder(want, context.ticket.requestNo);
      verb.needs(command, want, context.policy);
    },
    run(world: World) {
      const before = world.get(orders, context.ticket.requestNo);
      if (before) expireIfDue(world, before);
      const taken = takeNumber(world, context.ticket);
      if (!taken.ok) return { ...taken, owesReturn: false };
      if (taken.value) return openKnown(taken.value, context.ticket);
      return openFresh(request, world);
    },
  };
}

/** The page of an order that is there; or, when the answer of our own commit was lost, the refusal that it carried. */
function openKnown(order: OrderRow, { commandId }: Ticket): Opened {
  const own = order.commandId === commandId && order.state === 'REFUSED' ? refusalOf(order) : null;
  return own ? { ...fail(own), owesReturn: true } : ok({ orderNo: order.orderNo, endedAt: order.finishedAt });
}

function openFresh<C extends PageCommand>(request: OpenRequest<C>, world: World): Opened {
  const { context, verb, command, presentation } = request;
  const orderNo = world.nextNo();
  const row: OrderRow = {
    ...blankOrder(context, command, world, orderNo),
    presentation,
    subjectNo: verb.subject(command),
  };
  const act: Act = { world, ...context, requestNo: row.requestNo, orderNo, proof: {} };
  const admitted = verb.admit(command, act);
  if (!admitted.ok) {
    recordRefused(world, row, admitted.error);
    return { ...admitted, owesReturn: true };
  }
  const expiresAt = request.expired !== null && request.expired > world.at ? request.expired : world.at + PAGE_LIFE;
  noteEvent(world, record(world, { ...row, state: 'OPEN', finishedAt: null, expiresAt }), 'opened');
  return ok({ orderNo, endedAt: null });
}

/** The order of a page by its number; undefined when it has given way to another try. */
export function orderByNo(world: World, orderNo: bigint): OrderRow | undefined {
  // The number of a row changes when another try takes it over, maybe in this very batch; a look-up made before that
  // is stale.
  return world.find(orders, 'byNo', orderNo).find((order) => order.orderNo === orderNo);
}

export function wantOrderByNo(want: Want, orderNo: bigint): OrderRow | undefined {
  const order = want.rows(orders, 'byNo', orderNo)?.[0];
  if (order?.state === 'ACCEPTED') want.rows(notices, 'byOrder', orderNo);
  return order;
}

/** An open order whose time is over is ended here and not only by the sweep: a person never acts on an expired page. */
export function expireIfDue(world: World, order: OrderRow): boolean {
  if (order.state !== 'OPEN' || order.expiresAt === null || order.expiresAt > world.at) return false;
  refuseOrder(world, order, refusal('PAGE_EXPIRED', { expiresAt: order.expiresAt }));
  return true;
}

type Edge = (typeof ORDER_STATES.edges)[number]['event'];

/** Moves an order along an edge of its states, into its history; that there is no such edge is a defect of ours. */
export function moveOrder(world: World, order: OrderRow, event: Edge, patch: Partial<OrderRow> = {}): void {
  const state = ORDER_STATES.next(order.state, event);
  if (!state) throw new Error(`an order that is ${order.state} cannot be ${event}`);
  world.change(orders, order, { ...patch, state });
  noteEvent(world, order, event, patch.refusal ?? null);
}

/** Ends an order in failure and owes the notice; what was accepted may have another outcome by it. */
export function refuseOrder(
  world: World,
  order: OrderRow,
  why: Refusal,
  patch: Pick<OrderRow, 'outcome'> | null = null,
): void {
  const accepted = order.state === 'ACCEPTED';
  moveOrder(world, order, 'refused', { ...patch, refusal: pack(why), finishedAt: world.at });
  oweFinal(world, order, accepted);
}

/** Ends an order in success. `notify`: whether this outcome is notified. */
export function completeOrder(world: World, order: OrderRow, outcome: unknown, notify = true): void {
  const accepted = order.state === 'ACCEPTED';
  moveOrder(world, order, 'completed', { final: true, outcome, finishedAt: world.at });
  if (notify) oweFinal(world, order, accepted);
}

/** Owes the notice of an order's end; that of its acceptance, where it has not gone out, is not sent any more. */
function oweFinal(world: World, order: OrderRow, accepted: boolean): void {
  if (accepted) withdrawNotices(world, order.orderNo);
  oweNotice(world, order, 'FINAL');
}

export interface CompleteRequest {
  readonly platform: PlatformRecord;
  readonly policy: Policy;
  readonly orderNo: bigint;
  readonly verb: Verb<PageCommand>;
  readonly proof: Proof;
  readonly commandId: string;
}

/**
 * Completes an open order with what the person has proved. A refusal of the decision is the order's outcome. The right
 * password ends the count of wrong ones, whatever is decided.
 */
export function completeTask(request: CompleteRequest): Task<StepAnswer> {
  const { orderNo, policy, platform, proof, verb } = request;
  const { passwordOf } = proof;
  return {
    weight: 1,
    needs(want: Want) {
      if (passwordOf !== undefined) wantCredential(want, passwordOf);
      const order = wantOrderByNo(want, orderNo);
      if (order) verb.needs(commandIn(order) as PageCommand, want, policy);
    },
    run(world: World) {
      if (passwordOf !== undefined) clearTries(world, passwordOf);
      const order = orderByNo(world, orderNo);
      if (!order || expireIfDue(world, order) || order.state !== 'OPEN') return MOVED;
      world.change(orders, order, { commandId: request.commandId });
      const mark = world.mark();
      const act = { world, platform, policy, requestNo: order.requestNo, orderNo, proof };
      const decision = verb.decide(commandIn(order) as PageCommand, act);
      if (!decision.ok) {
        world.undo(mark);
        decision.keep?.(world);
        refuseOrder(world, order, decision.error);
      } else if (decision.accepted) {
        moveOrder(world, order, 'accepted', { final: true, outcome: decision.value });
        oweNotice(world, order, 'ACCEPTED');
      } else {
        completeOrder(world, order, decision.value);
      }
      return MOVED;
    },
  };
}

/** Ends an open order for a reason of the page (cancelled by the person, a check that failed). */
export function endTask(orderNo: bigint, why: Refusal): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void wantOrderByNo(want, orderNo),
    run(world) {
      const order = orderByNo(world, orderNo);
      if (order && !expireIfDue(world, order) && order.state === 'OPEN') refuseOrder(world, order, why);
      return MOVED;
    },
  };
}

/** Ends an open order whose time is over (the sweep). */
export function expireTask(orderNo: bigint): Task<StepAnswer> {
  return {
    weight: 1,
    needs: (want) => void wantOrderByNo(want, orderNo),
    run(world) {
      const order = orderByNo(world, orderNo);
      if (order) expireIfDue(world, order);
      return MOVED;
    },
  };
}
