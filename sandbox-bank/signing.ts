/**
 * The bank's side of the wire's signatures: RSA-SHA256 (PKCS #1 v1.5) over raw bytes, both ways. What is signed always
 * begins with what it is for, so that a signature made for one purpose is worth nothing for another (README.md).
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { promisify } from 'node:util';

/** What a browser form or a report carries beside its text, and what its signature is for. */
export type Purpose = 'bank-payin-order' | 'bank-report';

export interface BankKeys {
  readonly publicKeyPem: string;
  /** Signs on the thread pool; base64. */
  sign(bytes: Buffer): Promise<string>;
}

const signOnPool = promisify(signBytes) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;

/** Parses the bank's private key once and for all. */
export function openKeys(privateKeyPem: string): BankKeys {
  const key = createPrivateKey(privateKeyPem);
  return {
    publicKeyPem: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (bytes) => (await signOnPool('RSA-SHA256', bytes, key)).toString('base64'),
  };
}

/** A new RSA-2048 private key, PKCS #8 PEM. */
export async function makePrivateKey(): Promise<string> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Whether `signature` (base64) was made over `bytes` by the owner of `key`. */
export function isSigned(key: KeyObject, bytes: Buffer, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]{300,1400}={0,2}$/.test(signature)) return false;
  return verifyBytes('RSA-SHA256', bytes, key, Buffer.from(signature, 'base64'));
}

/** The bytes that a signature of a text in a form field covers. */
export function purposeBytes(purpose: Purpose, text: string): Buffer {
  return Buffer.from(`${purpose}\n${text}`, 'utf8');
}

/** The bytes that a direct request's signature covers. */
export function requestBytes(path: string, timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`bank-request\n${path}\n${timestamp}\n${nonce}\n`, 'utf8'), body]);
}

/** The bytes that an answer's signature covers: the nonce ties it to the one request it answers. */
export function answerBytes(status: number, timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`bank-answer\n${status}\n${timestamp}\n${nonce}\n`, 'utf8'), body]);
}
