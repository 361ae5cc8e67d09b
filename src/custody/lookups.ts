/**
 * What the operator looks up: an order with its history and postings, a member, a hold, and who there is. Promises:
 * everything is of the one platform that is named (G-16), bounded, and personal data leave masked (G-19).
 */
import type { Sql } from '../db/pool.ts';
import { maskCard, maskIdNumber, maskMobile, maskName } from '../kernel/mask.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Instant } from '../kernel/time.ts';
import type { CardInformation } from './cards/reads.store.ts';
import type { HoldInformation } from './holds/reads.store.ts';
import { listMembers, type MemberLine } from './members/lookup.store.ts';
import type { MemberInformation } from './members/reads.store.ts';
import type { OrderHappening } from './orders/order-view.ts';
import { type PostingLine, postingsOf } from './orders/lookup.store.ts';
import type { StoredOrder } from './orders/reads.store.ts';
import { listPlatforms, type PlatformLine } from './platforms/lookup.store.ts';
import { createReads, type Reads } from './reads.ts';
import { verbOf } from './verbs.ts';
import type { PayoutState } from './withdrawals/reads.store.ts';

type Shown = Readonly<Record<string, unknown>>;

export interface OrderLookUp {
  readonly order: StoredOrder;
  /** What was ordered and what it left behind, personal data masked; null: nothing, or not kept. */
  readonly command: Shown | null;
  readonly outcome: Shown | null;
  readonly history: readonly OrderHappening[];
  readonly postings: readonly PostingLine[];
  readonly hold: HoldInformation | null;
  readonly payout: PayoutState | null;
}

export interface MemberLookUp extends MemberInformation {
  /** Every card that he ever bound, the first one first, masked. */
  readonly cards: readonly CardInformation[];
  /** Wrong tries at the trade password, and until when it is locked. */
  readonly failures: number;
  readonly lockedUntil: Instant | null;
}

/** How a personal field is shown; one that is not named here is not shown at all. */
const MASKS: Readonly<Record<string, (text: string) => string>> = {
  realName: maskName,
  idNumber: maskIdNumber,
  mobile: maskMobile,
  cardNumber: maskCard,
};

export class LookUps {
  private readonly sql: Sql;
  private readonly reads: Reads;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.reads = createReads({ sql, sealer });
  }

  platforms(limit: number): Promise<readonly PlatformLine[]> {
    return listPlatforms(this.sql, limit);
  }

  members(platformId: number, after: string | null, limit: number): Promise<readonly MemberLine[]> {
    return listMembers(this.sql, platformId, after, limit);
  }

  async order(platformId: number, requestNo: string, mostPostings: number): Promise<OrderLookUp | null> {
    const order = await this.reads.order(platformId, requestNo);
    if (!order) return null;
    const verb = order.command && verbOf(order.command);
    const [history, postings, hold, payout] = await Promise.all([
      this.reads.orderHistory(platformId, order.orderNo),
      this.postings(platformId, order.orderNo, mostPostings),
      verb?.leaves === 'HOLD' ? this.reads.hold(platformId, requestNo) : null,
      verb?.leaves === 'PAYOUT' ? this.reads.payoutState(platformId, order.orderNo) : null,
    ]);
    const shown = (value: object | null) => value && masked(value as Shown, verb?.personal ?? null);
    return { order, command: shown(order.command), outcome: shown(order.outcome), history, postings, hold, payout };
  }

  async member(platformId: number, userNo: string, at: Instant): Promise<MemberLookUp | null> {
    const [member, memberNo] = await Promise.all([
      this.reads.member(platformId, userNo, at),
      this.reads.memberNo(platformId, userNo),
    ]);
    if (!member || memberNo === null) return null;
    const [credential, cards] = await Promise.all([
      this.reads.credential(platformId, memberNo),
      this.reads.cardHistory(platformId, memberNo),
    ]);
    return {
      ...member,
      name: maskName(member.name),
      mobile: maskMobile(member.mobile),
      cardNumber: member.cardNumber && maskCard(member.cardNumber),
      cards: cards.map((card) => ({ ...card, number: maskCard(card.number) })),
      failures: credential?.failures ?? 0,
      lockedUntil: credential?.lockedUntil ?? null,
    };
  }

  /** What an order, or a case, has moved. */
  postings(platformId: number, no: bigint, most: number): Promise<readonly PostingLine[]> {
    return postingsOf(this.sql, platformId, no, most);
  }

  hold(platformId: number, holdNo: string): Promise<HoldInformation | null> {
    return this.reads.hold(platformId, holdNo);
  }
}

/**
 * An outcome can tell what its command does not (the card of a withdrawal), and of an order that keeps no command
 * (`personal` null) nobody knows what is personal: so whatever is known to be is hidden.
 */
function masked(value: Shown, personal: readonly string[] | null): Shown {
  const entries = Object.entries(value).map(([name, each]) => {
    const hidden = name in MASKS || (personal?.includes(name) ?? false);
    return [name, hidden && typeof each === 'string' ? (MASKS[name]?.(each) ?? '***') : each];
  });
  return Object.fromEntries(entries);
}
