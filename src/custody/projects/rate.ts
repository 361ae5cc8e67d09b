/** An annual rate as people read it: platforms write it on different scales, and it is kept as they wrote it. */
import type { Policy } from '../policy.ts';

const DECIMAL = /^(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

/** The rate in percent, without the sign: `0.085` of who may write fractions is `8.5` (L2.10). */
export function percentOf(rate: string, scale: Policy['rateScale']): string {
  const match = DECIMAL.exec(rate);
  if (!match) return rate;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const places = fraction.length - Number(exponent);
  const belowOne = places > 0 && digits < 10n ** BigInt(places);
  return decimal(digits, scale === 'FRACTION_BELOW_ONE' && belowOne ? places - 2 : places);
}

/** `digits` with the point so many places from their end, without noughts that say nothing. */
function decimal(digits: bigint, places: number): string {
  if (places <= 0) return String(digits * 10n ** BigInt(-places));
  const text = String(digits).padStart(places + 1, '0');
  return `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, '');
}
