/**
 * Money as a platform hands it to the custodian and gets it back. It promises that no amount ever passes through a
 * binary float: yuan travel as decimal text, arithmetic is done in `bigint` fen (1/100 yuan), rule G-3.
 */
import { CunguanError } from './errors.ts';

/** Yuan as decimal text, at most two decimals: `'12.3'`, `'5000.00'`. */
export type Yuan = string;

/** An amount as calls accept it: text is yuan, a bigint is fen (`1230n` is 12.30 yuan). */
export type Amount = Yuan | bigint;

/** One billion yuan in fen; every amount stays below it (document, section 1.4). */
const LIMIT = 100_000_000_000n;

/**
 * Yuan text as fen, exactly: `fen('12.30')` is `1230n`.
 * Throws a CunguanError, AMOUNT, for a number and for text that is no non-negative amount below one billion.
 */
export function fen(amount: Amount): bigint {
  const value = typeof amount === 'bigint' ? amount : readText(amount);
  if (value < 0n || value >= LIMIT) throw new CunguanError('AMOUNT', `amount out of range: ${amount}`);
  return value;
}

function readText(text: Yuan): bigint {
  if (typeof text !== 'string') {
    const what = `never a ${typeof text}: ${String(text)}`;
    throw new CunguanError('AMOUNT', `an amount is text in yuan or a bigint in fen, ${what}`);
  }
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new CunguanError('AMOUNT', `not an amount in yuan with at most two decimals: ${text}`);
  return BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
}

/** Fen (or yuan text) as yuan text with two decimals: `yuan(1230n)` is `'12.30'`. Errors as `fen`. */
export function yuan(amount: Amount): Yuan {
  const digits = fen(amount).toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The exact sum of amounts, in fen. */
export function total(amounts: Iterable<Amount>): bigint {
  let result = 0n;
  for (const amount of amounts) result += fen(amount);
  return result;
}
