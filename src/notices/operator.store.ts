/** Notices as the operator lists them and sends them again. */
import type { NoticeStage } from '../custody/api.ts';
import type { Queryable, Sql } from '../db/pool.ts';
import type { Instant } from '../kernel/time.ts';
import { type NoticeState, overtaken, type Sent } from './notices.store.ts';

/** A notice as the operator sees it. */
export interface ListedNotice {
  readonly platformNo: string;
  readonly noticeNo: bigint;
  readonly requestNo: string;
  readonly service: string;
  readonly stage: NoticeStage;
  readonly state: NoticeState;
  readonly attempts: number;
  readonly dueAt: Instant | null;
  readonly lastError: string | null;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
  /** The latest sends, the first one first; those before a restart of its schedule too. */
  readonly sends: readonly Sent[];
}

export interface NoticeFilter {
  readonly platformNo: string | null;
  readonly state: NoticeState | null;
  /** Of one order of that platform. */
  readonly orderNo: bigint | null;
}

interface ListedRow {
  readonly platform_no: string;
  readonly notice_no: bigint;
  readonly request_no: string;
  readonly service: string;
  readonly stage: NoticeStage;
  readonly state: NoticeState;
  readonly attempts: number;
  readonly due_at: Date | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly sends: string;
}

/** Notices, newest first, at most `limit`. Read-only and across platforms: for the operator's screens. */
export async function listNotices(sql: Sql, filter: NoticeFilter, limit: number): Promise<readonly ListedNotice[]> {
  const rows = await sql<ListedRow[]>`
    select p.platform_no, n.notice_no, n.request_no, n.service, n.stage, n.state, n.attempts, n.due_at, n.last_error,
      n.created_at, n.finished_at, n.sends::text
    from notices n join platforms p on p.platform_id = n.platform_id
    where (${filter.platformNo}::text is null or p.platform_no = ${filter.platformNo})
      and (${filter.state}::text is null or n.state = ${filter.state})
      and (${filter.orderNo}::bigint is null or n.order_no = ${filter.orderNo})
    order by n.created_at desc, n.platform_id, n.notice_no desc
    limit ${limit}`;
  return rows.map((row) => ({
    platformNo: row.platform_no,
    noticeNo: row.notice_no,
    requestNo: row.request_no,
    service: row.service,
    stage: row.stage,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at?.getTime() ?? null,
    lastError: row.last_error,
    createdAt: row.created_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
    sends: JSON.parse(row.sends) as Sent[],
  }));
}

/** What stands in the way of sending a notice again. */
export type ResendObstacle = 'UNKNOWN' | 'OVERTAKEN' | 'UNDER_WAY';

/** A notice as it stood before it was made due. */
export interface Resent {
  readonly platformId: number;
  readonly state: NoticeState;
  readonly attempts: number;
  readonly lastError: string | null;
}

interface AskedAgain {
  readonly platform_id: number;
  readonly state: NoticeState;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly obstacle: ResendObstacle | null;
}

/**
 * Makes a notice due now with a fresh schedule, whatever became of it before; answers how it stood, or what is in the
 * way.
 */
export async function resendNotice(
  sql: Sql,
  platformNo: string,
  noticeNo: bigint,
  at: Instant,
): Promise<Resent | ResendObstacle> {
  const now = new Date(at);
  const [row] = await sql<AskedAgain[]>`
    with asked as (
      select n.platform_id, n.state, n.attempts, n.last_error,
        case when n.state = 'WITHDRAWN' or ${overtaken(sql)} then 'OVERTAKEN'
          when n.claimed_until > ${now} then 'UNDER_WAY' end as obstacle
      from platforms p join notices n on n.platform_id = p.platform_id and n.notice_no = ${noticeNo}
      where p.platform_no = ${platformNo}
      for update of n
    ), renewed as (
      update notices n set state = 'PENDING', due_at = ${now}, attempts = 0, claimed_until = null, last_error = null,
        finished_at = null
      from asked
      where asked.obstacle is null and n.platform_id = asked.platform_id and n.notice_no = ${noticeNo}
    )
    select platform_id, state, attempts, last_error, obstacle from asked`;
  if (!row) return 'UNKNOWN';
  const { platform_id: platformId, state, attempts, last_error: lastError, obstacle } = row;
  return obstacle ?? { platformId, state, attempts, lastError };
}

/** The same of parked notices of a platform, the oldest first, so many at most; answers how many, of how many. */
export async function resendParked(
  sql: Sql,
  platformId: number,
  at: Instant,
  limit: number,
): Promise<{ readonly resent: number; readonly parked: number }> {
  const [row] = await sql<{ resent: number; parked: number }[]>`
    with parked as (
      select n.notice_no from notices n
      where n.platform_id = ${platformId} and n.state = 'PARKED' and not ${overtaken(sql)}
      order by n.notice_no limit ${limit} for update of n skip locked
    ), renewed as (
      update notices n set state = 'PENDING', due_at = ${new Date(at)}, attempts = 0, claimed_until = null,
        last_error = null, finished_at = null
      from parked where n.platform_id = ${platformId} and n.notice_no = parked.notice_no
      returning 1
    )
    select (select count(*) from renewed)::integer as resent, (
      select count(*) from notices n
      where n.platform_id = ${platformId} and n.state = 'PARKED' and not ${overtaken(sql)})::integer as parked`;
  const { resent = 0, parked = 0 } = row ?? {};
  return { resent, parked };
}

/** Notices that wait, and since when the oldest of them has: to be sent, and for the operator. */
export async function noticeFigures(
  sql: Queryable,
): Promise<
  readonly { readonly state: 'PENDING' | 'PARKED'; readonly count: number; readonly oldest: Instant | null }[]
> {
  const rows = await sql`
    select 'PENDING' as state, count(*)::integer as count, min(created_at) as oldest
    from notices where state = 'PENDING'
    union all
    select 'PARKED', count(*)::integer, min(created_at) from notices where state = 'PARKED'`;
  return rows.map((row) => ({
    state: row.state as 'PENDING' | 'PARKED',
    count: row.count as number,
    oldest: (row.oldest as Date | null)?.getTime() ?? null,
  }));
}
