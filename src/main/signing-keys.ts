/**
 * How the custodian's signing keys come to be: made, or read from what the operator provides, checked, sealed and
 * published. A key that was published signs nothing until it is told from when on (G-2).
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Sql, Transaction } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { isPublished, rsaFingerprint, rsaWeakness } from '../kernel/rsa.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import { type KeyRing, sealContext } from './key-ring.ts';
import {
  insertSigningKey,
  isSigningKey,
  knownSerials,
  lockSigningKeys,
  setPrivateKey,
  type SigningKeyRow,
  staleSigningKeys,
} from './signing-keys.store.ts';

const BITS = 2048;

/** What the commands about signing keys need. */
export interface SigningKeysDesk {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly ring: KeyRing;
  readonly clock: Clock;
  /** A sandbox makes keys by itself; elsewhere somebody has to say so. */
  readonly makes: boolean;
}

/** Said in the place of a file: let the custodian make the key. */
const NEW = 'new';

/** A pair that is fit to sign with. */
export interface SigningPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
  readonly fingerprint: string;
}

/** A new pair. */
export async function makePair(): Promise<SigningPair> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS });
  return pairOf(privateKey);
}

/**
 * The pair that the operator wants: the one of the private key that he gives, or a new one where he says so or a
 * sandbox needs no saying. Throws a `OperatorError` otherwise.
 */
export async function wantedPair(
  { makes }: Pick<SigningKeysDesk, 'makes'>,
  given: string | null,
): Promise<SigningPair> {
  if (given === NEW || (given === null && makes)) return makePair();
  if (given === null) {
    throw new OperatorError(
      'In production a signing key is never made unasked: give its private half by --custodian-key FILE, or say ' +
        '--custodian-key new.',
    );
  }
  const pair = readPair(given);
  if (pair) return pair;
  throw new OperatorError(
    'The custodian signs with an RSA private key of 2048 bits or more, in PEM, that nobody else has; this is none.',
  );
}

/** The pair of a private key in PEM; null when it is none that may sign: RSA, 2048 bits or more, its holder's alone. */
export function readPair(privateKeyPem: string): SigningPair | null {
  try {
    const key = createPrivateKey(privateKeyPem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (key.asymmetricKeyType !== 'rsa' || bits < BITS) return null;
    const publicKey = createPublicKey(key);
    return rsaWeakness(publicKey) !== null || isPublished(publicKey) ? null : pairOf(key);
  } catch {
    return null;
  }
}

function pairOf(privateKey: KeyObject): SigningPair {
  const publicKey = createPublicKey(privateKey);
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: rsaFingerprint(publicKey),
  };
}

export interface Publication {
  readonly platformId: number;
  readonly pair: SigningPair;
  /** Null: the next number. */
  readonly serial: string | null;
  readonly at: Instant;
  /** Null: told later. */
  readonly signsFrom: Instant | null;
}

/** Adds a key to those of a platform. Throws a `OperatorError` when the serial or the key is taken. */
export async function publish(tx: Transaction, sealer: Sealer, publication: Publication): Promise<SigningKeyRow> {
  const { platformId, pair, at, signsFrom } = publication;
  await lockSigningKeys(tx);
  const taken = await knownSerials(tx, platformId);
  const serial = publication.serial ?? nextSerial(taken);
  if (!/^[0-9A-Za-z]{1,20}$/.test(serial))
    throw new OperatorError(`A serial has letters and digits only, at most 20, not "${serial}".`);
  if (taken.includes(serial)) throw new OperatorError(`The custodian has signed as ${serial} already: choose another.`);
  if (await isSigningKey(tx, pair.fingerprint))
    throw new OperatorError('The custodian signs with this key already, and each platform has one of its own.');
  const row: SigningKeyRow = {
    ...{ platformId, serial, fingerprint: pair.fingerprint, publicKeyPem: pair.publicKeyPem },
    ...{ createdAt: at, signsFrom, retiredAt: null },
    sealed: sealer.seal(pair.privateKeyPem, sealContext({ platformId, serial })),
  };
  await insertSigningKey(tx, row);
  return row;
}

/** One more than the highest. */
function nextSerial(taken: readonly string[]): string {
  const numbers = taken.filter((serial) => /^\d{1,15}$/.test(serial)).map(Number);
  return String(Math.max(0, ...numbers) + 1);
}

/** Seals the private halves anew that stand under another key than the present one; answers how many. */
export async function resealSigningKeys(sql: Sql, sealer: Sealer): Promise<number> {
  return sql.begin(async (tx) => {
    await lockSigningKeys(tx);
    const stale = await staleSigningKeys(tx, sealer.keyId);
    for (const key of stale) {
      const context = sealContext(key);
      await setPrivateKey(tx, key, sealer.seal(sealer.open(key.sealed as Buffer, context), context));
    }
    return stale.length;
  });
}
