/**
 * Trade passwords (G-17): six digits, not trivially guessable, stored only as an argon2id hash. Hashing is slow on
 * purpose and runs on the thread pool, at most two at a time and the platforms in turn, so that it never starves
 * signing of its threads, nor one platform the other; it never runs inside a lane.
 */
import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { safeEqual } from '../../kernel/safe-equal.ts';
import { type Refusal, refusal } from '../refusals.ts';
import { FairPlaces } from './turns.ts';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane: about 20 ms of a core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const AT_ONCE = 2;

const derive = promisify(argon2);
const places = new FairPlaces(AT_ONCE);

/** Hashes a password in its platform's turn (0: it has none yet): `argon2id$v1$<salt>$<hash>`, both base64url. */
export async function hashPassword(platformId: number, password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await places.take(platformId, () =>
    derive('argon2id', { message: Buffer.from(password), nonce, ...COST }),
  );
  return `argon2id$v1$${nonce.toString('base64url')}$${Buffer.from(tag).toString('base64url')}`;
}

/** Whether a password belongs to a hash; constant time in the comparison. */
export async function verifyPassword(platformId: number, password: string, stored: string): Promise<boolean> {
  const [scheme, version, salt = '', hash = ''] = stored.split('$');
  if (scheme !== 'argon2id' || version !== 'v1') throw new Error('a password hash of an unknown scheme');
  const nonce = Buffer.from(salt, 'base64url');
  const tag = await places.take(platformId, () =>
    derive('argon2id', { message: Buffer.from(password), nonce, ...COST }),
  );
  return safeEqual(Buffer.from(tag).toString('base64url'), hash);
}

/** Why a new password is refused, or null: form, repetition, sequence, parts of the ID number or the mobile (G-17). */
export function refusePassword(password: string, idNumber: string, mobile: string): Refusal | null {
  if (!/^\d{6}$/.test(password)) return refusal('PASSWORD_WEAK', { why: 'FORM' });
  if (isRepeated(password)) return refusal('PASSWORD_WEAK', { why: 'REPEATED' });
  if (isSequence(password)) return refusal('PASSWORD_WEAK', { why: 'SEQUENCE' });
  if (idNumber.includes(password) || shortBirthDates(idNumber).includes(password)) {
    return refusal('PASSWORD_WEAK', { why: 'ID_NUMBER' });
  }
  return mobile.includes(password) ? refusal('PASSWORD_WEAK', { why: 'MOBILE' }) : null;
}

/** One digit, two or three digits over and over: 111111, 121212, 123123, 112112. */
function isRepeated(password: string): boolean {
  return [1, 2, 3].some((length) => password.slice(0, length).repeat(6 / length) === password);
}

/** Rising or falling by one throughout, wrapping at nine: 123456, 987654, 890123. */
function isSequence(password: string): boolean {
  const steps = [...password].slice(1).map((digit, i) => (Number(digit) - Number(password[i]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** 19900307 as people shorten it: 900307. */
function shortBirthDates(idNumber: string): string[] {
  return idNumber.length === 18 ? [idNumber.slice(8, 14)] : [];
}
