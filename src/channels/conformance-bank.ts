/** A bank as the conformance suite drives it, and the orders that the suite gives it. */
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import type {
  BankChannel,
  BankOutcome,
  BrowserForm,
  PayinOrder,
  PayoutOrder,
  SmsSender,
  TerminalOrder,
} from '../custody/ports.ts';
import { formatDate, type Instant, MINUTE } from '../kernel/time.ts';

/** LOST: nothing gets through. LATE: the answer comes after our time-out. FORGED: the answer is another's. */
export type Fault = 'LOST' | 'LATE' | 'FORGED';

/** A message that the bank posted to our notify address. */
export interface Reported {
  readonly bankOrderNo: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Card numbers of the bank's test table. */
export interface ConformanceCards {
  readonly good: string;
  /** Fits the name and the ID, not the mobile. */
  readonly threeOnly: string;
  readonly bad: string;
  /** The bank does not answer when it is asked about this one. */
  readonly silent: string;
  readonly returned: string;
  /** Its payout stays unknown for a while. */
  readonly unsure: string;
  /** Its payout is reported twice. */
  readonly twice: string;
}

/** A bank as the suite drives it. */
export interface ConformanceBank {
  readonly channel: BankChannel;
  readonly sms: SmsSender;
  readonly cards: ConformanceCards;
  /** Reports about an order, once there are `count` of them. */
  reports(bankOrderNo: string, count: number): Promise<readonly Reported[]>;
  /** Takes the form to the bank's page as the payer, decides, and answers the fields that the browser brings back. */
  visit(form: BrowserForm, decision: 'PAY' | 'GIVE_UP'): Promise<Readonly<Record<string, string>>>;
  /** Pays what a terminal finds under a barcode, with a good card; answers whether it found anything to be paid. */
  payAtTerminal(barcode: string): Promise<boolean>;
  disturb(fault: Fault | null): void;
  now(): Promise<Instant>;
  advance(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** The bank, once it is open. */
export type Get = () => ConformanceBank;

/** What the statement of the bank's day says about an order. */
export async function linesAbout({ channel, now }: ConformanceBank, bankOrderNo: string) {
  const lines = await channel.statement(formatDate(await now()));
  assert.ok(lines, 'the bank answers with a statement');
  return lines.filter((line) => line.bankOrderNo === bankOrderNo);
}

/** A number that no order has. */
export function orderNo(): string {
  return `T${randomBytes(12).toString('hex')}`;
}

/** An order for the bank's page. */
export async function payinOrder(bank: ConformanceBank): Promise<PayinOrder> {
  return {
    bankOrderNo: orderNo(),
    amount: 123_456n,
    payer: 'PERSON',
    bank: 'ICBC',
    expiresAt: (await bank.now()) + 30 * MINUTE,
    returnUrl: 'http://127.0.0.1:9/bank/return',
    subject: '账户充值',
  };
}

/** An order for its terminals. */
export async function terminalOrder(bank: Pick<ConformanceBank, 'now'>): Promise<TerminalOrder> {
  return {
    bankOrderNo: orderNo(),
    barcode: String(randomInt(2 ** 47)).padStart(18, '1'),
    amount: 45_600n,
    expiresAt: (await bank.now()) + 30 * MINUTE,
    subject: '账户充值',
  };
}

/** A payout to a card. */
export function payoutOrder(cardNumber: string): PayoutOrder {
  return { bankOrderNo: orderNo(), amount: 98_765n, cardNumber, accountName: '张三', bank: 'ICBC' };
}

/** Asserts how an order stands. */
export function assertState(outcome: BankOutcome | null | undefined, state: BankOutcome['state']): void {
  assert.equal(outcome?.state, state);
}

/** The same text with one character other than it was. */
export function tampered(value: string): string {
  const middle = Math.floor(value.length / 2);
  return value.slice(0, middle) + (value[middle] === '1' ? '2' : '1') + value.slice(middle + 1);
}
