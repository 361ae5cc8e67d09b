/** What of the core is due: bounded look-ups through partial indexes, platform by platform. */
import type { Sql } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';

export class DueStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Open pages whose time is over. */
  async pages(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select order_no from orders where platform_id = ${platformId} and state = 'OPEN'
        and expires_at <= ${new Date(now)}
      order by expires_at limit ${limit}`;
    return rows.map((row) => row.order_no as bigint);
  }

  async nextPage(platformId: number): Promise<Instant | null> {
    const [row] = await this.sql`
      select min(expires_at) as due from orders where platform_id = ${platformId} and state = 'OPEN'`;
    return instant(row?.due);
  }

  /** Deposits of which the bank has not told what became. */
  async deposits(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select order_no from deposits where platform_id = ${platformId} and state = 'HANDED'
        and due_at <= ${new Date(now)}
      order by due_at limit ${limit}`;
    return rows.map((row) => row.order_no as bigint);
  }

  async nextDeposit(platformId: number): Promise<Instant | null> {
    const [row] = await this.sql`
      select min(due_at) as due from deposits where platform_id = ${platformId} and state = 'HANDED'`;
    return instant(row?.due);
  }

  /** Withdrawals to be sent to the bank, or asked about. */
  async withdrawals(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select order_no from withdrawals
      where platform_id = ${platformId} and state in ('WAITING', 'SENT') and due_at <= ${new Date(now)}
      order by due_at limit ${limit}`;
    return rows.map((row) => row.order_no as bigint);
  }

  async nextWithdrawal(platformId: number): Promise<Instant | null> {
    const [row] = await this.sql`
      select min(due_at) as due from withdrawals where platform_id = ${platformId} and state in ('WAITING', 'SENT')`;
    return instant(row?.due);
  }

  async nextReport(platformId: number): Promise<Instant | null> {
    const [row] = await this.sql`
      select min(received_at) as due from bank_reports where platform_id = ${platformId} and processed_at is null`;
    return instant(row?.due);
  }
}

function instant(value: unknown): Instant | null {
  return value instanceof Date ? value.getTime() : null;
}
