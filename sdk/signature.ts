/**
 * SHA1withRSA over exact bytes (G-1), written as base64 (lianyintong) or hex (depository, DW-1). SHA-1 is what both
 * documents prescribe.
 */
import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Protocol } from './protocol.ts';

type Encoding = Protocol['signatureEncoding'];

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
