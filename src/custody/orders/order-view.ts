/** An order as the rooms above see it, and what rides along with it for show only. */
import type { Instant } from '../../kernel/time.ts';
import type { CommandOf, Outcomes, VerbName } from '../commands.ts';
import type { Refusal } from '../refusals.ts';
import type { OrderEvent } from './history.ts';
import type { OrderState } from './states.ts';

/** What is for show only and no part of the content (G-9). */
export interface Presentation {
  readonly callbackUrl: string;
  readonly device: 'PC' | 'MOBILE';
  readonly remark: string | null;
  readonly hideBalance: boolean;
  /**
   * Words of the request that the protocol wants back as they were sent (L2.9 withdrawType); opaque to the core, kept
   * with the order.
   */
  readonly echo?: Readonly<Record<string, string>>;
  /** Until when the page of a placed order is shown, where that is before the order's own end (L2.8). */
  readonly until?: Instant;
}

/** An order as stored, opened for rendering: notices, returns, outcome pages and queries all come from this. */
export interface OrderView<V extends VerbName = VerbName> {
  readonly platformId: number;
  readonly requestNo: string;
  readonly service: string;
  readonly verb: V;
  readonly state: OrderState;
  /** What was ordered; null only where an order of an earlier version did not keep it. */
  readonly command: CommandOf<V> | null;
  readonly outcome: Outcomes[V] | null;
  readonly refusal: Refusal | null;
  readonly presentation: Presentation | null;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
  readonly expiresAt: Instant | null;
}

/** Where a notice stands in an order's life. ACCEPTED: a withdrawal taken, money not yet at the card. */
export type NoticeStage = 'ACCEPTED' | 'FINAL';

/** One event of an order's history. */
export interface OrderHappening {
  readonly event: OrderEvent;
  readonly at: Instant;
  /** Why it was refused. */
  readonly refusal: Refusal | null;
}
