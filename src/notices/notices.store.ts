/**
 * The notices room's SQL. The lane gives birth to notices and withdraws them; here they are leased, settled and shown.
 * Every statement is a transaction of its own, names the platform (but for the looks over all of them), and waits for
 * nobody on its way to a lease (SKIP LOCKED). `claimed_until` in the future means that some node is sending right now;
 * a leased row's `due_at` stands there too, so that one index tells when a row is to be looked at next, crash or not.
 */
import type { NoticeStage } from '../custody/api.ts';
import type { Sql } from '../db/pool.ts';
import { type Instant, SECOND } from '../kernel/time.ts';

export type NoticeState = 'PENDING' | 'DELIVERED' | 'PARKED' | 'WITHDRAWN';

/** A notice that is ours to send, until its lease runs out. */
export interface LeasedNotice {
  readonly platformId: number;
  readonly noticeNo: bigint;
  readonly requestNo: string;
  readonly orderNo: bigint;
  /** The event of the order's history that it tells of. */
  readonly eventSeq: number;
  readonly service: string;
  readonly stage: NoticeStage;
  /** Which send this is; 1 is the first. */
  readonly attempt: number;
}

/** `touched` counts the rows that were due and looked at, also those that were withdrawn or told to wait. */
export interface Lease {
  readonly notices: readonly LeasedNotice[];
  readonly touched: number;
}

/**
 * A final notice that waits for an acceptance in flight is looked at again this much later, or when that one is
 * settled.
 */
const LOOK_AGAIN = SECOND;

/**
 * Takes up to `limit` due notices of a platform until `until`. What a later one has overtaken is withdrawn instead: an
 * acceptance whose order has its final notice (D-WDR-3), and a notice of a try that gave way to another (G-11). A final
 * notice whose acceptance is in flight waits.
 */
export async function leaseNotices(
  sql: Sql,
  platformId: number,
  at: { readonly now: Instant; readonly until: Instant },
  limit: number,
): Promise<Lease> {
  const now = new Date(at.now);
  const until = new Date(at.until);
  const again = new Date(at.now + LOOK_AGAIN);
  const rows = await sql<(LeasedRow & { verdict: 'SEND' | 'WAIT' | 'WITHDRAW' })[]>`
    with due as (
      select n.notice_no,
        case when ${overtaken(sql)} then 'WITHDRAW'
          when n.stage = 'FINAL' and exists (
            select 1 from notices a
            where a.platform_id = n.platform_id and a.order_no = n.order_no and a.stage = 'ACCEPTED'
              and a.claimed_until > ${now}) then 'WAIT'
          else 'SEND' end as verdict
      from notices n
      where n.platform_id = ${platformId} and n.state = 'PENDING' and n.due_at <= ${now}
      order by n.due_at, n.notice_no
      limit ${limit}
      for update of n skip locked
    )
    update notices n set
      state = case due.verdict when 'WITHDRAW' then 'WITHDRAWN' else n.state end,
      attempts = n.attempts + case due.verdict when 'SEND' then 1 else 0 end,
      due_at = case due.verdict when 'SEND' then ${until}::timestamptz when 'WAIT' then ${again}::timestamptz end,
      claimed_until = case due.verdict when 'SEND' then ${until}::timestamptz end,
      finished_at = case due.verdict when 'WITHDRAW' then ${now}::timestamptz end
    from due
    where n.platform_id = ${platformId} and n.notice_no = due.notice_no
    returning due.verdict, n.notice_no, n.request_no, n.order_no, n.event_seq, n.service, n.stage, n.attempts`;
  const notices = rows.filter((row) => row.verdict === 'SEND').map((row) => leased(platformId, row));
  return { notices: notices.sort((a, b) => (a.noticeNo < b.noticeNo ? -1 : 1)), touched: rows.length };
}

interface LeasedRow {
  readonly notice_no: bigint;
  readonly request_no: string;
  readonly order_no: bigint;
  readonly event_seq: number;
  readonly service: string;
  readonly stage: NoticeStage;
  readonly attempts: number;
}

function leased(platformId: number, row: LeasedRow): LeasedNotice {
  return {
    platformId,
    noticeNo: row.notice_no,
    requestNo: row.request_no,
    orderNo: row.order_no,
    eventSeq: row.event_seq,
    service: row.service,
    stage: row.stage,
    attempt: row.attempts,
  };
}

/** Whether notice `n` must not go out any more, because what it says has been overtaken. */
function overtaken(sql: Sql) {
  return sql`(
    n.stage = 'ACCEPTED' and exists (
      select 1 from notices f
      where f.platform_id = n.platform_id and f.order_no = n.order_no and f.stage = 'FINAL')
    or exists (
      select 1 from orders o
      where o.platform_id = n.platform_id and o.request_no = n.request_no and o.order_no <> n.order_no))`;
}

