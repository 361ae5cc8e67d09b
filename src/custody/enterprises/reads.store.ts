/** What pages, notices and the operator see of enterprises: read outside the lane, so nothing is decided by it. */
import { unpack } from '../../kernel/pack.ts';
import { placed } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import { opened, type ReadSource } from '../read-source.ts';
import type { EnterpriseData } from './commands.ts';
import type { MemberRole } from '../members/words.ts';
import { type AuditEvent, MEMBER_STATE } from './states.ts';
import type { AuditStatus } from './words.ts';

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

export interface EnterpriseFilter {
  /** Null: of all platforms. */
  readonly platformId: number | null;
  readonly status: AuditStatus | null;
}

/** One of a list. */
export interface EnterpriseLine {
  readonly platformNo: string;
  readonly userNo: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly status: AuditStatus;
  /** When something happened to it last. */
  readonly since: Instant;
  readonly papers: number;
}

export function enterpriseReads({ sql, sealer }: ReadSource) {
  const open = (platformId: number, row: Record<string, unknown>, column: 'reason' | 'submitted') =>
    opened(sealer, row[column], placed(`audit_steps.${column}`, platformId, row.order_no as bigint, row.seq as number));
  return {
    ...deskReads({ sql, sealer }),

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

/** What the operator finds enterprises by. */
function deskReads({ sql, sealer }: ReadSource) {
  return {
    /** Which member an enterprise is, and the number of its registration. */
    async registrationOf(
      platformId: number,
      userNo: string,
    ): Promise<{ readonly memberNo: bigint; readonly requestNo: string } | null> {
      const [row] = await sql`
        select m.member_no, o.request_no
        from members m
        join enterprises e on e.platform_id = ${platformId} and e.member_no = m.member_no
        join orders o on o.platform_id = ${platformId} and o.order_no = e.order_no
        where m.platform_id = ${platformId} and m.user_no = ${userNo}`;
      return row ? { memberNo: row.member_no as bigint, requestNo: row.request_no as string } : null;
    },

    /** For the operator, over all platforms or one: who has waited longest comes first. */
    async listEnterprises({ platformId, status }: EnterpriseFilter, limit: number): Promise<readonly EnterpriseLine[]> {
      const state = status === null ? null : MEMBER_STATE[status];
      const rows = await sql`
        select p.platform_id, p.platform_no, m.user_no, m.member_no, m.role, m.state, f.real_name,
          (select max(h.at) from order_events h
            where h.platform_id = e.platform_id and h.order_no = e.order_no) as since,
          (select count(*) from papers a where a.platform_id = e.platform_id and a.subject_kind = 'ENTERPRISE'
            and a.subject_no = e.member_no)::integer as papers
        from enterprises e
        join platforms p on p.platform_id = e.platform_id
        join members m on m.platform_id = e.platform_id and m.member_no = e.member_no
        join profiles f on f.platform_id = e.platform_id and f.member_no = e.member_no
        where (${platformId}::integer is null or e.platform_id = ${platformId})
          and (${state}::text is null or m.state = ${state})
        order by since, p.platform_no, m.user_no limit ${limit}`;
      return rows.map((row) => ({
        platformNo: row.platform_no as string,
        userNo: row.user_no as string,
        name: opened(sealer, row.real_name, placed('profiles.real_name', row.platform_id, row.member_no)) ?? '',
        role: row.role as MemberRole,
        status: row.state === 'ACTIVE' ? 'PASSED' : (row.state as AuditStatus),
        since: (row.since as Date).getTime(),
        papers: row.papers as number,
      }));
    },
  };
}
