/**
 * Posting: an entry of two or more lines that sum to zero, folded over account balances. Promises: no entry that does
 * not balance, none that takes an account past its bound, and each posting carries the balance and the version it led
 * to, so that any page of an account's history proves itself. Pure: the caller keeps the rows.
 */
import { type Fen, formatYuan } from '../kernel/money.ts';
import { ACCOUNT_KINDS, kindOf } from './chart.ts';

/** One line of an entry: a credit is positive, a debit negative. `part` says what of the entry it is. */
export interface Line {
  readonly accountId: bigint;
  readonly part: string;
  readonly amount: Fen;
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

/** Asserts that an entry has at least two lines, none of zero, and sums to zero. */
export function assertBalanced(template: string, lines: readonly Line[]): void {
  let total = 0n;
  for (const line of lines) {
    if (line.amount === 0n) throw new LedgerDefect(`${template}: a line of zero`);
    total += line.amount;
  }
  if (lines.length < 2) throw new LedgerDefect(`${template}: an entry needs two lines`);
  if (total !== 0n) throw new LedgerDefect(`${template}: lines sum to ${formatYuan(total)}`);
}

/** Folds one line over the state of its account. */
export function fold(line: Line, before: Balance, seq: number): Posting {
  const balanceAfter = before.balance + line.amount;
  const kind = kindOf(line.accountId);
  const { bound } = ACCOUNT_KINDS[kind];
  if (bound === 'NOT_NEGATIVE' && balanceAfter < 0n && line.amount < 0n) {
    throw new LedgerDefect(`account ${line.accountId} (${kind}) would fall to ${formatYuan(balanceAfter)}`);
  }
  if (bound === 'NOT_POSITIVE' && balanceAfter > 0n && line.amount > 0n) {
    throw new LedgerDefect(`account ${line.accountId} (${kind}) would rise to ${formatYuan(balanceAfter)}`);
  }
  return { ...line, seq, balanceAfter, version: before.version + 1n };
}
