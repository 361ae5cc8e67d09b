/**
 * The adapter to the sandbox bank (its wire: sandbox-bank/README.md). It promises what `custody/ports.ts` asks of every
 * bank: no call throws for what the network does, nothing unsigned is believed, and what is not known is UNKNOWN.
 */
import type { Bank } from '../../custody/banks.ts';
import type { BankChannel, BankOutcome, PayinOrder, SmsSender, StatementLine } from '../../custody/ports.ts';
import type { Sweep } from '../../kernel/sweep.ts';
import { type Instant, MINUTE, SECOND } from '../../kernel/time.ts';
import { instantOf, readLine, readOutcome, readReportText } from './outcome.ts';
import { type Answer, createWire, type FaultListener, type Fields, readBounded, type Wire } from './wire.ts';

/** The bank's own codes. */
export const BANK_CODES: Readonly<Record<Bank, string>> = {
  ABC: 'ABC',
  BOC: 'BOC',
  XMB: 'XMB',
  CITIC: 'CITIC',
  CMB: 'CMB',
  CEB: 'CEB',
  CIB: 'CIB',
  CGB: 'CGB',
  HXB: 'HXB',
  ICBC: 'ICBC',
  CMSB: 'CMSB',
  CCB: 'CCB',
  PSBC: 'PSBC',
  PAB: 'PAB',
  SPDB: 'SPDB',
  BOB: 'BOB',
  BCM: 'BCM',
};

export interface SandboxChannelOptions {
  /** The bank as this process reaches it. */
  readonly bankUrl: string;
  /** The bank as browsers reach it; the same when absent. */
  readonly bankPublicUrl?: string;
  /** The bank's public key, SPKI PEM: the bank tells it when it is ready. */
  readonly bankPublicKey: string;
  /** Our private key for this channel, PKCS #8 PEM. */
  readonly privateKey: string;
  /** Real milliseconds given to one question; default 5 s. */
  readonly timeoutMs?: number;
  readonly onFault?: FaultListener;
  /** The transport, for tests that disturb it. */
  readonly fetch?: typeof fetch;
}

/** Where the bank's clock stands, and when the next thing is due there. */
export interface ClockReading {
  readonly now: Instant;
  readonly nextDue: Instant | null;
}

/** The bank's clock, which follows ours. */
export interface BankClock {
  /** Null when the bank does not answer. */
  read(): Promise<ClockReading | null>;
  /** Moves it forward and waits until everything due by then is done and reported; how much that was, or null. */
  follow(now: Instant): Promise<(ClockReading & { readonly done: number }) | null>;
}

/** What the bank has to do, as a sweep that knows no platforms. */
export interface BankSweep extends Omit<Sweep, 'run'> {
  run(now: Instant): Promise<number>;
}

export interface SandboxChannel {
  readonly channel: BankChannel;
  readonly sms: SmsSender;
  readonly clock: BankClock;
  /** The bank's clock in the shape of our own due work. Throws when the bank does not answer: it must not lag. */
  readonly sweep: BankSweep;
}

const TRIES = 2;
/** A step of the clock may end many orders and wait for slow receivers. */
const FOLLOW_TIMEOUT = 2 * MINUTE;
/** A statement of more pages (a thousand lines each) is not believed to end. */
const STATEMENT_PAGES = 2_000;

export function createSandboxChannel(options: SandboxChannelOptions): SandboxChannel {
  const bankUrl = options.bankUrl.replace(/\/+$/, '');
  const browserUrl = (options.bankPublicUrl ?? bankUrl).replace(/\/+$/, '');
  const wire = createWire({
    bankUrl,
    bankPublicKey: options.bankPublicKey,
    privateKey: options.privateKey,
    fetch: options.fetch ?? fetch,
    onFault: options.onFault ?? (() => undefined),
  });
  const timeoutMs = options.timeoutMs ?? 5 * SECOND;
  const ask = (path: string, fields: Fields): Promise<Answer> => wire.call(path, fields, { timeoutMs, tries: TRIES });
  const sms: SmsSender = {
    send: async (mobile, text) => {
      // Once: a message that was taken although its answer got lost must not be sent again.
      const answer = await wire.call('/api/sms', { mobile, text }, { timeoutMs, tries: 1 });
      return answer.kind === 'ANSWER' && answer.fields.taken === true;
    },
  };
  const clock = createClock(options.fetch ?? fetch, wire, bankUrl, timeoutMs);
  return { channel: createChannel(wire, browserUrl, ask), sms, clock, sweep: createSweep(clock) };
}

type Ask = (path: string, fields: Fields) => Promise<Answer>;

