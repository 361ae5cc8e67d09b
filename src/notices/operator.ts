/**
 * What an operator can do about notices: look at them and send one again (LW-9: a parked notice waits for him). The
 * functions answer plain objects, ready to be printed or put on a screen; refusals are sentences.
 */
import type { NoticeStage } from '../custody/api.ts';
import type { Sql } from '../db/pool.ts';
import type { Changed } from '../kernel/change.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { type Clock, formatIso, type Instant } from '../kernel/time.ts';
import type { NoticeState } from './notices.store.ts';
import { type ListedNotice, listNotices, resendNotice, resendParked } from './operator.store.ts';

/** The words of `notices list --state …`. */
const STATES: Readonly<Record<string, NoticeState>> = {
  pending: 'PENDING',
  delivered: 'DELIVERED',
  parked: 'PARKED',
  withdrawn: 'WITHDRAWN',
};

/** One listing; who needs more narrows it by platform or state. */
const LIST_LIMIT = 1_000;

/** A notice as `notices list` shows it; times are ISO 8601 in Beijing. */
export interface NoticeLine {
  /** `<platformNo>-<number>`, for `notices resend`. */
  readonly id: string;
  readonly platformNo: string;
  readonly requestNo: string;
  readonly service: string;
  readonly stage: NoticeStage;
  readonly state: string;
  readonly attempts: number;
  readonly createdAt: string;
  /** When it is sent next; while it is being sent, when it is looked at again should we crash. */
  readonly dueAt: string | null;
  readonly finishedAt: string | null;
  readonly lastError: string | null;
}

/** One send of a notice, as it was answered. */
export interface SendLine {
  /** The notice's id. */
  readonly notice: string;
  readonly attempt: number;
  readonly at: string;
  readonly milliseconds: number;
  /** Why it was not acknowledged; null when it was. */
  readonly reason: string | null;
}

/** `more`: there are older ones that are not shown. */
export interface NoticeList {
  readonly notices: readonly NoticeLine[];
  /** Where the notices of one order were asked for: every send of them that is remembered, in their order. */
  readonly sends?: readonly SendLine[];
  readonly more: boolean;
}

/** Which notices, in the operator's words. */
export interface NoticeWords {
  readonly platform?: string | undefined;
  readonly state?: string | undefined;
  /** Of one order of the platform. */
  readonly orderNo?: bigint;
}

export interface NoticeOperations {
  /**
   * Notices, newest first, of one platform or all, in one state or all. Throws a `OperatorError` for a state that
   * is none.
   */
  list(filter: NoticeWords): Promise<NoticeList>;
  /**
   * Sends a notice again, at once and with a fresh schedule, also one that was delivered. Throws a `OperatorError` when
   * there is none with this id, when it is being sent right now, or when a later notice has overtaken it (D-WDR-3,
   * G-11).
   */
  resend(id: string): Promise<Changed<SendingState, { readonly id: string; readonly state: 'pending' }>>;
  /**
   * Sends parked notices of a platform again, the oldest first, a thousand at most, but for those that a later one has
   * overtaken; answers how many, and how many are left.
   */
  resendParked(platformId: number): Promise<Changed<Parked, { readonly resent: number; readonly left: number }>>;
}

/** Where a notice stands in being sent. */
interface SendingState {
  readonly state: string;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** How many notices of a platform are parked, but for those that a later one has overtaken. */
interface Parked {
  readonly parked: number;
}

export function createNoticeOperations(context: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly wake: (platformId: number) => void;
}): NoticeOperations {
  const { sql, clock, wake } = context;
  return {
    async list(filter) {
      const state = filter.state === undefined ? null : stateOf(filter.state);
      const asked = { platformNo: filter.platform ?? null, state, orderNo: filter.orderNo ?? null };
      const found = await listNotices(sql, asked, LIST_LIMIT + 1);
      const notices = found.slice(0, LIST_LIMIT);
      const list = { notices: notices.map(line), more: found.length > LIST_LIMIT };
      return filter.orderNo === undefined ? list : { ...list, sends: notices.toReversed().flatMap(sendsOf) };
    },
    async resend(id) {
      const parts = /^(.+)-(\d{1,18})$/.exec(id);
      if (!parts)
        throw new OperatorError(`A notice's id looks like 6000000001-1042 (see "notices list"), not like ${id}.`);
      const answer = await resendNotice(sql, parts[1] ?? '', BigInt(parts[2] ?? ''), clock.now());
      if (answer === 'UNKNOWN') throw new OperatorError(`There is no notice ${id}.`);
      if (answer === 'UNDER_WAY')
        throw new OperatorError(`The notice ${id} is being sent right now; look again in a moment.`);
      if (answer === 'OVERTAKEN') {
        throw new OperatorError(`The notice ${id} was overtaken by a later one of its order and is not sent any more.`);
      }
      const { platformId, state, attempts, lastError } = answer;
      wake(platformId);
      return {
        before: { state: state.toLowerCase(), attempts, lastError },
        after: { state: 'pending', attempts: 0, lastError: null },
        answer: { id, state: 'pending' },
      };
    },
    async resendParked(platformId) {
      const { resent, parked } = await resendParked(sql, platformId, clock.now(), LIST_LIMIT);
      wake(platformId);
      const left = parked - resent;
      return { before: { parked }, after: { parked: left }, answer: { resent, left } };
    },
  };
}

function stateOf(word: string): NoticeState {
  const state = Object.hasOwn(STATES, word.toLowerCase()) ? STATES[word.toLowerCase()] : undefined;
  if (!state) throw new OperatorError(`A notice is ${Object.keys(STATES).join(', ')}, not ${word}.`);
  return state;
}

function line(notice: ListedNotice): NoticeLine {
  return {
    id: `${notice.platformNo}-${notice.noticeNo}`,
    platformNo: notice.platformNo,
    requestNo: notice.requestNo,
    service: notice.service,
    stage: notice.stage,
    state: notice.state.toLowerCase(),
    attempts: notice.attempts,
    createdAt: formatIso(notice.createdAt),
    dueAt: isoOrNull(notice.dueAt),
    finishedAt: isoOrNull(notice.finishedAt),
    lastError: notice.lastError,
  };
}

function sendsOf({ platformNo, noticeNo, sends }: ListedNotice): readonly SendLine[] {
  return sends.map(({ attempt, at, took, reason }) => ({
    ...{ notice: `${platformNo}-${noticeNo}`, attempt, at: formatIso(at), milliseconds: took, reason },
  }));
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : formatIso(at);
}
