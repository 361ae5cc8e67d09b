/** What the bank told us lands as a row before anything is made of it. */
import type { Sql } from '../../db/pool.ts';
import { pack, unpack } from '../../kernel/pack.ts';
import type { Instant } from '../../kernel/time.ts';
import type { BankReport } from '../ports.ts';

export class BankReportStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Keeps a report; true when it had been kept before. A platform that we do not know keeps nothing: null. */
  async keep(platformId: number, report: BankReport, at: Instant): Promise<boolean | null> {
    const rows = await this.sql`
      insert into bank_reports (platform_id, message_id, report, received_at)
      select platform_id, ${report.messageId}, ${pack(report)}::text::jsonb, ${new Date(at)}
      from platforms where platform_id = ${platformId}
      on conflict (platform_id, message_id) do nothing returning message_id`;
    if (rows.length > 0) return false;
    const [known] = await this.sql`select 1 from platforms where platform_id = ${platformId}`;
    return known ? true : null;
  }

  async processed(platformId: number, messageId: string, at: Instant): Promise<void> {
    await this.sql`
      update bank_reports set processed_at = ${new Date(at)}
      where platform_id = ${platformId} and message_id = ${messageId} and processed_at is null`;
  }

  /** Reports that were kept and not processed (a crash came between), oldest first. */
  async waiting(platformId: number, before: Instant, limit: number): Promise<readonly BankReport[]> {
    const rows = await this.sql`
      select report::text as report from bank_reports
      where platform_id = ${platformId} and processed_at is null and received_at <= ${new Date(before)}
      order by received_at limit ${limit}`;
    return rows.map((row) => unpack(row.report as string) as BankReport);
  }
}
