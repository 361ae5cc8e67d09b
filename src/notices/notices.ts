/**
 * Notices: what the lane owes a platform (a row born in the transaction that made it true) is carried to the
 * platform's address until it is acknowledged, by rules that its protocol brings as data. This is the room's face;
 * `main` wires it.
 * Promises: each notice is sent at least once and not after its last retry; an order's acceptance never arrives after
 * its final outcome by our doing (D-WDR-3); nothing of a notice's content is ever logged or kept here.
 */
import type { OrderView, Platform } from '../custody/api.ts';
import type { VerbName } from '../custody/commands.ts';
import type { Sql } from '../db/pool.ts';
import { errorFacts, type Log } from '../kernel/log.ts';
import { createPlatformSweep } from '../kernel/platform-sweep.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { type Clock, type Instant, SECOND } from '../kernel/time.ts';
import { type AddressPolicy, type Resolve, resolveHost } from './addresses.ts';
import { Delivery, type DeliveryLimits } from './delivery.ts';
import {
  type LeasedNotice,
  leaseNotices,
  nextDue,
  platformsDue,
  releaseLater,
  settleDelivered,
  settleFailed,
  settleWithdrawn,
} from './notices.store.ts';
import { createNoticeOperations, type NoticeOperations } from './operator.ts';
import { delayAfter } from './schedule.ts';
import { send } from './send.ts';

/** How a protocol wants its notices acknowledged and repeated; a dialect brings it. */
export interface NoticeRules {
  /** The body that acknowledges, white space around it ignored: `SUCCESS` (LW-9), `OK` (DW-5). */
  readonly acknowledgement: string;
  /** How often a notice about an order of this verb is sent within one hour, the first time included. */
  mostSends(verb: VerbName): number;
}

/** What became of one send. */
export type NoticeResult = 'delivered' | 'retried' | 'parked' | 'withdrawn';

export interface NoticesOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  /** By the dialect of a platform, which means nothing here. */
  readonly rules: Readonly<Record<string, NoticeRules>>;
  readonly platform: (platformId: number) => Promise<Platform | null>;
  /** An order as it stood after an event of its history; null when its number has given way to another try. */
  readonly order: (platformId: number, orderNo: bigint, eventSeq: number) => Promise<OrderView | null>;
  /**
   * The signed form of a notice (G-2); null when the protocol has none for this service. Called anew for each send, so
   * that keys can be rotated between two.
   */
  readonly render: (platform: Platform, order: OrderView) => Promise<Readonly<Record<string, string>> | null>;
  readonly policy: AddressPolicy;
  readonly resolve?: Resolve;
  /** Real milliseconds that one send may take. */
  readonly timeout?: number;
  readonly limits?: DeliveryLimits;
  /** For metrics: each send that was settled, and the real milliseconds it took. */
  readonly observe?: (platformNo: string, result: NoticeResult, milliseconds: number) => void;
}

export interface Notices {
  /** What is due because time went by, or because another node, or a crash, left it. */
  readonly sweep: Sweep;
  /** Delivers at once; to be called after a commit that owes notices to these platforms. Never rejects, never waits. */
  wake(platformIds: Iterable<number>): void;
  readonly operations: NoticeOperations;
  /** Leases nothing any more and waits for what is under way, at most as long as one send may take. */
  stop(): Promise<void>;
}

/** Longer than a send can take, with room for a slow database; in the custodian's time. */
const LEASE = 30 * SECOND;
const TIMEOUT = 5 * SECOND;

export function createNotices(options: NoticesOptions): Notices {
  const { sql, clock, log } = options;
  const port = {
    async lease(platformId: number, limit: number) {
      const now = clock.now();
      const { notices, touched } = await leaseNotices(sql, platformId, { now, until: now + LEASE }, limit);
      return { notices: notices.map((notice) => ({ ...notice, sentAt: now })), touched };
    },
    deliver: carrier(options),
  };
  const delivery = new Delivery<Leased>(port, log, options.limits);
  function wake(platformIds: Iterable<number>): void {
    for (const platformId of platformIds) delivery.poke(platformId);
  }
  return {
    sweep: createPlatformSweep({
      name: 'notices',
      nextDue: () => nextDue(sql),
      platformsDue: (now) => platformsDue(sql, now),
      round: (platformId) => delivery.fill(platformId),
      settled: () => delivery.settled(),
    }),
    wake,
    operations: createNoticeOperations({ sql, clock, wake: (platformId) => wake([platformId]) }),
    stop: () => delivery.stop(),
  };
}

