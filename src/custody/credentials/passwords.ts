/**
 * Trade passwords (G-17): six digits, not guessable (`weak-passwords.ts`), stored only as an argon2id hash. Hashing is
 * slow on purpose and runs on the thread pool, at most two at a time and the platforms in turn, so that it never
 * starves signing of its threads, nor one platform the other; it never runs inside a lane.
 */
import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { safeEqual } from '../../kernel/safe-equal.ts';
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