function createChannel(wire: Wire, browserUrl: string, ask: Ask): BankChannel {
  const outcome = async (path: string, fields: Fields & { readonly bankOrderNo: string }): Promise<BankOutcome> => {
    const answer = await ask(path, fields);
    // An answer about another order is no answer. Nor is a refusal an outcome: an earlier try may have been taken.
    if (answer.kind !== 'ANSWER' || answer.fields.bankOrderNo !== fields.bankOrderNo) return { state: 'UNKNOWN' };
    return readOutcome(answer.fields);
  };
  return {
    name: 'sandbox',
    acknowledgement: 'RECEIVED',
    verifyCard: async (elements) => {
      const { realName, idNumber, cardNumber, mobile } = elements;
      const answer = await ask('/api/card/verify', { realName, idNumber, cardNumber, mobile });
      const verdict = answer.kind === 'ANSWER' ? answer.fields.verdict : null;
      return verdict === 'PASSED' || verdict === 'FAILED' ? verdict : 'UNKNOWN';
    },
    payinForm: (order) => {
      const text = payinText(order);
      const signature = wire.signText('bank-payin-order', text);
      const language = order.language ? `?lang=${order.language}` : '';
      return { url: `${browserUrl}/netbank/payin${language}`, fields: { order: text, signature } };
    },
    placeAtTerminals: async ({ bankOrderNo, barcode, amount, expiresAt, subject }) => {
      const answer = await ask('/api/terminal/order', {
        ...{ bankOrderNo, barcode, subject },
        amount: String(amount),
        expiresAt: new Date(expiresAt).toISOString(),
      });
      return answer.kind === 'ANSWER' && answer.fields.bankOrderNo === bankOrderNo;
    },
    queryPayin: (bankOrderNo) => outcome('/api/payin/query', { bankOrderNo }),
    queryPayout: (bankOrderNo) => outcome('/api/payout/query', { bankOrderNo }),
    payOut: ({ bankOrderNo, amount, cardNumber, accountName, bank }) =>
      outcome('/api/payout', {
        bankOrderNo,
        amount: String(amount),
        cardNumber,
        accountName,
        bank: BANK_CODES[bank],
      }),
    sendBack: ({ bankOrderNo, amount, payinNo, payinRef }) =>
      outcome('/api/payout/back', { bankOrderNo, amount: String(amount), payinNo, payinRef }),
    readReport: ({ report, signature }) => {
      if (report === undefined || signature === undefined) return null;
      return wire.isBankText('bank-report', report, signature) ? readReportText(report) : null;
    },
    statement: (date) => statement(ask, date),
  };
}

function payinText(order: PayinOrder): string {
  return JSON.stringify({
    bankOrderNo: order.bankOrderNo,
    amount: String(order.amount),
    payer: order.payer,
    bank: order.bank === null ? null : BANK_CODES[order.bank],
    expiresAt: new Date(order.expiresAt).toISOString(),
    returnUrl: order.returnUrl,
    subject: order.subject,
  });
}

/** Page after page. A page that is missing or cannot be read makes the whole unknown: half a statement is none. */
async function statement(ask: Ask, date: string): Promise<readonly StatementLine[] | null> {
  const lines: StatementLine[] = [];
  let after = '0';
  for (let page = 0; page < STATEMENT_PAGES; page += 1) {
    const answer = await ask('/api/statement', { date, after });
    if (answer.kind !== 'ANSWER' || !Array.isArray(answer.fields.lines)) return null;
    for (const value of answer.fields.lines) {
      const line = readLine(value);
      if (!line) return null;
      lines.push(line);
    }
    const { next } = answer.fields;
    if (next === null) return lines;
    if (typeof next !== 'string') return null;
    after = next;
  }
  return null;
}

function createClock(transport: typeof fetch, wire: Wire, bankUrl: string, timeoutMs: number): BankClock {
  return {
    read: async () => {
      try {
        // Looking at the clock decides about no money, so it needs no signature.
        const response = await transport(`${bankUrl}/sandbox/clock`, {
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = (await readBounded(response)).toString('utf8');
        return response.ok ? readClock(JSON.parse(text) as Fields) : null;
      } catch {
        return null;
      }
    },
    follow: async (now) => {
      const fields = { now: new Date(now).toISOString() };
      const answer = await wire.call('/sandbox/clock', fields, { timeoutMs: FOLLOW_TIMEOUT, tries: TRIES });
      if (answer.kind !== 'ANSWER') return null;
      const read = readClock(answer.fields);
      return read && typeof answer.fields.done === 'number' ? { ...read, done: answer.fields.done } : null;
    },
  };
}

function readClock(fields: Fields): ClockReading | null {
  const now = instantOf(fields.now);
  return now === null ? null : { now, nextDue: instantOf(fields.nextDue) };
}

function createSweep(clock: BankClock): BankSweep {
  return {
    name: 'sandbox-bank',
    nextDue: async () => {
      const read = await clock.read();
      if (!read) throw new Error('the sandbox bank does not answer');
      return read.nextDue;
    },
    run: async (now) => {
      const followed = await clock.follow(now);
      if (!followed) throw new Error('the sandbox bank does not answer');
      return followed.done;
    },
  };
}
