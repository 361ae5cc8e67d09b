/**
 * SHA1withRSA, which both documents prescribe. Signing costs 0.26 ms of a core and goes to the thread pool; verifying
 * costs a tenth and stays inline, but for megabytes; keys are parsed once and kept.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type RsaWeakness, rsaWeakness } from '../kernel/rsa.ts';

const ALGORITHM = 'RSA-SHA1';
/** Enough for every key of every platform on a node; beyond it the cache starts anew. */
const MOST_CACHED_KEYS = 10_000;

/** A key of the custodian that signs. */
export interface Signer {
  /** Which of the custodian's keys this is (keySerial of answers and notices). */
  readonly serial: string;
  /** The signature over exactly these bytes. */
  sign(bytes: Uint8Array): Promise<Buffer>;
}

/** Makes a signer of a PEM private key; throws when the key cannot be read. */
export function createSigner(serial: string, privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem);
  return {
    serial,
    sign: (bytes) =>
      new Promise((resolve, reject) => {
        sign(ALGORITHM, bytes, key, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}

const cache = new Map<string, KeyObject | null>();

/** Whether `signature` is the holder's of `publicKeyPem` over exactly these bytes. */
export function verifySignature(publicKeyPem: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = keyOf(publicKeyPem);
  if (!key || signature.length === 0) return false;
  try {
    return verify(ALGORITHM, bytes, key, signature);
  } catch {
    return false;
  }
}

/** The same of megabytes, on the thread pool: digesting them takes as long as a dozen orders. */
export function verifyLongSignature(publicKeyPem: string, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const key = keyOf(publicKeyPem);
  if (!key || signature.length === 0) return Promise.resolve(false);
  return new Promise((resolve) => {
    verify(ALGORITHM, bytes, key, signature, (error, isRight) => resolve(error === null && isRight));
  });
}

function keyOf(pem: string): KeyObject | null {
  const known = cache.get(pem);
  if (known !== undefined) return known;
  if (cache.size >= MOST_CACHED_KEYS) cache.clear();
  const read = readPublicKey(pem);
  const key = read.ok ? createPublicKey(read.value.pem) : null;
  cache.set(pem, key);
  return key;
}

/** A public key as files and mails carry it, made uniform. */
export interface PublicKey {
  /** X.509 SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
  readonly bits: number;
}

/**
 * Reads an RSA public key: SPKI PEM, PKCS#1 PEM, or the bare base64 of either, as the documents' wikis hand them out.
 * NOT_A_KEY for anything else, also for private keys; EXPONENT or MODULUS for a key that anybody can sign for (DW-4).
 */
export function readPublicKey(text: string): Result<PublicKey, 'NOT_A_KEY' | 'NOT_RSA' | RsaWeakness> {
  if (text.includes('PRIVATE KEY')) return fail('NOT_A_KEY');
  const bare = text.replace(/-----[^-]*-----/g, '').replace(/\s+/g, '');
  if (text.includes('BEGIN CERTIFICATE') || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return fail('NOT_A_KEY');
  const der = Buffer.from(bare, 'base64');
  for (const type of ['spki', 'pkcs1'] as const) {
    const key = parsed(der, type);
    if (!key) continue;
    if (key.asymmetricKeyType !== 'rsa') return fail('NOT_RSA');
    const weakness = rsaWeakness(key);
    if (weakness) return fail(weakness);
    const pem = key.export({ type: 'spki', format: 'pem' }).toString();
    return ok({ pem, bits: key.asymmetricKeyDetails?.modulusLength ?? 0 });
  }
  return fail('NOT_A_KEY');
}

function parsed(der: Buffer, type: 'spki' | 'pkcs1'): KeyObject | null {
  try {
    return createPublicKey({ key: der, format: 'der', type });
  } catch {
    return null;
  }
}

/** Base64 as clients send it, white space ignored (LW-3); empty when anything else stands in it. */
export function fromBase64(text: string): Buffer {
  const bare = text.replace(/\s+/g, '');
  const bytes = Buffer.from(bare, 'base64');
  return bytes.toString('base64') === bare ? bytes : Buffer.alloc(0);
}

/** Hex in either case (DW-1); empty when it is none. */
export function fromHex(text: string): Buffer {
  const bare = text.trim();
  return /^(?:[0-9a-fA-F]{2})+$/.test(bare) ? Buffer.from(bare, 'hex') : Buffer.alloc(0);
}
