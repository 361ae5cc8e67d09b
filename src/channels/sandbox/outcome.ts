/**
 * Reads what the sandbox bank says in JSON into the core's words. Whatever does not fit is not believed: an outcome is
 * then UNKNOWN, a report its bare words.
 */
import type { BankOutcome, BankReport, StatementLine, UnreadableReport } from '../../custody/ports.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Fields } from './wire.ts';

const UNKNOWN: BankOutcome = { state: 'UNKNOWN' };

/** The outcome in an answer, a report; UNKNOWN for what cannot be read. */
export function readOutcome(fields: Fields): BankOutcome {
  const { state } = fields;
  const reason = textOf(fields.reason);
  const bankRef = textOf(fields.bankRef);
  if (state === 'OPEN') return { state };
  if (state === 'ABSENT') return { state: 'UNKNOWN', absent: true };
  if (state === 'CLOSED' && reason !== null) return { state, reason };
  const amount = fenOf(fields.amount);
  if (amount === null || amount === 0n || bankRef === null) return UNKNOWN;
  if (state === 'RETURNED' && reason !== null) return { state, amount, reason, bankRef };
  const paidAt = instantOf(fields.paidAt);
  return state === 'PAID' && paidAt !== null ? { state, amount, paidAt, bankRef } : UNKNOWN;
}

/** A report whose signature was verified; unreadable when it does not say what became of which order. */
export function readReportText(text: string): BankReport | UnreadableReport {
  const fields = objectOf(text) ?? {};
  const { kind } = fields;
  const messageId = textOf(fields.messageId);
  const bankOrderNo = textOf(fields.bankOrderNo);
  const outcome = readOutcome(fields);
  const isWhole = (kind === 'PAYIN' || kind === 'PAYOUT') && messageId !== null && bankOrderNo !== null;
  return isWhole && outcome.state !== 'UNKNOWN'
    ? { messageId, kind, bankOrderNo, outcome }
    : { messageId: null, kind: null, bankOrderNo, outcome: null, words: text };
}

/** One line of a statement; null when it cannot be read. */
export function readLine(value: unknown): StatementLine | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Fields;
  const { kind } = fields;
  const bankOrderNo = textOf(fields.bankOrderNo);
  const amount = fenOf(fields.amount);
  const at = instantOf(fields.at);
  const bankRef = textOf(fields.bankRef);
  if (kind !== 'PAYIN' && kind !== 'PAYOUT' && kind !== 'PAYOUT_RETURN') return null;
  if (bankOrderNo === null || amount === null || at === null || bankRef === null) return null;
  return { kind, bankOrderNo, amount, at, bankRef };
}

/** ISO 8601 in UTC with milliseconds, after 1970, as an instant; null for anything else. */
export function instantOf(value: unknown): Instant | null {
  const fits = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
  const at = fits ? Date.parse(value) : Number.NaN;
  return at >= 0 ? at : null;
}

function fenOf(value: unknown): Fen | null {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? BigInt(value) : null;
}

/** A short text that the database takes and a person can read; null for anything else. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(value) ? value : null;
}

function objectOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}
