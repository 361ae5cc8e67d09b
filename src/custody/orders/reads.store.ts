/** Orders opened for rendering: read outside the lane, so nothing about money is decided by it. */
import { columns } from '../../db/pool.ts';
import { unpack } from '../../kernel/pack.ts';
import { placed, type Sealer } from '../../kernel/seal.ts';
import type { EnterpriseOutcomes } from '../enterprises/commands.ts';
import { enterpriseReads } from '../enterprises/reads.store.ts';
import { AUDIT_AFTER } from '../enterprises/states.ts';
import { opened, type ReadSource } from '../read-source.ts';
import type { Refusal } from '../refusals.ts';
import { ORDER_EVENTS, type OrderEvent } from './history.ts';
import type { OrderHappening, OrderView, Presentation } from './order-view.ts';
import { commandIn } from './table.ts';

type Values = Record<string, unknown>;

/** An order with what only the core uses of it. */
export type StoredOrder = OrderView & {
  readonly orderNo: bigint;
};

const ORDER = columns(
  ...['platform_id', 'request_no', 'order_no', 'service', 'verb', 'state', 'plain_command', 'command', 'outcome'],
  ...['refusal', 'presentation', 'created_at', 'finished_at', 'expires_at'],
);

export function orderReads(source: ReadSource) {
  const { sql, sealer } = source;
  return {
    async order(platformId: number, requestNo: string): Promise<StoredOrder | null> {
      const [row] = await sql`
        select ${ORDER} from orders where platform_id = ${platformId} and request_no = ${requestNo}`;
      return row ? readOrder(sealer, row) : null;
    },

    async orderByNo(platformId: number, orderNo: bigint): Promise<StoredOrder | null> {
      const [row] = await sql`
        select ${ORDER} from orders where platform_id = ${platformId} and order_no = ${orderNo}`;
      return row ? readOrder(sealer, row) : null;
    },

    /** An order as it stood after an event of its history; null when its number has given way to another try. */
    async orderAsOf(platformId: number, orderNo: bigint, seq: number): Promise<OrderView | null> {
      const [row] = await sql`
        select ${ORDER}, e.event, e.facts, e.at from orders join order_events e using (platform_id, order_no)
        where platform_id = ${platformId} and order_no = ${orderNo} and e.seq = ${seq}`;
      if (!row) return null;
      const { event, facts, at } = row as { event: OrderEvent; facts: string | null; at: Date };
      const order = readOrder(sealer, row);
      const state = ORDER_EVENTS[event] ?? order.state;
      const ended = state === 'DONE' || state === 'REFUSED';
      const outcome = state === 'OPEN' || state === 'HANDED' ? null : order.outcome;
      return {
        ...order,
        state,
        outcome: outcome && (await outcomeAsOf(source, order, outcome, event, seq)),
        refusal: facts === null ? null : (unpack(facts) as Refusal),
        finishedAt: ended ? at.getTime() : null,
      };
    },

    /** What happened to an order, oldest first. One that was done at once is its own history. */
    async orderHistory(platformId: number, orderNo: bigint): Promise<readonly OrderHappening[]> {
      const rows = await sql`
        select event, facts, at from order_events
        where platform_id = ${platformId} and order_no = ${orderNo} order by seq`;
      if (rows.length > 0) return rows.map(({ event, facts, at }) => happening(event, facts, at));
      const [order] = await sql`
        select state, refusal, finished_at from orders
        where platform_id = ${platformId} and order_no = ${orderNo} and finished_at is not null`;
      if (!order) return [];
      return [happening(order.state === 'DONE' ? 'completed' : 'refused', order.refusal, order.finished_at)];
    },
  };
}

/** What is told beside an order as it was then: an audit goes on while its order is accepted (L2.2-5). */
async function outcomeAsOf(
  source: ReadSource,
  { platformId, orderNo, verb }: StoredOrder,
  outcome: NonNullable<OrderView['outcome']>,
  event: OrderEvent,
  seq: number,
): Promise<NonNullable<OrderView['outcome']>> {
  const status = AUDIT_AFTER[event];
  if (verb !== 'REGISTER_ENTERPRISE' || status === undefined) return outcome;
  const data = await enterpriseReads(source).submittedAsOf(platformId, orderNo, seq);
  const { accountNumber, bank } = data ?? (outcome as EnterpriseOutcomes['REGISTER_ENTERPRISE']);
  return { ...outcome, status, accountNumber, bank } as NonNullable<OrderView['outcome']>;
}

function happening(event: OrderEvent, facts: string | null, at: Date): OrderHappening {
  return { event, at: at.getTime(), refusal: facts === null ? null : (unpack(facts) as Refusal) };
}

function readOrder(sealer: Sealer, row: Values): StoredOrder {
  const packed = (column: string) => {
    const place = placed(`orders.${column}`, row.platform_id as number, row.request_no as string);
    const text = opened(sealer, row[column], place);
    return text === null ? null : unpack(text);
  };
  return {
    platformId: row.platform_id as number,
    requestNo: row.request_no as string,
    service: row.service as string,
    verb: row.verb as OrderView['verb'],
    state: row.state as OrderView['state'],
    command: commandIn({ plainCommand: row.plain_command as string | null, command: packed('command') }),
    outcome: (packed('outcome') ?? (row.state === 'DONE' ? {} : null)) as OrderView['outcome'],
    refusal: row.refusal === null ? null : (unpack(row.refusal as string) as Refusal),
    presentation: packed('presentation') as Presentation | null,
    createdAt: (row.created_at as Date).getTime(),
    finishedAt: (row.finished_at as Date | null)?.getTime() ?? null,
    expiresAt: (row.expires_at as Date | null)?.getTime() ?? null,
    orderNo: row.order_no as bigint,
  };
}
