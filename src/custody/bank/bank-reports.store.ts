/**
 * What the bank told us lands as a row before anything is made of it. A message number stands for its first content
 * for ever; another content under the same number lands beside it, as a variant. A report that our own processing fails
 * on waits ever longer for its next turn, with the reason beside it, so that it keeps no other from its own.
 */
import type { Sql } from '../../db/pool.ts';
import { pack, unpack } from '../../kernel/pack.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { BankReport } from '../ports.ts';
import { waitAfter } from './asking.ts';

/** A report younger than this is still in the hands of whoever received it. */
const PATIENCE = MINUTE;

/** From so many failures on it is told as a break. */
export const FAILING = 3;

/** What is kept of a reason, in characters. */
const REASON = 300;

/** A report as it was kept. */
export interface KeptReport {
  readonly platformId: number;
  readonly report: BankReport;
  /** Empty for the first content of its message number, else a digest of this one. */
  readonly variant: string;
  /** What the message number stands for, when that is another content. */
  readonly first: BankReport | null;
  /** How often our processing has failed on it. */
  readonly failures: number;
}

export class BankReportStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Keeps a report, or finds it kept. A platform that we do not know keeps nothing: null. */
  async keep(platformId: number, report: BankReport, at: Instant): Promise<KeptReport | null> {
    await this.insert(platformId, report, '', at);
    const [known] = await this.sql`
      select report::text as report, report = ${pack(report)}::text::jsonb as same,
        md5(${pack(report)}::text::jsonb::text) as variant, failures
      from bank_reports
      where platform_id = ${platformId} and message_id = ${report.messageId} and variant = ''`;
    if (!known) return null;
    const { variant, failures } = known;
    if (known.same) return { platformId, report, variant: '', first: null, failures };
    await this.insert(platformId, report, variant, at);
    return { platformId, report, variant, first: unpack(known.report) as BankReport, failures: 0 };
  }

  async processed({ platformId, report, variant }: KeptReport, at: Instant): Promise<void> {
    await this.sql`
      update bank_reports set processed_at = ${new Date(at)}
      where platform_id = ${platformId} and message_id = ${report.messageId} and variant = ${variant}
        and processed_at is null`;
  }

  /** Notes what our processing failed on; its next turn is later each time. */
  async failed({ platformId, report, variant, failures }: KeptReport, error: unknown, at: Instant): Promise<void> {
    const reason = [...String(error).replaceAll('\0', '')].slice(0, REASON).join('');
    await this.sql`
      update bank_reports set failures = failures + 1, failed_with = ${reason},
        due_at = ${new Date(at + waitAfter(failures))}
      where platform_id = ${platformId} and message_id = ${report.messageId} and variant = ${variant}
        and processed_at is null`;
  }

  /** Reports that were kept and not processed (a crash or a failure came between) and have their turn, in its order. */
  async waiting(platformId: number, now: Instant, limit: number): Promise<readonly KeptReport[]> {
    const rows = await this.sql`
      select r.variant, r.report::text as report, r.failures, f.report::text as first
      from bank_reports r
      left join bank_reports f on f.platform_id = ${platformId} and f.message_id = r.message_id and f.variant = ''
        and r.variant <> ''
      where r.platform_id = ${platformId} and r.processed_at is null and r.due_at <= ${new Date(now)}
      order by r.due_at limit ${limit}`;
    return rows.map((row) => ({
      platformId,
      report: unpack(row.report) as BankReport,
      variant: row.variant as string,
      first: row.first === null ? null : (unpack(row.first) as BankReport),
      failures: row.failures as number,
    }));
  }

  private async insert(platformId: number, report: BankReport, variant: string, at: Instant): Promise<void> {
    await this.sql`
      insert into bank_reports (platform_id, message_id, variant, report, received_at, due_at)
      select platform_id, ${report.messageId}, ${variant}, ${pack(report)}::text::jsonb, ${new Date(at)},
        ${new Date(at + PATIENCE)}
      from platforms where platform_id = ${platformId}
      on conflict (platform_id, message_id, variant) do nothing`;
  }
}
