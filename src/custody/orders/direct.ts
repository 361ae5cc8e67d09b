/**
 * The task of a direct order: take its number, decide, record what became of it. Round trips: one to lock, take and
 * load, one to write and commit.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { unpack } from '../../kernel/pack.ts';
import { fail, ok } from '../../kernel/result.ts';
import type { DirectAnswer } from '../api.ts';
import type { Command, Outcomes, VerbName } from '../commands.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { Policy } from '../policy.ts';
import type { Refusal } from '../refusals.ts';
import type { Verb } from '../verb.ts';
import { type Ticket, record, recordRefused, takeNumber, wantOrder } from './once.ts';
import type { OrderRow } from './table.ts';

export interface OrderContext {
  readonly platform: PlatformRecord;
  readonly policy: Policy;
  readonly ticket: Ticket;
}

/** A new order's row before anything happened to it. */
export function blankOrder(context: OrderContext, command: Command, world: World, orderNo: bigint): OrderRow {
  const { ticket } = context;
  return {
    requestNo: ticket.requestNo,
    orderNo,
    commandId: ticket.commandId,
    service: ticket.service,
    verb: ticket.verb,
    state: 'REFUSED',
    final: false,
    content: ticket.content,
    plainCommand: ticket.plainCommand,
    command: ticket.plainCommand === null ? command : null,
    outcome: null,
    refusal: null,
    presentation: null,
    subjectNo: null,
    createdAt: world.at,
    expiresAt: null,
    finishedAt: world.at,
    events: 0,
  };
}

/** The refusal stored with an order. */
export function refusalOf(order: OrderRow): Refusal | null {
  return order.refusal === null ? null : (unpack(order.refusal) as Refusal);
}

export function directTask<C extends Command>(context: OrderContext, verb: Verb<C>, command: C): Task<DirectAnswer> {
  return {
    weight: verb.weight(command),
    needs(want: Want) {
      wantOrder(want, context.ticket.requestNo);
      verb.needs(command, want, context.policy);
    },
    run(world: World) {
      const taken = takeNumber(world, context.ticket);
      if (!taken.ok) return taken;
      if (taken.value) return answerOf(taken.value);
      return decideFresh(context, verb, command, world);
    },
  };
}

function answerOf(order: OrderRow): DirectAnswer {
  const refused = refusalOf(order);
  if (refused) return fail(refused);
  return ok({ outcome: (order.outcome ?? {}) as Outcomes[VerbName], at: order.finishedAt ?? order.createdAt });
}

function decideFresh<C extends Command>(context: OrderContext, verb: Verb<C>, command: C, world: World): DirectAnswer {
  const { requestNo } = context.ticket;
  const orderNo = world.nextNo();
  const row = { ...blankOrder(context, command, world, orderNo), subjectNo: verb.subject(command) };
  const mark = world.mark();
  const act = { world, platform: context.platform, policy: context.policy, requestNo, orderNo, proof: {} };
  const decision = verb.decide(command, act);
  if (!decision.ok) {
    world.undo(mark);
    decision.keep?.(world);
    recordRefused(world, row, decision.error);
    return fail(decision.error);
  }
  const { value } = decision;
  const outcome = Object.keys(value).length > 0 ? value : null;
  record(world, { ...row, state: 'DONE', final: true, outcome });
  return ok({ outcome: value, at: world.at });
}
