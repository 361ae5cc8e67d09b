/**
 * Money inside the house is `bigint` fen (1/100 yuan) and nothing else. This module is the one place where
 * yuan, as people and protocols write them, becomes fen and back. It promises: no binary float is ever involved.
 */

/** An amount in fen. */
export type Fen = bigint;

/** Orders stay below one billion yuan (document section 1.4, type A). */
export const AMOUNT_LIMIT: Fen = 100_000_000_000n;

const DECIMAL = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads yuan exactly from decimal text (`12.30`, `5000.0`, `1.0E7`), rule G-3.
 * Answers null when the text is no plain non-negative decimal, has more than two decimals that count,
 * or reaches one billion yuan.
 */
export function parseYuan(text: string): Fen | null {
  if (text.length > 40) return null;
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const shift = Number(exponent) - fraction.length + 2;
  const fen = shift >= 0 ? scaleUp(digits, shift) : scaleDown(digits, -shift);
  return fen !== null && fen < AMOUNT_LIMIT ? fen : null;
}

function scaleUp(digits: string, zeros: number): Fen | null {
  return zeros > 40 ? (/^0*$/.test(digits) ? 0n : null) : BigInt(digits + '0'.repeat(zeros));
}

function scaleDown(digits: string, places: number): Fen | null {
  const kept = digits.slice(0, Math.max(0, digits.length - places));
  const dropped = digits.slice(Math.max(0, digits.length - places));
  return /^0*$/.test(dropped) ? BigInt(kept || '0') : null;
}

/** Fen as yuan with two decimals: `1230n` is `12.30`. */
export function formatYuan(fen: Fen): string {
  const text = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** Fen as people read them: `123456789n` is `1,234,567.89`. */
export function displayYuan(fen: Fen): string {
  return formatYuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',');
}

/** The sum of amounts in fen. */
export function sum(amounts: Iterable<Fen>): Fen {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** The smaller of two amounts. */
export function least(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}