type Leased = LeasedNotice & { readonly sentAt: Instant };

/**
 * What one send came to: acknowledged, nothing to send at all, or why not and whether the schedule still has a retry.
 */
type Outcome =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'unwanted'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly delay: number | null };

/**
 * Carries one leased notice to its platform and settles it. Rejects when the database fails: the lease then runs
 * out.
 */
function carrier(options: NoticesOptions) {
  const { sql, clock, log, observe } = options;
  return async (notice: Leased): Promise<{ failed: boolean; again: boolean }> => {
    const { platformId, requestNo, orderNo, eventSeq, stage, attempt } = notice;
    const began = performance.now();
    const platform = await options.platform(platformId);
    const order = await options.order(platformId, orderNo, eventSeq);
    const outcome = await attemptOf(options, notice, platform, order);
    const result = await settle(sql, notice, outcome, clock.now(), performance.now() - began);
    const again = stage === 'ACCEPTED' && (await releaseLater(sql, notice, clock.now()));
    const platformNo = platform?.platformNo ?? String(platformId);
    const facts = { platformNo, notice: String(notice.noticeNo), requestNo, service: notice.service, stage, attempt };
    if (outcome.kind === 'acknowledged') log.info({ ...facts, result }, 'a notice was delivered');
    else log.warn({ ...facts, result, reason: outcome.reason }, 'a notice was not delivered');
    observe?.(platformNo, result, performance.now() - began);
    return { failed: outcome.kind === 'failed', again };
  };
}

async function attemptOf(
  options: NoticesOptions,
  notice: Leased,
  platform: Platform | null,
  order: OrderView | null,
): Promise<Outcome> {
  if (!platform) return givenUp('the platform is unknown');
  if (platform.notifyUrl === null) return givenUp('the platform has no notify address');
  if (!order) return { kind: 'unwanted', reason: 'another try has taken over the number' };
  const rules = options.rules[platform.dialect];
  if (!rules) return givenUp(`there are no rules for notices of the dialect ${platform.dialect}`);
  const sends = rules.mostSends(order.verb);
  if (notice.attempt > sends) return givenUp('the process ended during the last send; its answer is unknown');
  const delay = delayAfter(notice.attempt, sends - 1);
  try {
    const fields = await options.render(platform, order);
    if (fields === null) return { kind: 'unwanted', reason: 'the protocol has no notice for this service' };
    const reply = await send(platform.notifyUrl, fields, rules.acknowledgement, {
      policy: options.policy,
      resolve: options.resolve ?? resolveHost,
      timeout: options.timeout ?? TIMEOUT,
    });
    return reply.acknowledged ? { kind: 'acknowledged' } : { kind: 'failed', reason: reply.reason, delay };
  } catch (error) {
    options.log.error({ platformNo: platform.platformNo, ...errorFacts(error) }, 'a notice could not be rendered');
    return { kind: 'failed', reason: 'the notice could not be rendered', delay };
  }
}

function givenUp(reason: string): Outcome {
  return { kind: 'failed', reason, delay: null };
}

async function settle(
  sql: Sql,
  notice: Leased,
  outcome: Outcome,
  now: Instant,
  milliseconds: number,
): Promise<NoticeResult> {
  const { attempt, sentAt: at } = notice;
  const sent = { attempt, at, took: Math.round(milliseconds) };
  if (outcome.kind === 'acknowledged') {
    await settleDelivered(sql, notice, { ...sent, reason: null }, now);
    return 'delivered';
  }
  if (outcome.kind === 'unwanted') {
    await settleWithdrawn(sql, notice, outcome.reason, now);
    return 'withdrawn';
  }
  // Counted from the send and not from its end, so that time-outs do not push the last retry out of the hour.
  const retryAt = outcome.delay === null ? null : notice.sentAt + outcome.delay;
  const state = await settleFailed(sql, notice, { sent: { ...sent, reason: outcome.reason }, retryAt, now });
  return state === 'PARKED' ? 'parked' : state === 'WITHDRAWN' ? 'withdrawn' : 'retried';
}
