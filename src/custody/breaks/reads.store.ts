/** What operators see of breaks, over all platforms: read outside the lane, so nothing about money is decided by it. */
import type { Sql } from '../../db/pool.ts';
import type { Fen } from '../../kernel/money.ts';
import { unpack } from '../../kernel/pack.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import { FAILING } from '../bank/bank-reports.store.ts';
import { type Facts, factsOf } from '../bank/said.ts';
import { WORDS_KEPT, wordsPlace } from '../bank/stray-reports.store.ts';
import type { BankReport } from '../ports.ts';
import type { ReceiptRow } from '../receipts/tables.ts';
import type { BreakKind } from './kinds.ts';

export interface BreakInformation {
  /** `6000000001-1042`; `bank-…` for a message that names no order of ours, `6000000001-report-…` for a failing one. */
  readonly id: string;
  /** Null for a message that names no platform. */
  readonly platformId: number | null;
  readonly platformNo: string | null;
  readonly kind: BreakKind;
  readonly orderNo: bigint | null;
  readonly bankOrderNo: string | null;
  /** The request that the bank was asked for; null when it was asked for nothing. */
  readonly requestNo: string | null;
  readonly amount: Fen;
  readonly asked: Facts | null;
  /** Null when it cannot be read. */
  readonly told: Facts | null;
  readonly messageId: string | null;
  readonly receiptNo: bigint | null;
  readonly foundAt: Instant;
  /** A message that names no order of ours, in its own words. */
  readonly stray: Stray | null;
  /** A report that our own processing keeps failing on. */
  readonly failing: Failing | null;
}

export interface Stray {
  /** As they came, or as many of them as are kept. */
  readonly words: string;
  readonly cut: boolean;
  /** How often it came, and when last. */
  readonly times: number;
  readonly lastAt: Instant;
}

export interface Failing {
  readonly failures: number;
  /** What it failed on when last. */
  readonly failedWith: string;
  /** When it is tried again. */
  readonly dueAt: Instant;
}

export interface BreakFilter {
  readonly platformNo: string | null;
  readonly kind: BreakKind | null;
}

export type ReceiptInformation = Omit<ReceiptRow, 'orderNo' | 'entryNo'>;

export class BreakReads {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  /** Breaks, newest first, of one platform or all, of one kind or all. */
  async list(filter: BreakFilter, limit: number): Promise<readonly BreakInformation[]> {
    return await this.read(filter, null, limit);
  }

