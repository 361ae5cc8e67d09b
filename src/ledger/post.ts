/**
 * Posting: an entry of two or more lines, as its template has them, folded over account balances. There are two books,
 * money and what is noted beside it (memorandum accounts), and an entry sums to zero in each by itself. Promises: no
 * entry that does not balance or that its template does not know, none that takes an account past its bound, and each
 * posting carries the balance and the version it led to, so that any page of an account's history proves itself.
 * Pure: the caller keeps the rows.
 */
import { type Fen, formatYuan } from '../kernel/money.ts';
import { ACCOUNT_KINDS, type AccountKind, kindOf } from './chart.ts';
import { fits, type TemplateName } from './templates.ts';

/** The account of what is due to one holder out of one debt. */
export interface DueRow {
  readonly debtNo: bigint;
  readonly holderNo: bigint;
  readonly dueNo: bigint;
  readonly balance: Fen;
  readonly version: bigint;
  /** The part that the last posting to it is of; null when there is none yet. */
  readonly lastPart: string | null;
}

/** One line of an entry: a credit is positive, a debit negative. `part` says what of the entry it is. */
export interface Line<P extends string = string> {
  readonly accountId: bigint;
  readonly part: P;
  readonly amount: Fen;
  /** Where the account stands, for one that has no row among the accounts (`DUE`). */
  readonly due?: DueRow;
}

/** A line whose account's kind has been looked up. */
export interface KnownLine extends Line {
  readonly kind: AccountKind;
}

/** An account's state that a line is folded over. */
export interface Balance {
  readonly balance: Fen;
  readonly version: bigint;
}

export interface Posting extends Line {
  readonly seq: number;
  readonly balanceAfter: Fen;
  readonly version: bigint;
}

/** An entry that must not be written. Guards come before it, so it is a defect of ours and never an answer. */
export class LedgerDefect extends Error {
  override readonly name = 'LedgerDefect';
}

/** The lines of an entry without those of zero, asserted to fit the template and to sum to zero in each book. */
export function judge(template: TemplateName, lines: readonly Line[]): readonly KnownLine[] {
  const known: KnownLine[] = [];
  let money = 0n;
  let noted = 0n;
  for (const { accountId, part, amount, due } of lines) {
    if (amount === 0n) continue;
    const kind = kindOf(accountId);
    if (!fits(template, part, kind, amount)) {
      throw new LedgerDefect(`${template} has no ${part} of ${formatYuan(amount)} on ${kind}`);
    }
    if (ACCOUNT_KINDS[kind].class === 'MEMORANDUM') noted += amount;
    else money += amount;
    if ((kind === 'DUE') !== (due !== undefined))
      throw new LedgerDefect(`${template}: a line of ${kind}, its account elsewhere`);
    known.push(due ? { accountId, part, amount, kind, due } : { accountId, part, amount, kind });
  }
  if (known.length < 2) throw new LedgerDefect(`${template}: an entry needs two lines`);
  if (money !== 0n) throw new LedgerDefect(`${template}: lines of money sum to ${formatYuan(money)}`);
  if (noted !== 0n) throw new LedgerDefect(`${template}: memorandum lines sum to ${formatYuan(noted)}`);
  return known;
}

/** Folds one line over the state of its account. */
export function fold({ accountId, part, amount, kind }: KnownLine, before: Balance, seq: number): Posting {
  const balanceAfter = before.balance + amount;
  const { bound } = ACCOUNT_KINDS[kind];
  if (bound === 'NOT_NEGATIVE' && balanceAfter < 0n && amount < 0n) {
    throw new LedgerDefect(`account ${accountId} (${kind}) would fall to ${formatYuan(balanceAfter)}`);
  }
  if (bound === 'NOT_POSITIVE' && balanceAfter > 0n && amount > 0n) {
    throw new LedgerDefect(`account ${accountId} (${kind}) would rise to ${formatYuan(balanceAfter)}`);
  }
  return { accountId, part, amount, seq, balanceAfter, version: before.version + 1n };
}
