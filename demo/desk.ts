/**
 * What this platform wants of a custodian, in its own words. Each protocol fulfils it in a file of its own
 * (`desk-lianyintong.ts`, `desk-depository.ts`); read side by side they show how the two differ for an integrator.
 */
import type { Answer, GatewayForm, Rejected, Verified } from '../sdk/index.ts';
import type { Person } from './people.ts';
import type { Dialect, OrderState } from './state.ts';

/** An order ready to go: a form for the browser, or a call. The service's name is kept with the order. */
export type Prepared =
  | { readonly kind: 'page'; readonly service: string; readonly form: () => GatewayForm }
  | { readonly kind: 'call'; readonly service: string; readonly send: () => Promise<Answer<object>> };

/** Every order has a number, and pages have a way back. */
export interface OrderHead {
  readonly requestNo: string;
  readonly callbackUrl: string;
}

export interface Tender {
  readonly userNo: string;
  readonly projectNo: string;
  readonly amount: string;
  /** Paid by the platform's marketing account at loan confirmation; '' for none (depository only). */
  readonly redPacket: string;
  readonly remark: string;
}

export interface Project {
  readonly projectNo: string;
  readonly borrowerNo: string;
  readonly amount: string;
  readonly name: string;
  readonly days: number;
  readonly rate: string;
}

export interface Repayment {
  readonly projectNo: string;
  readonly holdNo: string;
  readonly commission: string;
  readonly payeeNo: string;
  readonly principal: string;
  readonly interest: string;
}

export interface Balance {
  readonly total: string;
  readonly available: string;
  readonly frozen: string;
}

export interface ProjectState {
  readonly status: string;
  readonly amount: string;
  readonly loaned: string;
  readonly repaid: string;
  readonly interest: string;
}

/** What a query found, or the sentence that says why not. */
export type Found<T> = { readonly found: T } | { readonly failure: string };

/** What a message or a query says of an order. */
export interface OrderNews {
  readonly state: OrderState;
  readonly code: string;
  readonly message: string;
  /** Of an unknown result: whether the same call may be made again. */
  readonly repeatable?: boolean;
}

export type Inbound = Verified<string, object> | Rejected;

export interface Desk {
  readonly dialect: Dialect;
  readonly acknowledgement: string;
  /** Its road has a tender without a page, as depository's has; the other can make one beside the road. */
  readonly standing: boolean;
  register(head: OrderHead, person: Person, role: 'investor' | 'borrower'): Prepared;
  deposit(head: OrderHead, userNo: string, amount: string): Prepared;
  /** Into the platform's marketing account. */
  fundMarketing(head: OrderHead, amount: string): Prepared;
  createProject(head: OrderHead, project: Project): Prepared;
  setProject(head: OrderHead, projectNo: string, status: 'REPAYING' | 'FINISH'): Prepared;
  authorize(head: OrderHead, userNo: string, amount: string): Prepared;
  tender(head: OrderHead, tender: Tender): Prepared;
  autoTender(head: OrderHead, tender: Tender): Prepared;
  cancelTender(head: OrderHead, holdNo: string, amount: string): Prepared;
  confirmLoan(
    head: OrderHead,
    projectNo: string,
    commission: string,
    holds: readonly { readonly holdNo: string; readonly amount: string }[],
  ): Prepared;
  holdRepayment(head: OrderHead, userNo: string, projectNo: string, amount: string): Prepared;
  confirmRepayment(head: OrderHead, repayment: Repayment): Prepared;
  withdraw(head: OrderHead, userNo: string, amount: string, urgent: boolean): Prepared;
  balance(userNo: string): Promise<Found<Balance>>;
  /** The platform's own accounts, by name; null where the protocol has no query for them. */
  readonly accounts: (() => Promise<Found<readonly (readonly [string, string])[]>>) | null;
  project(projectNo: string): Promise<Found<ProjectState>>;
  /** Asks what became of an order; null when the custodian does not say yet. */
  outcome(service: string, requestNo: string): Promise<OrderNews | null>;
  readNotice(body: Buffer): Inbound;
  readReturn(body: Buffer): Inbound;
  /** What a verified notice means for its order. */
  news(message: Verified<string, object>): OrderNews;
}

/** A done query's data in other words, or its failure as a sentence. */
export function found<T, U>(answer: Answer<T>, read: (data: T) => U): Found<U> {
  if (answer.kind === 'done') return { found: read(answer.data) };
  const code = answer.code === null ? '' : `${answer.code} `;
  return { failure: `${code}${answer.message}` };
}

/** What a call's answer says of its order. */
export function newsOf(answer: Answer<object>): OrderNews {
  if (answer.kind === 'done') return { state: 'DONE', code: '', message: '' };
  if (answer.kind === 'refused') return { state: 'REFUSED', code: answer.code, message: answer.message };
  const { reason, message, repeatable } = answer;
  return { state: 'UNKNOWN', code: answer.code ?? reason, message, repeatable };
}
