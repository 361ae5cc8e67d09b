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
 * A notice that waits for an earlier one of its order in flight is looked at again this much later, or when that one
 * is settled.
 */
const LOOK_AGAIN = SECOND;

/**
 * Takes up to `limit` due notices of a platform until `until`. What a later one has overtaken is withdrawn instead: an
 * acceptance whose order has a later notice (D-WDR-3, L2.2-5), and a notice of a try that gave way to another (G-11). A
 * notice waits while an earlier one of its order is in flight.
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
          when exists (
            select 1 from notices a
            where a.platform_id = n.platform_id and a.order_no = n.order_no and ${isEarlier(sql)}
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

/** Whether notice `a` tells of something that happened to its order before what notice `n` of the same order tells. */
function isEarlier(sql: Sql) {
  return sql`a.stage = 'ACCEPTED' and (n.stage = 'FINAL' or a.event_seq < n.event_seq)`;
}

/** Whether notice `n` must not go out any more, because what it says has been overtaken. */
export function overtaken(sql: Sql) {
  return sql`(
    n.stage = 'ACCEPTED' and exists (
      select 1 from notices f
      where f.platform_id = n.platform_id and f.order_no = n.order_no
        and (f.stage = 'FINAL' or f.event_seq > n.event_seq))
    or exists (
      select 1 from orders o
      where o.platform_id = n.platform_id and o.request_no = n.request_no and o.order_no <> n.order_no))`;
}

/** What became of one send, as it is remembered with its notice. */
export interface Sent {
  readonly attempt: number;
  readonly at: Instant;
  /** Real milliseconds. */
  readonly took: number;
  /** Why it was not acknowledged; null when it was. */
  readonly reason: string | null;
}

/** Sends that are remembered: those of a whole schedule, and of some more that an operator asked for. */
const REMEMBERED = 50;

/** The sends of notice `n` with one more. */
function remembering(sql: Sql, sent: Sent) {
  return sql`(case when jsonb_array_length(n.sends) >= ${REMEMBERED} then n.sends - 0 else n.sends end)
    || ${JSON.stringify(sent)}::jsonb`;
}

/** Settles an acknowledged notice, also one that the lane withdrew meanwhile: the platform does know it. */
export async function settleDelivered(sql: Sql, notice: LeasedNotice, sent: Sent, now: Instant): Promise<void> {
  const { platformId, noticeNo } = notice;
  await sql`
    update notices n set state = 'DELIVERED', due_at = null, claimed_until = null, last_error = null,
      finished_at = ${new Date(now)}, sends = ${remembering(sql, sent)}
    where n.platform_id = ${platformId} and n.notice_no = ${noticeNo} and n.state in ('PENDING', 'WITHDRAWN')`;
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
  failure: { readonly sent: Sent; readonly retryAt: Instant | null; readonly now: Instant },
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
    update notices n set state = verdict.state, claimed_until = null, last_error = ${failure.sent.reason},
      sends = ${remembering(sql, failure.sent)},
      due_at = case verdict.state when 'PENDING' then ${retryAt}::timestamptz end,
      finished_at = case verdict.state when 'PENDING' then null else ${now}::timestamptz end
    from verdict
    where n.platform_id = ${notice.platformId} and n.notice_no = ${notice.noticeNo}
    returning n.state`;
  return row?.state ?? null;
}

/** An acceptance was settled: a later notice of its order that waits for it is due now. Tells whether there is. */
export async function releaseLater(sql: Sql, acceptance: LeasedNotice, now: Instant): Promise<boolean> {
  const { platformId, noticeNo } = acceptance;
  const rows = await sql`
    update notices n set due_at = least(n.due_at, ${new Date(now)}::timestamptz)
    from notices a
    where a.platform_id = ${platformId} and a.notice_no = ${noticeNo}
      and n.platform_id = ${platformId} and n.order_no = a.order_no and ${isEarlier(sql)}
      and n.state = 'PENDING' and n.claimed_until is null and n.attempts = 0
    returning n.notice_no`;
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
