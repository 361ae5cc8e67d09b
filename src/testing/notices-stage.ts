/**
 * A stage for tests of notices: platforms, orders and notices as the lane leaves them in a real database, and a
 * custodian whose clock stands still until the test moves it.
 */
import type { NoticeStage, OrderView, Platform } from '../custody/api.ts';
import type { VerbName } from '../custody/commands.ts';
import type { Instant } from '../kernel/time.ts';
import { createNotices, type Notices, type NoticesOptions } from '../notices/notices.ts';
import { manualClock } from './clock.ts';
import { createTestDatabase } from './database.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** The database of this test file. */
export const { sql } = await createTestDatabase();
const RULES = {
  six: { acknowledgement: 'SUCCESS', mostSends: () => 7 },
  three: { acknowledgement: 'OK', mostSends: (verb: VerbName) => (verb === 'WITHDRAW' ? 3 : 4) },
};
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Where an acceptance stands in the history of every order here. */
const ACCEPTED = 2;

let lastPlatform = 0;

/** One platform with orders and notices, and a custodian that delivers to it. */
export async function stage(
  notifyUrl: string | null,
  dialect: 'six' | 'three' = 'six',
  more: Partial<NoticesOptions> = {},
): Promise<NoticesStage> {
  lastPlatform += 1;
  const platformId = lastPlatform;
  const platformNo = `600000${platformId}`;
  const platform = { platformId, platformNo, name: 'P', dialect, notifyUrl } as Platform;
  const made = new NoticesStage(platform, more);
  const created = new Date(made.clock.now());
  await sql`insert into platforms (platform_id, platform_no, name, dialect, notify_url, created_at)
    values (${platformId}, ${platformNo}, 'P', ${dialect}, ${notifyUrl}, ${created})`;
  return made;
}

export class NoticesStage {
  readonly clock = manualClock();
  readonly platformId: number;
  readonly platformNo: string;
  readonly options: NoticesOptions;
  readonly notices: Notices;
  private readonly verbs = new Map<string, VerbName>();
  private readonly numbers = new Map<number, string>();
  private lastNo = 0;

  constructor(platform: Platform, more: Partial<NoticesOptions>) {
    this.platformId = platform.platformId;
    this.platformNo = platform.platformNo;
    this.options = {
      sql,
      clock: this.clock,
      log: LOG,
      rules: RULES,
      platform: async (id) => (id === platform.platformId ? platform : null),
      order: async (_id, orderNo, eventSeq) => {
        const requestNo = this.numbers.get(Number(orderNo)) ?? '';
        const state = eventSeq === ACCEPTED ? 'ACCEPTED' : 'DONE';
        return { requestNo, verb: this.verbs.get(requestNo), state } as OrderView;
      },
      render: async (_platform, order) => ({
        requestNo: order.requestNo,
        stage: order.state === 'ACCEPTED' ? 'ACCEPTED' : 'FINAL',
        sentAt: String(this.clock.now()),
      }),
      policy: { requireHttps: false, refusePrivate: false },
      ...more,
    };
    this.notices = createNotices(this.options);
  }

  /** Makes an order, or gives the request number to another try of it; answers its number. */
  async order(requestNo: string, verb: VerbName = 'DEPOSIT'): Promise<number> {
    this.verbs.set(requestNo, verb);
    this.lastNo += 1;
    this.numbers.set(this.lastNo, requestNo);
    const at = new Date(this.clock.now());
    await sql`insert into orders (platform_id, request_no, order_no, command_id, service, verb, state, final, content,
        created_at, finished_at)
      values (${this.platformId}, ${requestNo}, ${this.lastNo}, 'c', 'S', ${verb}, 'DONE', true, '{}', ${at}, ${at})
      on conflict (platform_id, request_no) do update set order_no = excluded.order_no`;
    return this.lastNo;
  }

  /** Owes a notice, as the lane does; answers its id. */
  async owe(
    requestNo: string,
    orderNo: number,
    noticeStage: NoticeStage = 'FINAL',
    eventSeq = noticeStage === 'ACCEPTED' ? ACCEPTED : ACCEPTED + 1,
  ): Promise<string> {
    this.lastNo += 1;
    const at = new Date(this.clock.now());
    await sql`insert into notices (platform_id, notice_no, request_no, order_no, event_seq, service, stage, state,
        due_at, created_at)
      values (${this.platformId}, ${this.lastNo}, ${requestNo}, ${orderNo},
        ${eventSeq}, 'S', ${noticeStage}, 'PENDING', ${at}, ${at})`;
    return `${this.platformNo}-${this.lastNo}`;
  }

  /** Delivers what is due now and waits for the end of it. */
  async deliver(): Promise<void> {
    this.notices.wake([this.platformId]);
    await this.notices.sweep.settled?.();
  }

  /** Goes from one due time of this platform to the next until nothing is owed. */
  async exhaust(): Promise<void> {
    for (let due = await dueOf(this.platformId); due !== null; due = await dueOf(this.platformId)) {
      this.clock.set(Math.max(due, this.clock.now()));
      await this.notices.sweep.run(this.clock.now(), fail);
      await this.notices.sweep.settled?.();
    }
  }

  /** `state/attempts/last error` of a notice. */
  async state(id: string): Promise<string> {
    const { notices: lines } = await this.notices.operations.list({ platform: this.platformNo });
    const line = lines.find((each) => each.id === id);
    return [line?.state, line?.attempts, line?.lastError].filter((part) => part !== null).join('/');
  }
}

async function dueOf(platformId: number): Promise<Instant | null> {
  const [row] = await sql<{ due: Date | null }[]>`
    select min(due_at) as due from notices where platform_id = ${platformId} and state = 'PENDING'`;
  return row?.due?.getTime() ?? null;
}

/** In a stage nothing may fail for a platform. */
export function fail(error: unknown): never {
  throw error;
}

/** The custodian's time at each send. */
export const sentAt = (receiver: Receiver) => receiver.received.map(({ fields }) => Number(fields.sentAt));
/** The stage of each notice that arrived. */
export const stages = (receiver: Receiver) => receiver.received.map(({ fields }) => fields.stage);
/** A receiver that answers the same to everything. */
export const answering = (body: string) => startReceiver((received) => received.answer(200, body));
