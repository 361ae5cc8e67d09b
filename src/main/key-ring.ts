/**
 * Which of the custodian's keys signs: for each platform one of its own, so that what is said to one platform never
 * passes for what was said to another (G-2); the default key for platforms that have none yet, and for callers that
 * nobody knows (LW-7). It promises that a key that was added, or told from when on it signs, counts within a second at
 * every node, and that keys are opened and parsed once.
 */
import type { Platform } from '../custody/api.ts';
import type { Sql } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import { createSigner, type Signer } from '../wire/signature.ts';
import { DEFAULT_KEYS, readAllSigningKeys, readSigningKeys, type SigningKeyRow } from './signing-keys.store.ts';

/** Real milliseconds from the moment when a read begins, as in the directory of platforms; half of what is promised. */
const LIFE = 500;
const LIMIT = 10_000;

/** To whom something is said. */
type Addressee = Pick<Platform, 'platformId'> & Partial<Pick<Platform, 'platformNo'>>;

interface Kept {
  readonly keys: Promise<readonly SigningKeyRow[]>;
  readonly began: number;
}

export class KeyRing {
  private readonly sql: Sql;
  private readonly sealer: Sealer;
  private readonly clock: Clock;
  private readonly passed: () => number;
  private readonly kept = new Map<number, Kept>();
  private readonly numbers = new Map<string, number>();
  private readonly signers = new Map<string, Signer>();

  /** `passed`: real milliseconds that never go back, an argument for tests. */
  constructor(sql: Sql, sealer: Sealer, clock: Clock, passed: () => number = () => performance.now()) {
    this.sql = sql;
    this.sealer = sealer;
    this.clock = clock;
    this.passed = passed;
  }

  /** Reads all there is, so that a database that fails later finds no platform whose key we have never seen. */
  async warm(): Promise<void> {
    const began = this.passed() - LIFE;
    for (const { platformId, platformNo, keys } of await readAllSigningKeys(this.sql)) {
      if (platformNo !== null) this.numbers.set(platformNo, platformId);
      this.kept.set(platformId, { keys: Promise.resolve(keys), began });
    }
  }

  /**
   * The key that signs now for a platform, which may be named by its number alone when it cannot be looked up; null is
   * whoever is none. Throws when its keys cannot be read and never were.
   */
  async signerFor(to: Addressee | string | null): Promise<Signer> {
    const platformId = typeof to === 'string' ? this.numbers.get(to) : to?.platformId;
    if (typeof to === 'object' && to?.platformNo !== undefined) this.numbers.set(to.platformNo, to.platformId);
    const own = platformId === undefined ? null : await this.keysOf(platformId);
    const now = this.clock.now();
    const key = (own && signingAt(own, now)) ?? signingAt(await this.keysOf(DEFAULT_KEYS), now);
    if (!key) throw new Error('the custodian has no signing key');
    return this.signers.get(key.fingerprint) ?? this.open(key);
  }

  /** What was done to a platform's keys at this node counts here at once. */
  forget(platformId: number): void {
    this.kept.delete(platformId);
  }

  private keysOf(platformId: number): Promise<readonly SigningKeyRow[]> {
    const began = this.passed();
    const kept = this.kept.get(platformId);
    if (kept && began - kept.began < LIFE) return kept.keys;
    if (this.kept.size > LIMIT) this.kept.clear();
    const read = readSigningKeys(this.sql, platformId);
    // A database that fails does not keep us from saying so, signed: what was read last still holds.
    const keys = kept ? read.catch(() => kept.keys) : read;
    this.kept.set(platformId, { keys, began });
    keys.catch(() => this.kept.delete(platformId));
    return keys;
  }

  private open(key: SigningKeyRow): Signer {
    if (this.signers.size > LIMIT) this.signers.clear();
    const signer = createSigner(key.serial, this.sealer.open(key.sealed as Buffer, sealContext(key)));
    this.signers.set(key.fingerprint, signer);
    return signer;
  }
}

/** Which of a platform's keys signs at a time: of those that may by then the one told last; null when none does. */
export function signingAt(keys: readonly SigningKeyRow[], now: Instant): SigningKeyRow | null {
  let signing: SigningKeyRow | null = null;
  for (const key of keys) {
    if (key.retiredAt !== null || key.signsFrom === null || key.signsFrom > now) continue;
    if (signing === null || key.signsFrom >= (signing.signsFrom ?? 0)) signing = key;
  }
  return signing;
}

/** A private key opens only in its own row. */
export function sealContext({ platformId, serial }: Pick<SigningKeyRow, 'platformId' | 'serial'>): string {
  return `signing_keys.private_key ${platformId} ${serial}`;
}
