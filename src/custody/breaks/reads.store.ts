/** What operators see of breaks, over all platforms: read outside the lane, so nothing about money is decided by it. */
import type { Sql } from '../../db/pool.ts';
import type { Fen } from '../../kernel/money.ts';
import { unpack } from '../../kernel/pack.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Facts } from '../bank/said.ts';
import type { ReceiptRow } from '../receipts/tables.ts';
import type { BreakKind } from './kinds.ts';

export interface BreakInformation {
  readonly platformId: number;
  readonly platformNo: string;
  readonly breakNo: bigint;
  readonly kind: BreakKind;
  readonly orderNo: bigint;
  /** The request that the bank was asked for; null when it was asked for nothing. */
  readonly requestNo: string | null;
  readonly amount: Fen;
  readonly asked: Facts | null;
  readonly told: Facts;
  readonly messageId: string | null;
  readonly receiptNo: bigint | null;
  readonly foundAt: Instant;
}

export interface BreakFilter {
  readonly platformNo: string | null;
  readonly kind: BreakKind | null;
}

export type ReceiptInformation = Omit<ReceiptRow, 'orderNo' | 'entryNo'>;

export class BreakReads {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Breaks, newest first, of one platform or all, of one kind or all. */
  async list(filter: BreakFilter, limit: number): Promise<readonly BreakInformation[]> {
    return await this.read(filter, null, limit);
  }

  async find(platformNo: string, breakNo: bigint): Promise<BreakInformation | null> {
    const [found] = await this.read({ platformNo, kind: null }, breakNo, 1);
    return found ?? null;
  }

  /** What was received for an order, in its order. */
  async receipts(platformId: number, orderNo: bigint): Promise<readonly ReceiptInformation[]> {
    const rows = await this.sql`
      select bank_ref, receipt_no, source, amount, state, paid_at, received_at, message_id from receipts
      where platform_id = ${platformId} and order_no = ${orderNo} order by receipt_no`;
    return rows.map((row) => ({
      bankRef: row.bank_ref,
      receiptNo: row.receipt_no,
      source: row.source,
      amount: row.amount,
      state: row.state,
      paidAt: row.paid_at?.getTime() ?? null,
      receivedAt: row.received_at.getTime(),
      messageId: row.message_id,
    }));
  }

  private async read(filter: BreakFilter, breakNo: bigint | null, limit: number): Promise<readonly BreakInformation[]> {
    const rows = await this.sql`
      select b.platform_id, p.platform_no, b.break_no, b.kind, b.order_no, coalesce(d.request_no, w.request_no)
        as request_no, b.amount, b.asked, b.told, b.message_id, b.receipt_no, b.found_at
      from breaks b
      join platforms p on p.platform_id = b.platform_id
      left join deposits d on d.platform_id = b.platform_id and d.order_no = b.order_no
      left join withdrawals w on w.platform_id = b.platform_id and w.order_no = b.order_no
      where (${filter.platformNo}::text is null or p.platform_no = ${filter.platformNo})
        and (${filter.kind}::text is null or b.kind = ${filter.kind})
        and (${breakNo}::bigint is null or b.break_no = ${breakNo})
      order by b.found_at desc, b.platform_id, b.break_no desc
      limit ${limit}`;
    return rows.map((row) => ({
      platformId: row.platform_id,
      platformNo: row.platform_no,
      breakNo: row.break_no,
      kind: row.kind,
      orderNo: row.order_no,
      requestNo: row.request_no,
      amount: row.amount,
      asked: row.asked === null ? null : (unpack(row.asked) as Facts),
      told: unpack(row.told) as Facts,
      messageId: row.message_id,
      receiptNo: row.receipt_no,
      foundAt: row.found_at.getTime(),
    }));
  }
}
