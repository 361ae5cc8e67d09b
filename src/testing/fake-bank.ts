/**
 * A bank on paper for tests of the core: it does at once what the test says, and remembers what it was told. The real
 * sandbox bank stands behind the same port in the end-to-end tests and in `channels/conformance.ts`.
 */
import type {
  BankChannel,
  BankOutcome,
  BankReport,
  CardVerdict,
  PayoutOrder,
  SendBack,
  SmsSender,
  TerminalOrder,
  UnreadableReport,
} from '../custody/ports.ts';

export interface FakeBank extends BankChannel, SmsSender {
  readonly payouts: PayoutOrder[];
  readonly sentBack: SendBack[];
  /** What its terminals were told; whether it takes what they are told. */
  readonly placed: TerminalOrder[];
  takesBarcodes: boolean;
  readonly messages: { mobile: string; text: string }[];
  /** Answers of the next card checks, first in first out; PASSED when none is left. */
  readonly verdicts: CardVerdict[];
  /** What the bank answers to a payout, to a query of one, to a query of a payin. */
  payout: BankOutcome;
  payoutKnown: BankOutcome;
  payinKnown: BankOutcome;
}

let messageNo = 0;

/** The fields with which this bank tells of an order. */
export function fakeReport(
  report: Omit<BankReport, 'messageId'> & { readonly messageId?: string },
): Record<string, string> {
  messageNo += 1;
  const message = { messageId: `M${messageNo}`, ...report };
  return { report: JSON.stringify(message, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) };
}

/** The fields of a message that this bank has signed and nobody can read. */
export function unreadableReport(words: string, bankOrderNo: string | null = null): Record<string, string> {
  return fakeReport({ messageId: null, kind: null, bankOrderNo, outcome: null, words } as never);
}

export function fakeBank(): FakeBank {
  const bank: FakeBank = {
    name: 'paper',
    acknowledgement: 'OK',
    payouts: [],
    sentBack: [],
    placed: [],
    takesBarcodes: true,
    messages: [],
    verdicts: [],
    payout: { state: 'OPEN' },
    payoutKnown: { state: 'UNKNOWN' },
    payinKnown: { state: 'UNKNOWN' },
    verifyCard: () => Promise.resolve(bank.verdicts.shift() ?? 'PASSED'),
    payinForm: (order) => ({ url: 'https://bank.example/pay', fields: { bankOrderNo: order.bankOrderNo } }),
    placeAtTerminals(order) {
      if (bank.takesBarcodes) bank.placed.push(order);
      return Promise.resolve(bank.takesBarcodes);
    },
    queryPayin: () => Promise.resolve(bank.payinKnown),
    payOut(order) {
      bank.payouts.push(order);
      return Promise.resolve(bank.payout);
    },
    sendBack(order) {
      bank.sentBack.push(order);
      return Promise.resolve(bank.payout);
    },
    queryPayout: () => Promise.resolve(bank.payoutKnown),
    readReport: (fields) => (fields.report ? (revive(fields.report) as BankReport | UnreadableReport) : null),
    statement: () => Promise.resolve([]),
    send(mobile, text) {
      bank.messages.push({ mobile, text });
      return Promise.resolve(true);
    },
  };
  return bank;
}

function revive(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
}
