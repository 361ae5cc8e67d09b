/**
 * RSA keys in the shapes that platforms have them in: PEM (PKCS#8, PKCS#1, SPKI, a certificate), the same as bare
 * base64 without its lines, or a file of either or of DER. What is none of these is refused in a sentence that says
 * which key was meant, what was expected and what was found; nothing of the key itself is ever quoted.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CunguanError } from './errors.ts';

/** A key: its text, or the file it lies in. */
export type KeySource = string | { readonly file: string };

/** A key as it came, taken out of its wrapping. `label` is that of its PEM block, '' when it had none. */
interface Material {
  readonly what: string;
  readonly label: string;
  readonly encrypted: boolean;
  readonly der: Buffer;
}

type Reader = (der: Buffer) => KeyObject;

const PRIVATE: readonly Reader[] = [
  (key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
  (key) => createPrivateKey({ key, format: 'der', type: 'pkcs1' }),
];
const PUBLIC: readonly Reader[] = [
  (key) => createPublicKey({ key, format: 'der', type: 'spki' }),
  (key) => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
  (der) => new X509Certificate(der).publicKey,
];

/** Parses the platform's private key. `name` is what the sentence of a refusal calls it. Throws a CunguanError. */
export function privateKey(source: KeySource, name = 'privateKey'): KeyObject {
  const expected =
    'an RSA private key in PEM, PKCS#8 ("BEGIN PRIVATE KEY") or PKCS#1 ("BEGIN RSA PRIVATE KEY"), ' +
    'or the base64 of one without those lines';
  const material = materialOf(source, name, expected);
  if (material.encrypted) {
    throw unusable(material.what, expected, 'an encrypted key; "openssl pkey -in FILE -out PLAIN" takes it off');
  }
  const key = firstThatReads(PRIVATE, material.der);
  if (key) return demandRsa(key, material.what);
  throw unusable(material.what, expected, firstThatReads(PUBLIC, material.der) ? 'a public key' : remains(material));
}

/** Parses a public key of the custodian's, or a certificate. `name` as above. Throws a CunguanError. */
export function publicKey(source: KeySource, name = 'publicKey'): KeyObject {
  const expected =
    'an RSA public key in PEM ("BEGIN PUBLIC KEY", "BEGIN RSA PUBLIC KEY" or "BEGIN CERTIFICATE"), ' +
    'or the base64 of one without those lines';
  const material = materialOf(source, name, expected);
  // Asked first: Node would derive the public half from a private key, which has no business here.
  if (material.encrypted || firstThatReads(PRIVATE, material.der)) {
    throw unusable(material.what, expected, 'a private key');
  }
  const key = firstThatReads(PUBLIC, material.der);
  if (key) return demandRsa(key, material.what);
  throw unusable(material.what, expected, remains(material));
}

function materialOf(source: KeySource, name: string, expected: string): Material {
  const isText = typeof source === 'string';
  const what = isText ? name : `${name} (file ${source.file})`;
  const bytes = isText ? Buffer.from(source) : readKeyFile(source.file, what);
  // A DER sequence of more than 255 bytes begins so; text never does.
  if (bytes[0] === 0x30 && bytes[1] === 0x82) return { what, label: '', encrypted: false, der: bytes };
  // Environment variables often carry the line ends of a PEM as two characters.
  const text = bytes
    .toString('utf8')
    .replace(/\\r|\\n/g, '\n')
    .replace(/^\uFEFF/, '')
    .trim();
  if (text === '') throw unusable(what, expected, 'nothing');
  const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text);
  const label = block?.[1] ?? '';
  const encrypted = label.startsWith('ENCRYPTED') || /^\s*Proc-Type:.*ENCRYPTED/.test(block?.[2] ?? '');
  const base64 = (block?.[2] ?? text).replace(/\s+/g, '');
  if (!encrypted && !/^[A-Za-z0-9+/]{64,}={0,2}$/.test(base64)) throw unusable(what, expected, notBase64(text));
  return { what, label, encrypted, der: Buffer.from(base64, 'base64') };
}

function readKeyFile(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const why = code === 'ENOENT' ? 'there is no such file' : code;
    throw new CunguanError('KEY', `${what} cannot be read: ${why}`, { cause });
  }
}

function notBase64(text: string): string {
  if (text.includes('-----')) return 'a PEM block that is cut or garbled';
  const isName = text.length < 256 && !/\s/.test(text);
  return isName ? 'what looks like the name of a file; give { file: … } to have it read' : 'text that is no base64';
}

function remains({ label }: Material): string {
  if (label.includes('OPENSSH')) return 'a key of OpenSSH; "ssh-keygen -p -m PEM -f FILE" rewrites it';
  return label === '' ? 'base64 of something else' : `a block "${label}" that holds no such key`;
}

function firstThatReads(readers: readonly Reader[], der: Buffer): KeyObject | null {
  for (const read of readers) {
    try {
      return read(der);
    } catch {
      // Another shape, then; OpenSSL's own words ("DECODER routines::unsupported") say nothing to anybody.
    }
  }
  return null;
}

function demandRsa(key: KeyObject, what: string): KeyObject {
  const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== 'rsa') {
    throw new CunguanError('KEY', `${what} is a key of type ${key.asymmetricKeyType}; RSA is needed`);
  }
  if (bits < 2048) throw new CunguanError('KEY', `${what} has ${bits} bits; RSA of at least 2048 bits is needed`);
  // Under exponent 1 everything is its own signature.
  if (publicExponent < 65_537n || publicExponent % 2n === 0n) {
    throw new CunguanError('KEY', `${what} has the exponent ${publicExponent}; an exponent of 65537 or more is needed`);
  }
  return key;
}

function unusable(what: string, expected: string, found: string): CunguanError {
  return new CunguanError('KEY', `${what} is not usable: expected ${expected}; found ${found}`);
}
