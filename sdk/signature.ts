/**
 * SHA1withRSA over exact bytes (G-1), written as base64 (lianyintong) or hex (depository, DW-1). SHA-1 is what both
 * documents prescribe. Keys are parsed once, when a client is made; a bad key fails there and not at the first payment.
 */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Protocol } from './protocol.ts';

type Encoding = Protocol['signatureEncoding'];

/** Parses a PEM private key. Throws when it is not RSA of at least 2048 bits (DW-4). */
export function privateKey(pem: string): KeyObject {
  return demandRsa(createPrivateKey(pem));
}

/** Parses a PEM public key or certificate. Throws when it is not RSA of 2048 bits, or open to all (DW-4). */
export function publicKey(pem: string): KeyObject {
  return demandRsa(createPublicKey(pem));
}

function demandRsa(key: KeyObject): KeyObject {
  const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048) throw new Error('an RSA key of at least 2048 bits is needed');
  // Under exponent 1 everything is its own signature.
  if (publicExponent < 65_537n || publicExponent % 2n === 0n) throw new Error('an exponent of 65537 or more is needed');
  return key;
}

/** Signs bytes and writes the signature as the protocol wants it. */
export function signBytes(bytes: Uint8Array, key: KeyObject, encoding: Encoding): string {
  return sign('sha1', bytes, key).toString(encoding);
}

/** Whether `text` is a signature over exactly these bytes. Malformed text is simply not one; nothing is thrown. */
export function verifyBytes(bytes: Uint8Array, text: string, key: KeyObject, encoding: Encoding): boolean {
  const compact = text.replace(/\s+/g, '');
  const wellFormed = encoding === 'hex' ? /^(?:[0-9a-fA-F]{2})+$/ : /^[A-Za-z0-9+/]+={0,2}$/;
  return wellFormed.test(compact) && verify('sha1', bytes, key, Buffer.from(compact, encoding));
}
