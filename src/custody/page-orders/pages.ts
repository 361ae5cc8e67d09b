/** The face of the hosted pages: what a page shows, and the steps that a person takes on it. */
import type { Language } from '../../kernel/language.ts';
import type { Fen } from '../../kernel/money.ts';
import { ok } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Bank } from '../banks.ts';
import type { EnterpriseData, PageCommand, PageVerbName } from '../commands.ts';
import type { OrderView } from '../orders/order-view.ts';
import type { MemberType } from '../members/words.ts';
import type { Platform } from '../platforms/platform.ts';
import type { BrowserForm } from '../ports.ts';
import type { Judged } from '../refusals.ts';

/** An order with a page; its command is always there. */
export type PageOrderView = OrderView<PageVerbName> & { readonly command: PageCommand };

/** An enterprise as a page shows it. */
export type EnterpriseShown = Pick<
  EnterpriseData,
  'name' | 'unifiedCode' | 'businessLicense' | 'orgNo' | 'taxNo' | 'legal'
>;

/** What a hosted page shows. Read fresh at each request; nothing of it is cached. */
export interface PageView {
  /**
   * False ten minutes after the order's end (G-12): the page then tells the outcome alone, nothing of a person and no
   * signed return, which the same signed call still gives.
   */
  readonly telling: boolean;
  readonly order: PageOrderView;
  readonly platform: Platform;
  /** Masked card and bank of the holder, where the verb uses them. */
  readonly card: { readonly masked: string; readonly bank: Bank } | null;
  /** The holder, where it is an enterprise. */
  readonly enterprise: EnterpriseShown | null;
  readonly available: Fen | null;
  readonly fee: Fen | null;
  /** What the order is for, its annual rate in percent. */
  readonly project: { readonly projectNo: string; readonly name: string; readonly percent: string } | null;
  /** When the withdrawal is expected at the card. */
  readonly arrivesAt: Instant | null;
  /** Masked mobile an SMS code goes to, or null. */
  readonly smsTo: string | null;
  /** The instant after which another SMS code may be sent, or null for at once. */
  readonly smsAgainAt: Instant | null;
  readonly passwordTriesLeft: number | null;
  /** Until when no password is taken, while it is locked; null while one is. */
  readonly passwordLockedUntil: Instant | null;
  /** Of a page that sets another password. */
  readonly recovery: RecoveryView | null;
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

/** What the person typed on the page that binds a card; given data win over typed ones. */
export type BindingForm = Pick<RegistrationForm, 'cardNumber' | 'mobile' | 'password' | 'smsCode'>;

/** What the person typed on the page that sets another password: one way or the other. */
export interface ResetForm {
  readonly way: 'REMEMBERED' | 'FORGOTTEN';
  readonly oldPassword: string;
  readonly cardNumber: string;
  readonly smsCode: string;
  readonly password: string;
  readonly passwordAgain: string;
}

/** How a forgotten password can be replaced. */
export interface RecoveryView {
  readonly of: MemberType;
  /** Whether a code is asked besides the number of the card or account. */
  readonly asksCode: boolean;
  /** How many numbers can be tried while the password is locked. */
  readonly triesLeft: number;
}

/** A step on a page: it went on (look at the page again), or it is refused and the page stays. */
export type StepAnswer = Judged<'MOVED'>;

export const MOVED: StepAnswer = ok('MOVED');

/** Token of a page unknown, forged, or of an order that is gone: `null`. */
export interface Pages {
  view(token: string): Promise<PageView | null>;
  /**
   * Sends an SMS code. `typed`: for a registration or a binding a mobile, used only when the platform passed none; for
   * a forgotten password the whole number of the card, which is counted when it is wrong.
   */
  sendSms(token: string, typed: string): Promise<StepAnswer | null>;
  register(token: string, form: RegistrationForm): Promise<StepAnswer | null>;
  /** Binds a card of the member: password, code and card check. */
  bindCard(token: string, form: BindingForm): Promise<StepAnswer | null>;
  /** Sets another password, proved by the old one or by the card. */
  resetPassword(token: string, form: ResetForm): Promise<StepAnswer | null>;
  /** Confirms HOLD, WITHDRAW or AUTHORIZE with the trade password. */
  confirm(token: string, password: string): Promise<StepAnswer | null>;
  /**
   * DEPOSIT: hands over to the bank, whose page is to go on in this language; the browser is to post the form.
   * Repeatable while the order lives.
   */
  handOver(token: string, language?: Language): Promise<Judged<BrowserForm | 'MOVED'> | null>;
  /** POS_DEPOSIT: the payer's amount, where the platform said none. */
  enterAmount(token: string, amount: Fen): Promise<StepAnswer | null>;
  /**
   * POS_DEPOSIT: hands over to the bank's terminals and answers the barcode, always the same one; MOVED when there is
   * none to show: its amount is not known yet, the page or the order has ended. Repeatable while the order lives.
   */
  showBarcode(token: string): Promise<Judged<string | 'MOVED'> | null>;
  cancel(token: string): Promise<StepAnswer | null>;
  /** The browser came back from the bank with these fields; answers the page token it belongs to. */
  returned(fields: Readonly<Record<string, string>>): Promise<string | null>;
}
