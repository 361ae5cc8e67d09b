/** The orders table and the notices it owes, as the lane sees them. States and their edges stand in `states.ts`. */
import type { NoticeStage, Presentation } from './order-view.ts';
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import type { OrderState } from './states.ts';
import type { Command } from '../commands.ts';
import { revive } from '../../kernel/canonical.ts';

export interface OrderRow {
  readonly requestNo: string;
  readonly orderNo: bigint;
  /** The internal id of the command that wrote this row last: a re-run after a lost commit finds its own. */
  readonly commandId: string;
  readonly service: string;
  readonly verb: string;
  readonly state: OrderState;
  /** An acceptance or a posting exists: the outcome never gives way to another try (G-11). */
  readonly final: boolean;
  /** Canonical content for comparison (G-9); personal data only as keyed fingerprints. */
  readonly content: string;
  /** What was ordered, in canonical form (`commandIn`); null when it holds personal data: then it is sealed. */
  readonly plainCommand: string | null;
  /** What was ordered, sealed. */
  readonly command: unknown;
  readonly outcome: unknown;
  /** Packed `Refusal`. */
  readonly refusal: string | null;
  readonly presentation: Presentation | null;
  readonly subjectNo: string | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly finishedAt: number | null;
  /** How many events its history has so far (`history.ts`). */
  readonly events: number;
}

export const orders = defineTable<OrderRow>()('orders', {
  key: ['requestNo'],
  presumedNew: true,
  numbered: { by: 'lastNo', column: 'orderNo' },
  types: {
    requestNo: 'text',
    orderNo: 'bigint',
    commandId: 'text',
    service: 'text',
    verb: 'text',
    state: 'text',
    final: 'bool',
    content: 'text',
    plainCommand: 'text',
    command: 'packed',
    outcome: 'packed',
    refusal: 'text',
    presentation: 'packed',
    subjectNo: 'text',
    createdAt: 'instant',
    expiresAt: 'instant',
    finishedAt: 'instant',
    events: 'int',
  },
  mutable: [
    'orderNo',
    'commandId',
    'service',
    'verb',
    'state',
    'final',
    'content',
    'plainCommand',
    'command',
    'outcome',
    'refusal',
    'presentation',
    'subjectNo',
    'createdAt',
    'expiresAt',
    'finishedAt',
    'events',
  ],
  finders: { byNo: ['orderNo'] },
});

/** The command of an order: the one way to it. */
export function commandIn(order: Pick<OrderRow, 'plainCommand' | 'command'>): Command {
  return (order.plainCommand === null ? order.command : revive(order.plainCommand)) as Command;
}

interface NoticeRow {
  readonly noticeNo: bigint;
  readonly requestNo: string;
  readonly orderNo: bigint;
  /** The event of the order's history that it tells of. */
  readonly eventSeq: number;
  readonly service: string;
  readonly stage: NoticeStage;
  readonly state: 'PENDING' | 'DELIVERED' | 'PARKED' | 'WITHDRAWN';
  readonly attempts: number;
  readonly dueAt: number | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/**
 * The lane makes and withdraws notices; all else about them belongs to the notices room, which may have delivered one
 * since the lane has read it: only what is still pending is withdrawn.
 */
export const notices = defineTable<NoticeRow>()('notices', {
  numbered: { by: 'lastNo', column: 'noticeNo' },
  key: ['noticeNo'],
  types: {
    noticeNo: 'bigint',
    requestNo: 'text',
    orderNo: 'bigint',
    eventSeq: 'int',
    service: 'text',
    stage: 'text',
    state: 'text',
    attempts: 'int',
    dueAt: 'instant',
    createdAt: 'instant',
    finishedAt: 'instant',
  },
  mutable: ['state', 'dueAt', 'finishedAt'],
  changedWhile: 'PENDING',
  finders: { byOrder: ['orderNo'] },
});

/** Owes the platform a notice of what has just happened to an order. */
export function oweNotice(world: World, order: OrderRow, stage: NoticeStage): void {
  world.insert(notices, {
    noticeNo: world.nextNo(),
    requestNo: order.requestNo,
    orderNo: order.orderNo,
    eventSeq: order.events,
    service: order.service,
    stage,
    state: 'PENDING',
    attempts: 0,
    dueAt: world.at,
    createdAt: world.at,
    finishedAt: null,
  });
}

/** Withdraws what was not delivered of an order's notices (G-11, D-WDR-3). */
export function withdrawNotices(world: World, orderNo: bigint): void {
  for (const notice of world.find(notices, 'byOrder', orderNo)) {
    if (notice.state === 'PENDING') {
      world.change(notices, notice, { state: 'WITHDRAWN', dueAt: null, finishedAt: world.at });
    }
  }
}
