/**
 * What the core asks of the outside, without a word of any protocol. An adapter in `channels/` implements it for one
 * bank and must pass `channels/conformance.ts`. Every call may time out: `UNKNOWN` is then the answer and stays the
 * answer until a query says otherwise; an adapter never guesses and never throws for what the network does.
 */
import type { Language } from '../kernel/language.ts';
import type { Fen } from '../kernel/money.ts';
import type { Instant } from '../kernel/time.ts';
import type { Bank } from './banks.ts';

/** Name, ID number and card; with the mobile reserved at the bank they are four elements. */
export interface CardElements {
  readonly realName: string;
  readonly idNumber: string;
  readonly cardNumber: string;
  /** Present for the four-element check, absent for three. */
  readonly mobile?: string;
}

export type CardVerdict = 'PASSED' | 'FAILED' | 'UNKNOWN';

/** An order to be paid on the bank's own page. `bankOrderNo` is ours, unique for ever, and reveals the platform. */
export interface PayinOrder {
  readonly bankOrderNo: string;
  readonly amount: Fen;
  /** Whether the payer is a person or an enterprise (B2C or B2B netbank). */
  readonly payer: 'PERSON' | 'ENTERPRISE';
  /** Straight to this bank, or null to let the payer choose. */
  readonly bank: Bank | null;
  readonly expiresAt: Instant;
  /** Where the bank's page sends the browser when it is done. */
  readonly returnUrl: string;
  /** What the payer reads on the bank's page. */
  readonly subject: string;
  /** In which the bank's page is to greet the payer; no part of the order itself. */
  readonly language?: Language;
}

/** An order to be paid at a terminal of the bank that reads this barcode. */
export interface TerminalOrder extends Pick<PayinOrder, 'bankOrderNo' | 'amount' | 'expiresAt' | 'subject'> {
  /** 18 digits. */
  readonly barcode: string;
}

/** A form to be auto-posted by the browser. */
export interface BrowserForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface PayoutOrder {
  readonly bankOrderNo: string;
  readonly amount: Fen;
  readonly cardNumber: string;
  readonly accountName: string;
  readonly bank: Bank;
}

/** Money to be sent back to whoever paid it in: the bank knows him by the payin. */
export interface SendBack {
  /** Ours, as a payout's. */
  readonly bankOrderNo: string;
  readonly amount: Fen;
  /** The payin that the money came by: our number of it, and the bank's reference. */
  readonly payinNo: string;
  readonly payinRef: string;
}

/**
 * What the bank says became of an order. `OPEN`: not decided yet. `UNKNOWN`: the bank did not answer, or does not
 * know.
 */
export type BankOutcome =
  | { readonly state: 'PAID'; readonly amount: Fen; readonly paidAt: Instant; readonly bankRef: string }
  | { readonly state: 'CLOSED'; readonly reason: string }
  | { readonly state: 'RETURNED'; readonly amount: Fen; readonly reason: string; readonly bankRef: string }
  | { readonly state: 'OPEN' }
  | {
      readonly state: 'UNKNOWN' /** The bank answered that it has no such order: asking again, or anew, is safe. */;
      readonly absent?: true;
    };

/** A message of the bank whose signature has been verified. `messageId` is the bank's, for arriving twice. */
export interface BankReport {
  readonly messageId: string;
  readonly kind: 'PAYIN' | 'PAYOUT';
  readonly bankOrderNo: string;
  readonly outcome: BankOutcome;
}

/** A message of the bank whose signature is right and whose words cannot be read: kept for people to read. */
export interface UnreadableReport {
  readonly messageId: null;
  readonly kind: null;
  /** The number that it names, where so much can be read. */
  readonly bankOrderNo: string | null;
  readonly outcome: null;
  /** As they came. */
  readonly words: string;
}

/** One line of a bank's statement of a day. */
export interface StatementLine {
  readonly kind: 'PAYIN' | 'PAYOUT' | 'PAYOUT_RETURN';
  readonly bankOrderNo: string;
  readonly amount: Fen;
  readonly at: Instant;
  readonly bankRef: string;
}

export interface BankChannel {
  /** A short name, stored with orders: which channel carries them. */
  readonly name: string;
  verifyCard(elements: CardElements): Promise<CardVerdict>;
  /** The signed form that hands the browser over to the bank. Pure: nothing leaves the process. */
  payinForm(order: PayinOrder): BrowserForm;
  /**
   * Tells the bank the barcode under which a terminal is to find the order. Safe to repeat: the bank keys it by
   * bankOrderNo. Answers whether the bank has it so, before it is shown to anybody.
   */
  placeAtTerminals(order: TerminalOrder): Promise<boolean>;
  queryPayin(bankOrderNo: string): Promise<BankOutcome>;
  /** Asks the bank to pay out. Safe to repeat: the bank keys it by bankOrderNo. */
  payOut(order: PayoutOrder): Promise<BankOutcome>;
  /** Asks the bank to pay money back to its payer: a payout in all else, keyed, asked about and reported as one. */
  sendBack(order: SendBack): Promise<BankOutcome>;
  queryPayout(bankOrderNo: string): Promise<BankOutcome>;
  /**
   * Verifies and reads a message the bank posted to us (or the fields its page sent the browser back with); null:
   * forged. What cannot be read is told with its words. What is read can be kept: no text is longer than 1,000 bytes or
   * holds what PostgreSQL does not take.
   */
  readReport(fields: Readonly<Record<string, string>>): BankReport | UnreadableReport | null;
  /** The body the bank expects when a report was taken. */
  readonly acknowledgement: string;
  /** Lines of a day (yyyyMMdd), or null when the bank did not answer. */
  statement(date: string): Promise<readonly StatementLine[] | null>;
}

/** Sends one short message. `false`: it could not be handed over; the person is told to try again. */
export interface SmsSender {
  send(mobile: string, text: string): Promise<boolean>;
}
