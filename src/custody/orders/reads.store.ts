/** Orders opened for rendering: read outside the lane, so nothing about money is decided by it. */
import { columns } from '../../db/pool.ts';
import { unpack } from '../../kernel/pack.ts';
import type { Sealer } from '../../kernel/seal.ts';
import { opened, type ReadSource } from '../read-source.ts';
import type { Refusal } from '../refusals.ts';
import type { OrderView, Presentation } from './order-view.ts';
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

export function orderReads({ sql, sealer }: ReadSource) {
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
  };
}

function readOrder(sealer: Sealer, row: Values): StoredOrder {
  const packed = (column: string) => {
    const text = opened(sealer, row[column], `orders.${column}`);
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