  async find(id: string): Promise<BreakInformation | null> {
    const [found] = await this.read({ platformNo: null, kind: null }, id, 1);
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

  private async read(filter: BreakFilter, id: string | null, limit: number): Promise<readonly BreakInformation[]> {
    const rows = await this.sql`
      select id, b.platform_id, platform_no, kind, b.order_no, coalesce(d.request_no, w.request_no) as request_no,
        b.bank_order_no, b.amount, asked, told, b.message_id, receipt_no, found_at, words, size, times, last_at,
        failed_with, b.channel, digest
      from (${this.judged()} union all ${this.strays()} union all ${this.failing()}) b
      left join deposits d on d.platform_id = b.platform_id and d.order_no = b.order_no
      left join withdrawals w on w.platform_id = b.platform_id and w.order_no = b.order_no
      where (${filter.platformNo}::text is null or platform_no = ${filter.platformNo})
        and (${filter.kind}::text is null or kind = ${filter.kind}) and (${id}::text is null or id = ${id})
      order by found_at desc, b.platform_id, break_no desc, id
      limit ${limit}`;
    return rows.map((row) => this.information(row as Row));
  }

  /** What was found about an order, or about a number that might have been one. */
  private judged() {
    return this.sql`
      select p.platform_no || '-' || b.break_no as id, b.platform_id, p.platform_no, b.break_no, b.kind,
        b.order_no, null as bank_order_no, b.amount, b.asked, b.told, b.message_id, b.receipt_no, b.found_at,
        null::bytea as words, null::integer as size, null::integer as times, null::timestamptz as last_at,
        null as failed_with, null as channel, null as digest
      from breaks b join platforms p on p.platform_id = b.platform_id`;
  }

  /** What names no order of ours. */
  private strays() {
    return this.sql`
      select 'bank-' || left(s.digest, 12), s.platform_id, p.platform_no, null::bigint, s.kind,
        split_part(s.bank_order_no, '-', 2)::bigint, s.bank_order_no, s.amount, null, null, null, null::bigint,
        s.first_at, s.words, s.size, s.times, s.last_at, null, s.channel, s.digest
      from stray_reports s left join platforms p on p.platform_id = s.platform_id`;
  }

  /** What is kept and not processed, because our own processing fails on it. */
  private failing() {
    return this.sql`
      select p.platform_no || '-report-' || r.message_id || case r.variant when '' then '' else '-' || r.variant end,
        r.platform_id, p.platform_no, null::bigint, 'UNPROCESSED',
        split_part(r.report ->> 'bankOrderNo', '-', 2)::bigint, r.report ->> 'bankOrderNo',
        least(coalesce((r.report #>> '{outcome,amount,fen}')::numeric, 0), ${2n ** 63n - 1n})::bigint,
        null, r.report::text, r.message_id, null::bigint, r.received_at, null::bytea, null::integer, r.failures,
        r.due_at, r.failed_with, null, null
      from bank_reports r join platforms p on p.platform_id = r.platform_id
      where r.processed_at is null and r.failures >= ${FAILING}`;
  }

  private information(row: Row): BreakInformation {
    const stray = this.stray(row);
    const told = factsIn(row, stray);
    return {
      id: row.id,
      platformId: row.platform_id,
      platformNo: row.platform_no,
      kind: row.kind,
      orderNo: row.order_no,
      bankOrderNo: row.bank_order_no ?? told?.bankOrderNo ?? null,
      requestNo: row.request_no,
      amount: row.amount,
      asked: row.asked === null ? null : (unpack(row.asked) as Facts),
      told,
      messageId: row.message_id,
      receiptNo: row.receipt_no,
      foundAt: row.found_at.getTime(),
      stray,
      failing: row.failed_with === null ? null : failingOf(row),
    };
  }

  private stray({ words, size, times, last_at, channel, digest }: Row): Stray | null {
    if (words === null) return null;
    return {
      words: this.sealer.open(words, wordsPlace(channel ?? '', digest ?? '')),
      cut: Number(size) > WORDS_KEPT,
      times: Number(times),
      lastAt: last_at?.getTime() ?? 0,
    };
  }
}

/** What the bank says: strays that could be read, and failing reports, are kept as the reports that they were. */
function factsIn({ kind, told }: Row, stray: Stray | null): Facts | null {
  if (kind === 'UNREADABLE') return null;
  if (stray) return factsOf(unpack(stray.words) as BankReport);
  if (told === null) return null;
  return kind === 'UNPROCESSED' ? factsOf(unpack(told) as BankReport) : (unpack(told) as Facts);
}

function failingOf({ times, failed_with, last_at }: Row): Failing {
  return { failures: Number(times), failedWith: failed_with ?? '', dueAt: last_at?.getTime() ?? 0 };
}

interface Row {
  readonly id: string;
  readonly platform_id: number | null;
  readonly platform_no: string | null;
  readonly kind: BreakKind;
  readonly order_no: bigint | null;
  readonly request_no: string | null;
  readonly bank_order_no: string | null;
  readonly amount: bigint;
  readonly asked: string | null;
  readonly told: string | null;
  readonly message_id: string | null;
  readonly receipt_no: bigint | null;
  readonly found_at: Date;
  readonly words: Uint8Array | null;
  readonly size: number | null;
  readonly times: number | null;
  readonly last_at: Date | null;
  readonly failed_with: string | null;
  /** The key of a stray report, for which its words are sealed. */
  readonly channel: string | null;
  readonly digest: string | null;
}
