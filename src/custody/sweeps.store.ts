/**
 * What of the core is due. Two questions go to all platforms in one statement, from an index that holds nothing but
 * what waits, ordered by when it is due: when is anything due next, and who has something due now. The rows themselves
 * are read platform by platform.
 */
import type { Sql } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';

/** Pages whose time runs, deposits and withdrawals the bank is to be asked about, reports not processed. */
export type Waiting = 'pages' | 'deposits' | 'withdrawals' | 'sendBacks' | 'reports';

export class DueStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** The earliest due time of what waits, of any platform. */
  async nextDue(what: Waiting): Promise<Instant | null> {
    const { due, from } = this.waiting(what);
    const [row] = await this.sql<{ due: Date | null }[]>`select min(${due}) as due from ${from}`;
    return row?.due?.getTime() ?? null;
  }

  /** The platforms of which something is due, the one that has waited longest first. */
  async platformsDue(what: Waiting, now: Instant): Promise<readonly number[]> {
    const { due, from } = this.waiting(what);
    const rows = await this.sql<{ platform_id: number }[]>`
      select platform_id from ${from} and ${due} <= ${new Date(now)} group by platform_id order by min(${due})`;
    return rows.map((row) => row.platform_id);
  }

  /** Open pages whose time is over. */
  async pages(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select order_no from orders where platform_id = ${platformId} and state = 'OPEN'
        and expires_at <= ${new Date(now)}
      order by expires_at limit ${limit}`;
    return rows.map((row) => row.order_no as bigint);
  }

  /** Deposits of which the bank has not told what became. */
  async deposits(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select order_no from deposits where platform_id = ${platformId} and state = 'HANDED'
        and due_at <= ${new Date(now)}
      order by due_at limit ${limit}`;
    return rows.map((row) => row.order_no as bigint);
  }

  /** Withdrawals to be sent to the bank, or asked about. */
  async withdrawals(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select order_no from withdrawals
      where platform_id = ${platformId} and state in ('WAITING', 'SENT') and due_at <= ${new Date(now)}
      order by due_at limit ${limit}`;
    return rows.map((row) => row.order_no as bigint);
  }

  /** Money on its way back to who paid it, to be sent or asked about. */
  async sendBacks(platformId: number, now: Instant, limit: number): Promise<readonly bigint[]> {
    const rows = await this.sql`
      select send_back_no from send_backs
      where platform_id = ${platformId} and state in ('WAITING', 'SENT') and due_at <= ${new Date(now)}
      order by due_at limit ${limit}`;
    return rows.map((row) => row.send_back_no as bigint);
  }

  /** The predicates are those of the indexes `…_next`. */
  private waiting(what: Waiting) {
    const { sql } = this;
    switch (what) {
      case 'pages':
        return { due: sql('expires_at'), from: sql`orders where state = 'OPEN'` };
      case 'deposits':
        return { due: sql('due_at'), from: sql`deposits where state = 'HANDED'` };
      case 'withdrawals':
        return { due: sql('due_at'), from: sql`withdrawals where state in ('WAITING', 'SENT')` };
      case 'sendBacks':
        return { due: sql('due_at'), from: sql`send_backs where state in ('WAITING', 'SENT')` };
      case 'reports':
        return { due: sql('due_at'), from: sql`bank_reports where processed_at is null` };
    }
  }
}
