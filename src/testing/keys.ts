/** Keys for tests that sign nothing, as a real one takes its time to be made; and keys that anybody can sign for. */
import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { rsaWeakness } from '../kernel/rsa.ts';

/** A public key of 2048 bits, SPKI PEM, for which nobody can sign; another at each call (DW-4). */
export function keyOfNobody(): string {
  for (;;) {
    const modulus = randomBytes(256);
    modulus[0] = 0xff;
    modulus[255] = 0xff;
    const pem = publicKeyOf(modulus, 65_537);
    if (rsaWeakness(createPublicKey(pem)) === null) return pem;
  }
}

/** The public key with these numbers, SPKI PEM, whatever they are good for. */
export function publicKeyOf(modulus: Buffer | bigint, exponent: number | bigint): string {
  const jwk = { kty: 'RSA', n: bytesOf(modulus).toString('base64url'), e: bytesOf(exponent).toString('base64url') };
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}

/** What stands for SHA-1 in a signature (RFC 8017, 9.2). */
const SHA1_PREFIX = Buffer.from('3021300906052b0e03021a05000414', 'hex');

/** What a SHA1withRSA signature over these bytes opens to under a key of 2048 bits: under exponent 1, itself. */
export function openedSignature(bytes: Uint8Array): Buffer {
  const digest = Buffer.concat([SHA1_PREFIX, createHash('sha1').update(bytes).digest()]);
  return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(253 - digest.length, 0xff), Buffer.of(0), digest]);
}

function bytesOf(number: Buffer | number | bigint): Buffer {
  if (Buffer.isBuffer(number)) return number;
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
}
