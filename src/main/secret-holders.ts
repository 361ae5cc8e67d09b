/** Who uses the secrets that change: what seals everything in the database, and what makes page tokens. */
import { createKeychain, type Keychain } from '../kernel/keychain.ts';
import type { SecretHolder } from './secret-keys.ts';

/** Keys that seal, by serial. */
export function sealingHolder(keychain: Keychain): SecretHolder {
  const ids = new Map([[1, keychain.keyId]]);
  return {
    learn: (serial, key) => void ids.set(serial, keychain.learn(key)),
    // What was sealed under it has been sealed anew; to know it does no harm.
    forget: () => undefined,
    use: (serial) => keychain.sealWith(ids.get(serial) ?? ''),
  };
}

export interface TokenHolder extends SecretHolder {
  /** The one that makes tokens, then those that still open theirs. */
  readonly keys: () => readonly Buffer[];
  /** Of what a page carries from one request to the next. */
  readonly sealer: Keychain;
}

/** Keys of page tokens. */
export function tokenHolder(first: Buffer): TokenHolder {
  const keys = new Map([[1, first]]);
  const sealer = createKeychain(first);
  const sealing = sealingHolder(sealer);
  let ordered: readonly Buffer[] = [first];
  let used = 1;
  const order = (): void => {
    const rest = [...keys].filter(([serial]) => serial !== used).map(([, key]) => key);
    ordered = [keys.get(used) ?? first, ...rest];
  };
  return {
    learn(serial, key) {
      keys.set(serial, key);
      sealing.learn(serial, key);
      order();
    },
    forget(serial) {
      if (keys.delete(serial)) order();
    },
    use(serial) {
      sealing.use(serial);
      if (serial === used) return;
      used = serial;
      order();
    },
    keys: () => ordered,
    sealer,
  };
}
