/** What the wire must approve before a platform is registered: its protocol and its public key. */
import { createPublicKey } from 'node:crypto';
import { fail, ok, type Result } from '../kernel/result.ts';
import { isPublished } from '../kernel/rsa.ts';
import { DIALECTS } from './dialects.ts';
import { type PublicKey, readPublicKey } from './signature.ts';

/** Why a key is not taken, as one sentence for the person at the keyboard. */
export type KeyProblem = string;

const PROBLEMS = {
  NOT_RSA: 'The key is no RSA key.',
  NOT_A_KEY: 'The file holds no RSA public key (PEM or base64).',
  EXPONENT: 'Anybody could sign for the key: its public exponent must be 65537, or a larger odd number up to 2^256.',
  MODULUS: 'Anybody could sign for the key: its modulus is not the product of two large primes far apart.',
  PUBLISHED: 'Anybody could sign for the key: it is a test key of the documents, whose private half is published.',
} as const;

/** Whether a protocol of this name is spoken here. */
export function isDialect(name: string): name is keyof typeof DIALECTS {
  return Object.hasOwn(DIALECTS, name);
}

/**
 * Reads the public key that a platform registers: PEM (X.509 SubjectPublicKeyInfo or PKCS#1) or bare base64, RSA, as
 * long as its protocol asks (depository 2048 bits), and such that its holder alone can sign for it (DW-4). Answers it
 * as SPKI PEM.
 */
export function checkPlatformKey(dialect: keyof typeof DIALECTS, text: string): Result<PublicKey, KeyProblem> {
  const key = readPublicKey(text);
  if (!key.ok) return fail(PROBLEMS[key.error]);
  if (isPublished(createPublicKey(key.value.pem))) return fail(PROBLEMS.PUBLISHED);
  const least = DIALECTS[dialect].leastKeyBits;
  if (key.value.bits < least) {
    return fail(`The key has ${key.value.bits} bits; ${dialect} needs an RSA key of at least ${least}.`);
  }
  return ok(key.value);
}
