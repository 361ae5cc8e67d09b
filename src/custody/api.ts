/**
 * The face of the core: what wire, pages, notices and jobs see of it. `main` builds it (`custody/custody.ts`).
 * All of it speaks the core's words; a rendering to a protocol or to HTML happens in the rooms above.
 */

import type { Fen } from '../kernel/money.ts';
import type { Failure, Ok } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { DirectCommand, Outcomes, PageCommand, VerbName } from './commands.ts';
import type { FreezeInformation } from './freezes/reads.store.ts';
import type { HoldInformation } from './holds/reads.store.ts';
import type { MemberInformation } from './members/reads.store.ts';
import type { OrderHappening, OrderView, Presentation } from './orders/order-view.ts';
import type { Pages } from './page-orders/pages.ts';
import type { Platform, PlatformKey } from './platforms/platform.ts';
import type { ProjectInformation } from './projects/reads.store.ts';
import type { Judged, Refusal } from './refusals.ts';
import type { PlatformAccount } from './vocabulary.ts';
import type { PayoutState } from './withdrawals/reads.store.ts';

/** How a request came: what the executor needs to be idempotent about it. */
export interface Request {
  /** The number that the call brings: its order's, or where it has none of its own another's (G-8). */
  readonly requestNo: string;
  /** The service under the name the platform sent (echoed in answers and notices, LW-10). */
  readonly service: string;
  readonly idempotent: boolean;
}

/** What became of a direct order. */
export type DirectAnswer<V extends VerbName = VerbName> = Judged<{
  readonly outcome: Outcomes[V];
  readonly at: Instant;
}>;

/** What became of a gateway call: the token of a page (new, entered again, or showing the outcome), or a refusal. */
export type PageAnswer =
  | Ok<string>
  | (Failure<Refusal> & {
      /** A failing return is owed (G-13): not for duplicates. */
      readonly owesReturn: boolean;
    });

/** What a transaction query finds for one request number: the order, and what it left beside itself. */
export interface TransactionInformation<V extends VerbName = VerbName> {
  readonly order: OrderView<V>;
  readonly hold: HoldInformation | null;
  readonly freeze: FreezeInformation | null;
  /** For withdrawals: what became of the payout. */
  readonly payout: PayoutState | null;
}

export interface Queries {
  platformByNo(
    platformNo: string,
  ): Promise<{ readonly platform: Platform; readonly keys: readonly PlatformKey[] } | null>;
  member(platformId: number, userNo: string): Promise<MemberInformation | null>;
  accounts(
    platformId: number,
  ): Promise<Readonly<Record<PlatformAccount, { readonly available: Fen; readonly frozen: Fen }>>>;
  transaction(platformId: number, requestNo: string): Promise<TransactionInformation | null>;
  project(platformId: number, projectNo: string): Promise<ProjectInformation | null>;
  /** An order opened for rendering; null when there is none. */
  order(platformId: number, requestNo: string): Promise<OrderView | null>;
  /** The same as it stood after an event of its history; null when its number has given way to another try. */
  orderAsOf(platformId: number, orderNo: bigint, eventSeq: number): Promise<OrderView | null>;
  /** What happened to an order, oldest first. */
  orderHistory(platformId: number, orderNo: bigint): Promise<readonly OrderHappening[]>;
}

export interface Custody {
  /** Executes a direct order through its platform's lane, once (G-8 to G-11). */
  execute<C extends DirectCommand>(platform: Platform, request: Request, command: C): Promise<DirectAnswer<C['verb']>>;
  /** Opens, or enters again, the page of a gateway order. `expired` null: now + 15 minutes (G-14). */
  open(
    platform: Platform,
    request: Request,
    command: PageCommand,
    show: Presentation,
    expired: Instant | null,
  ): Promise<PageAnswer>;
  readonly pages: Pages;
  readonly queries: Queries;
  /** A message of the bank: lands as a row first, then goes through the lane. Answers false for a forged one. */
  bankReport(fields: Readonly<Record<string, string>>): Promise<boolean>;
}

export type { HoldInformation } from './holds/reads.store.ts';
export type { MemberInformation } from './members/reads.store.ts';
export type { NoticeStage, OrderView, Presentation } from './orders/order-view.ts';
export type {
  BindingForm,
  EnterpriseShown,
  PageOrderView,
  Pages,
  PageView,
  RegistrationForm,
  ResetForm,
} from './page-orders/pages.ts';
export type { Platform, PlatformKey } from './platforms/platform.ts';
export type { Policy } from './policy.ts';
export type { ProjectInformation } from './projects/reads.store.ts';