/** Settles an acknowledged notice, also one that the lane withdrew meanwhile: the platform does know it. */
export async function settleDelivered(sql: Sql, notice: LeasedNotice, now: Instant): Promise<void> {
  const { platformId, noticeNo } = notice;
  await sql`
    update notices set state = 'DELIVERED', due_at = null, claimed_until = null, last_error = null,
      finished_at = ${new Date(now)}
    where platform_id = ${platformId} and notice_no = ${noticeNo} and state in ('PENDING', 'WITHDRAWN')`;
}

/** Settles a notice that turned out not to be owed. */
export async function settleWithdrawn(sql: Sql, notice: LeasedNotice, reason: string, now: Instant): Promise<void> {
  const { platformId, noticeNo } = notice;
  await sql`
    update notices set state = 'WITHDRAWN', due_at = null, claimed_until = null, last_error = ${reason},
      finished_at = ${new Date(now)}
    where platform_id = ${platformId} and notice_no = ${noticeNo} and state = 'PENDING'`;
}

/**
 * Settles a failed send: to be sent again at `retryAt`, or parked when that is null. Answers the state it is in now,
 * which is WITHDRAWN when something has overtaken it; null when another node has leased it since.
 */
export async function settleFailed(
  sql: Sql,
  notice: LeasedNotice,
  failure: { readonly reason: string; readonly retryAt: Instant | null; readonly now: Instant },
): Promise<NoticeState | null> {
  const now = new Date(failure.now);
  const retryAt = failure.retryAt === null ? null : new Date(failure.retryAt);
  const [row] = await sql<{ state: NoticeState }[]>`
    with verdict as (
      select case when n.state = 'WITHDRAWN' or ${overtaken(sql)} then 'WITHDRAWN'
        when ${retryAt}::timestamptz is null then 'PARKED' else 'PENDING' end as state
      from notices n
      where n.platform_id = ${notice.platformId} and n.notice_no = ${notice.noticeNo}
        and n.state in ('PENDING', 'WITHDRAWN') and n.attempts = ${notice.attempt}
      for update of n
    )
    update notices n set state = verdict.state, claimed_until = null, last_error = ${failure.reason},
      due_at = case verdict.state when 'PENDING' then ${retryAt}::timestamptz end,
      finished_at = case verdict.state when 'PENDING' then null else ${now}::timestamptz end
    from verdict
    where n.platform_id = ${notice.platformId} and n.notice_no = ${notice.noticeNo}
    returning n.state`;
  return row?.state ?? null;
}

/**
 * An acceptance was settled: a final notice of its order that waits for it is due now. Answers whether there was one.
 */
export async function releaseFinal(sql: Sql, acceptance: LeasedNotice, now: Instant): Promise<boolean> {
  const { platformId, noticeNo } = acceptance;
  const rows = await sql`
    update notices f set due_at = least(f.due_at, ${new Date(now)}::timestamptz)
    from notices a
    where a.platform_id = ${platformId} and a.notice_no = ${noticeNo}
      and f.platform_id = ${platformId} and f.order_no = a.order_no and f.stage = 'FINAL'
      and f.state = 'PENDING' and f.claimed_until is null and f.attempts = 0
    returning f.notice_no`;
  return rows.length > 0;
}

/** The platforms that have something due, the one that has waited longest first. Asked of all in one statement. */
export async function platformsDue(sql: Sql, now: Instant): Promise<readonly number[]> {
  const rows = await sql<{ platform_id: number }[]>`
    select platform_id from notices where state = 'PENDING' and due_at <= ${new Date(now)}
    group by platform_id order by min(due_at)`;
  return rows.map((row) => row.platform_id);
}

/** When the next notice of any platform is to be looked at; null when none is owed. */
export async function nextDue(sql: Sql): Promise<Instant | null> {
  const [row] = await sql<{ due_at: Date | null }[]>`select min(due_at) as due_at from notices where state = 'PENDING'`;
  return row?.due_at?.getTime() ?? null;
}

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
}

export interface NoticeFilter {
  readonly platformNo: string | null;
  readonly state: NoticeState | null;
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
}

/** Notices, newest first, at most `limit`. Read-only and across platforms: for the operator's screens. */
export async function listNotices(sql: Sql, filter: NoticeFilter, limit: number): Promise<readonly ListedNotice[]> {
  const rows = await sql<ListedRow[]>`
    select p.platform_no, n.notice_no, n.request_no, n.service, n.stage, n.state, n.attempts, n.due_at, n.last_error,
      n.created_at, n.finished_at
    from notices n join platforms p on p.platform_id = n.platform_id
    where (${filter.platformNo}::text is null or p.platform_no = ${filter.platformNo})
      and (${filter.state}::text is null or n.state = ${filter.state})
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
