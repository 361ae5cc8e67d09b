/**
 * Several sealing keys as one sealer: what was sealed under any of them opens, one of them seals. So a key can take
 * over while values under the one before are still being read, and sealed anew one after the other. Fingerprints are
 * made with the first key for ever: what is looked up by them must not change.
 */
import { createSealer, type OpensOld, SealBroken, type Sealer } from './seal.ts';

export interface Keychain extends Sealer {
  /** From now on values under this key open. Answers its key id. */
  learn(key: Buffer): string;
  /** From now on this key seals; it must have been learnt. */
  sealWith(keyId: string): void;
}

/** The layout of a sealed value: version 1 byte, key id 4. */
const KEY_ID = { from: 1, to: 5 };

/** `opensOld`: as `createSealer` has it, for every key. */
export function createKeychain(first: Buffer, opensOld?: OpensOld): Keychain {
  const original = createSealer(first, opensOld);
  const sealers = new Map([[original.keyId, original]]);
  let current = original;
  return {
    get keyId() {
      return current.keyId;
    },
    seal: (plain, context) => current.seal(plain, context),
    open(sealed, context) {
      const keyId = Buffer.from(sealed.subarray(KEY_ID.from, KEY_ID.to)).toString('hex');
      return (sealers.get(keyId) ?? current).open(sealed, context);
    },
    fingerprint: original.fingerprint,
    learn(key) {
      const sealer = createSealer(key, opensOld);
      if (!sealers.has(sealer.keyId)) sealers.set(sealer.keyId, sealer);
      return sealer.keyId;
    },
    sealWith(keyId) {
      const sealer = sealers.get(keyId);
      if (!sealer) throw new SealBroken('a key that was never learnt cannot seal');
      current = sealer;
    },
  };
}
