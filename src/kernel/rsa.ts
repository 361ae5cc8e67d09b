/**
 * What can be said of an RSA public key by looking at it: which key it is, and whether its holder is the only one who
 * can sign for it. The looks are those of partial public key validation (NIST SP 800-89, 5.3.3), and that the two
 * primes do not lie side by side; they take some milliseconds, so a key is judged once and kept.
 */
import { checkPrimeSync, createHash, type KeyObject } from 'node:crypto';

/** Why anybody may sign for a key. */
export type RsaWeakness = 'EXPONENT' | 'MODULUS';

/** 65537 or a larger odd number; beyond 2^256 it makes nothing safer, and each verification dear. */
const LEAST_EXPONENT = 65_537n;
const MOST_EXPONENT = 1n << 256n;
/** Below this bound nobody need look for a factor. */
const SMALL_FACTORS = 752n;
/** How many sums of the primes are tried, from the least there can be. */
const FERMAT_ROUNDS = 100;

/** What is wrong with an RSA public key, or null. */
export function rsaWeakness(key: KeyObject): RsaWeakness | null {
  const { modulus, exponent } = numbersOf(key);
  if (exponent < LEAST_EXPONENT || exponent > MOST_EXPONENT || exponent % 2n === 0n) return 'EXPONENT';
  const isWeak = hasSmallFactor(modulus) || checkPrimeSync(modulus) || isPower(modulus) || isNearSquare(modulus);
  return isWeak ? 'MODULUS' : null;
}

/**
 * Which key it is: SHA-256 of the modulus, hexadecimal. Whoever can sign under one exponent can under every other, so
 * the exponent tells no keys apart.
 */
export function rsaFingerprint(key: KeyObject): string {
  return createHash('sha256')
    .update(Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url'))
    .digest('hex');
}

/** Of the keys in docs/protocols/test-keys, whose private halves everybody has. */
const PUBLISHED: ReadonlySet<string> = new Set([
  'c1d095434afb84501151da4262941c8dd065321b2b25b6f1716ad892902d2021',
  '3147d92ec5618001eb5c4c4aa3e2cc7804de5f7b772fcc4ac792da2ced339bda',
]);

/** Whether a key's private half stands in our own documents: sound in itself, and nobody's alone. */
export function isPublished(key: KeyObject): boolean {
  return PUBLISHED.has(rsaFingerprint(key));
}

function numbersOf(key: KeyObject): { readonly modulus: bigint; readonly exponent: bigint } {
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  const number = (text: string): bigint => BigInt(`0x0${Buffer.from(text, 'base64url').toString('hex')}`);
  return { modulus: number(n), exponent: number(e) };
}

function hasSmallFactor(modulus: bigint): boolean {
  for (let factor = 2n; factor < SMALL_FACTORS; factor += 1n) if (modulus % factor === 0n) return true;
  return false;
}

/** Whether it is a whole number's square, cube … */
function isPower(modulus: bigint): boolean {
  for (let k = 2n; SMALL_FACTORS ** k <= modulus; k += 1n) if (root(modulus, k) ** k === modulus) return true;
  return false;
}

/** Whether Fermat's way of taking it apart ends at once: its two primes were chosen too near to each other. */
function isNearSquare(modulus: bigint): boolean {
  const least = root(modulus, 2n) + 1n;
  for (let half = least; half < least + BigInt(FERMAT_ROUNDS); half += 1n) {
    const rest = half * half - modulus;
    if (root(rest, 2n) ** 2n === rest) return true;
  }
  return false;
}

/** The whole part of the k-th root, by Newton from above. */
function root(number: bigint, k: bigint): bigint {
  let guess = 1n << (BigInt(number.toString(2).length) / k + 1n);
  for (;;) {
    const next = ((k - 1n) * guess + number / guess ** (k - 1n)) / k;
    if (next >= guess) return guess;
    guess = next;
  }
}
