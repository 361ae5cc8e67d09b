/**
 * The face of the core: what wire, pages, notices and jobs see of it. `main` builds it (`custody/custody.ts`).
 * All of it speaks the core's words; a rendering to a protocol or to HTML happens in the rooms above.
 */
import type { Fen } from '../kernel/money.ts';
import type { Instant } from '../kernel/time.ts';
import type { Bank } from './banks.ts';
import type { CommandOf, DirectCommand, Outcomes, PageCommand, VerbName } from './commands.ts';
import type { BrowserForm } from './ports.ts';
import type { Refusal } from './refusals.ts';
import type {
  AccessType,
  AuthorizationKind,
  Holder,
  HoldKind,
  MemberRole,
  MemberType,
  OrderState,
  PlatformAccount,
  ProjectStatus,
  RepaymentWay,
} from './vocabulary.ts';

/** How protocols differ in what the core allows; a dialect brings its own (`policy.ts` in its room). */
export interface Policy {
  /** Four elements, falling back to three (L2.1-3), or four or nothing (D-REG-2). */
  readonly cardCheck: 'FOUR_THEN_THREE' | 'FOUR';
  readonly cardBanks: readonly Bank[];
  readonly depositBanks: Readonly<Record<MemberType, readonly Bank[]>>;
  readonly withdrawalBanks: Readonly<Record<MemberType, readonly Bank[]>>;
  /** Platform accounts that may be funded through the bank's page. */
  readonly depositAccounts: readonly PlatformAccount[];
  readonly withdrawalAccounts: readonly PlatformAccount[];
  /** At acceptance a withdrawal leaves the balance (DEDUCT) or is frozen until the bank has paid (FREEZE). */
  readonly withdrawal: 'DEDUCT' | 'FREEZE';
  /** Whether a tender hold is confirmed in parts (L2.15-3) or whole and once (D-LOAN-2). */
  readonly loanHold: 'PARTS' | 'WHOLE';
  readonly loanDetailsLimit: number;
  /** Regulatory caps on one project and on a borrower's running total (D-PRJ-1), or null. */
  readonly projectCaps: Readonly<Record<MemberType, Fen>> | null;
  /** Roles that may invest, borrow; null: any. */
  readonly investorRoles: readonly MemberRole[] | null;
  readonly borrowerRoles: readonly MemberRole[] | null;
  /** Notices owed at acceptance of a withdrawal and at its end: whether success at the end is notified too. */
  readonly withdrawalSuccessNotice: boolean;
}

/** What a platform is configured with, as the rooms above see it. */
export interface Platform {
  readonly platformId: number;
  readonly platformNo: string;
  readonly name: string;
  /** Which protocol it speaks; opaque to the core, it selects the `Policy`. */
  readonly dialect: string;
  readonly suspended: boolean;
  /** Services opened, or null for all. */
  readonly services: readonly string[] | null;
  readonly notifyUrl: string | null;
  readonly custodyBank: string | null;
  /** Everything else that can be set: signature-encoding, path-prefix, principal-rule, fees … */
  readonly settings: Readonly<Record<string, string>>;
}

/** A public key of a platform. */
export interface PlatformKey {
  readonly serial: string;
  readonly publicKeyPem: string;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** How a request came: what the executor needs to be idempotent about it. */
export interface Request {
  readonly requestNo: string;
  /** The service under the name the platform sent (echoed in answers and notices, LW-10). */
  readonly service: string;
  readonly idempotent: boolean;
}

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
}

/** What became of a direct order. */
export type DirectAnswer<V extends VerbName = VerbName> =
  | { readonly kind: 'done'; readonly outcome: Outcomes[V]; readonly at: Instant }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What became of a gateway call: a page (new, entered again, or showing the outcome), or a refusal before it. */
export type PageAnswer =
  | { readonly kind: 'page'; readonly token: string }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal /** A failing return is owed (G-13): not for duplicates. */;
      readonly owesReturn: boolean;
    };

