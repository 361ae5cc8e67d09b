/** What pages, notices and the operator see of enterprises: read outside the lane, so nothing is decided by it. */
import { unpack } from '../../kernel/pack.ts';
import { placed } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import { opened, type ReadSource } from '../read-source.ts';
import type { EnterpriseData } from './commands.ts';
import type { AuditEvent } from './states.ts';

/** One step of an audit. */
export interface AuditHappening {
  readonly event: 'submitted' | AuditEvent;
  readonly at: Instant;
  /** The operator who decided; null for what was submitted. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

/** What happens to the order of a registration, as a step of its audit. */
const STEPS: Readonly<Record<string, AuditHappening['event']>> = {
  accepted: 'submitted',
  resubmitted: 'resubmitted',
  handedBack: 'handedBack',
  completed: 'approved',
  refused: 'refused',
};

export function enterpriseReads({ sql, sealer }: ReadSource) {
  const open = (platformId: number, row: Record<string, unknown>, column: 'reason' | 'submitted') =>
    opened(sealer, row[column], placed(`audit_steps.${column}`, platformId, row.order_no as bigint, row.seq as number));
  return {
    /** What was submitted last of an enterprise; null where the member is none. */
    async enterpriseData(platformId: number, userNo: string): Promise<EnterpriseData | null> {
      const [row] = await sql`
        select s.order_no, s.seq, s.submitted
        from members m
        join enterprises e on e.platform_id = ${platformId} and e.member_no = m.member_no
        join audit_steps s on s.platform_id = ${platformId} and s.order_no = e.order_no and s.submitted is not null
        where m.platform_id = ${platformId} and m.user_no = ${userNo} order by s.seq desc limit 1`;
      const text = row && open(platformId, row, 'submitted');
      return text ? (unpack(text) as EnterpriseData) : null;
    },

    /** What had been submitted of a registration when an event of its history happened. */
    async submittedAsOf(platformId: number, orderNo: bigint, seq: number): Promise<EnterpriseData | null> {
      const [row] = await sql`
        select order_no, seq, submitted from audit_steps
        where platform_id = ${platformId} and order_no = ${orderNo} and seq <= ${seq} and submitted is not null
        order by seq desc limit 1`;
      const text = row && open(platformId, row, 'submitted');
      return text ? (unpack(text) as EnterpriseData) : null;
    },

    /** What was submitted and decided of an enterprise, oldest first; empty where the member is none. */
    async auditHistory(platformId: number, userNo: string): Promise<readonly AuditHappening[]> {
      const rows = await sql`
        select s.order_no, s.seq, s.decided_by, s.reason, o.event, o.at
        from members m
        join enterprises e on e.platform_id = ${platformId} and e.member_no = m.member_no
        join audit_steps s on s.platform_id = ${platformId} and s.order_no = e.order_no
        join order_events o on o.platform_id = ${platformId} and o.order_no = s.order_no and o.seq = s.seq
        where m.platform_id = ${platformId} and m.user_no = ${userNo} order by s.seq`;
      return rows.map((row) => ({
        event: STEPS[row.event as string] ?? 'submitted',
        at: (row.at as Date).getTime(),
        decidedBy: row.decided_by as string | null,
        reason: open(platformId, row, 'reason'),
      }));
    },
  };
}