/** An order as stored, opened for rendering: notices, returns, outcome pages and queries all come from this. */
export interface OrderView<V extends VerbName = VerbName> {
  readonly platformId: number;
  readonly requestNo: string;
  readonly service: string;
  readonly verb: V;
  readonly state: OrderState;
  /** Null for direct orders that keep no command. */
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

/** What a hosted page shows. Read fresh at each request; nothing of it is cached. */
export interface PageView {
  readonly order: OrderView;
  readonly platform: Platform;
  /** Masked card and bank of the holder, where the verb uses them. */
  readonly card: { readonly masked: string; readonly bank: Bank } | null;
  readonly available: Fen | null;
  readonly fee: Fen | null;
  readonly project: { readonly projectNo: string; readonly name: string; readonly rate: string } | null;
  /** When the withdrawal is expected at the card. */
  readonly arrivesAt: Instant | null;
  /** Masked mobile an SMS code goes to, or null. */
  readonly smsTo: string | null;
  /** The instant after which another SMS code may be sent, or null for at once. */
  readonly smsAgainAt: Instant | null;
  readonly passwordTriesLeft: number | null;
}

/** What the person typed on the registration page; given data win over typed ones. */
export interface RegistrationForm {
  readonly realName: string;
  readonly idNumber: string;
  readonly cardNumber: string;
  readonly mobile: string;
  readonly password: string;
  readonly passwordAgain: string;
  readonly smsCode: string;
  readonly agreed: boolean;
}

/** A step on a page: it went on (look at the page again), or it is refused and the page stays. */
export type StepAnswer = { readonly kind: 'moved' } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Token of a page unknown, forged, or of an order that is gone: `null`. */
export interface Pages {
  view(token: string): Promise<PageView | null>;
  /** Sends an SMS code for a registration; `mobile` is used only when the platform passed none. */
  sendSms(token: string, mobile: string): Promise<StepAnswer | null>;
  register(token: string, form: RegistrationForm): Promise<StepAnswer | null>;
  /** Confirms HOLD, WITHDRAW or AUTHORIZE with the trade password. */
  confirm(token: string, password: string): Promise<StepAnswer | null>;
  /** DEPOSIT: hands over to the bank; the browser is to post this form. Repeatable while the order lives. */
  handOver(token: string): Promise<{ readonly kind: 'form'; readonly form: BrowserForm } | StepAnswer | null>;
  cancel(token: string): Promise<StepAnswer | null>;
  /** The browser came back from the bank with these fields; answers the page token it belongs to. */
  returned(fields: Readonly<Record<string, string>>): Promise<string | null>;
}

export interface MemberInformation {
  readonly userNo: string;
  readonly name: string;
  readonly type: MemberType;
  readonly role: MemberRole;
  readonly active: boolean;
  readonly auditStatus: 'AUDIT' | 'PASSED' | 'BACK' | 'REFUSED' | null;
  readonly accessType: AccessType | null;
  readonly available: Fen;
  readonly frozen: Fen;
  readonly cardNumber: string | null;
  readonly bank: Bank | null;
  readonly mobile: string;
  readonly authorizations: readonly AuthorizationKind[];
}

export interface ProjectInformation {
  readonly projectNo: string;
  readonly borrowerNo: string;
  readonly amount: Fen;
  readonly name: string;
  readonly description: string | null;
  readonly periodDays: number | null;
  readonly rate: string;
  readonly repaymentWay: RepaymentWay;
  readonly status: ProjectStatus;
  readonly tendered: Fen;
  readonly loaned: Fen;
  readonly repaidPrincipal: Fen;
  readonly repaidInterest: Fen;
}

/** A hold as a query sees it. */
export interface HoldInformation {
  readonly kind: HoldKind;
  readonly holder: Holder;
  readonly projectNo: string | null;
  readonly amount: Fen;
  readonly confirmed: Fen;
  readonly cancelled: Fen;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
}

/** What a transaction query finds for one request number: the order, and what hangs on it. */
export interface TransactionInformation {
  readonly order: OrderView;
  readonly subjectNo: string | null;
  readonly projectNo: string | null;
  readonly hold: HoldInformation | null;
  /** The amount ordered, where the order has one. */
  readonly amount?: Fen | null;
  /** For confirmations and cancellations: the hold they name, and the commission taken. */
  readonly confirmation: { readonly holdNo: string | null; readonly commission: Fen } | null;
  /** For withdrawals: what became of the payout. */
  readonly payout: 'WAITING' | 'SENT' | 'PAID' | 'RETURNED' | null;
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

export type { Command, CommandOf, DirectCommand, Outcomes, PageCommand, VerbName } from './commands.ts';
