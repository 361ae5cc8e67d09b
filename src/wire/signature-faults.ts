/**
 * Why a signature is wrong, as far as it can be told: what integrators do instead of what the documents ask is tried
 * with the platform's own public keys, and what verifies is named. A pure look, for a sandbox alone and after the
 * answer, which says no more than that the signature is wrong: no production tells anybody what it would have taken.
 */
import { constants, createPublicKey, hash, type KeyObject, publicDecrypt, verify } from 'node:crypto';
import type { Platform, PlatformKey } from '../custody/api.ts';
import { rsaFingerprint } from '../kernel/rsa.ts';
import type { Instant } from '../kernel/time.ts';
import type { Dialect, Envelope } from './dialect.ts';
import { signedForms } from './signed-forms.ts';
import { fromBase64, fromHex } from './signature.ts';

/** Everything that is looked for, and what it means for whoever has to mend it. */
export const FAULT_CAUSES = {
  // how the signature was written
  HEX_FOR_BASE64: 'the signature is hexadecimal where base64 is due',
  BASE64_FOR_HEX: 'the signature is base64 where hexadecimal is due',
  BASE64_URL: 'the signature is base64url (- and _) where plain base64 (+ and /) is due',
  PLUS_TO_BLANK: 'every + of the signature came as a blank: percent-encode it in the form as %2B',
  SIGNATURE_ENCODED_TWICE: 'the signature was percent-encoded twice',
  SIGNATURE_UNREADABLE:
    'the signature is neither base64 nor hexadecimal of as many bytes as a key of this platform has',
  // what was signed
  ENCODED_SIGNED: 'what was signed is reqData after percent-encoding; sign it before',
  ENCODED_TWICE: 'reqData was percent-encoded twice: what was signed comes out when it is decoded once more',
  PLUS_IN_DATA: 'every + of reqData came as a blank: percent-encode it in the form as %2B',
  LINE_END: 'what was signed ends with a line break, or blanks, that reqData does not have, or the other way round',
  RESERIALISED: 'what was signed is the same JSON written otherwise (order, blanks, escapes): sign the very bytes sent',
  GBK_SIGNED: 'what was signed is the text in GBK; sign its bytes in UTF-8',
  GBK_SENT: 'what was sent is the text in GBK, what was signed is in UTF-8',
  FORM_SIGNED: 'what was signed is the whole form; sign reqData alone',
  OTHER_BYTES:
    'a key of this platform signed, but other bytes than any that are tried: compare length and SHA-256 with your own',
  // with what
  SHA256: 'the signature is SHA256withRSA; SHA1withRSA is due',
  MD5: 'the signature is MD5withRSA; SHA1withRSA is due',
  OTHER_KEY: 'it was signed with another live key of this platform than keySerial names',
  ENDED_KEY: 'it was signed with a key of this platform that has expired or was revoked',
  FOREIGN_KEY: 'it was signed with a private key whose public half is not registered for this platform',
} as const;

export type FaultCause = keyof typeof FAULT_CAUSES;

/** What we verified, with what, and what it may have been instead; no word of it is personal. */
export interface SignatureFault {
  /** Length and SHA-256 of the bytes that were verified: of reqData, percent-decoded once. */
  readonly size: number;
  readonly digest: string;
  readonly tried: readonly { readonly serial: string; readonly fingerprint: string }[];
  /** All that deviates; empty when it holds as it came, by a key that was added since. */
  readonly causes: readonly FaultCause[];
  /** The serial of the key under which it verifies so; null when nothing does. */
  readonly verifiedBy: string | null;
}

/** A call whose signature was wrong, or named no live key. */
export interface Faulty {
  readonly dialect: Dialect;
  /** The form as it came. */
  readonly body: Buffer;
  readonly envelope: Envelope;
  readonly platform: Platform;
  readonly keys: readonly PlatformKey[];
  readonly now: Instant;
}

/** Longer data are not looked into: writing them anew a dozen times would hold others up. */
const LONGEST = 64 * 1024;
/** Verifications of one look, some 30 microseconds each. */
const MOST_TRIES = 400;
const ALGORITHMS = [
  { name: 'RSA-SHA1', cause: null },
  { name: 'RSA-SHA256', cause: 'SHA256' },
  { name: 'RSA-MD5', cause: 'MD5' },
] as const;

interface Key {
  readonly serial: string;
  readonly key: KeyObject;
  readonly cause: 'OTHER_KEY' | 'ENDED_KEY' | null;
}

export function explainFault(faulty: Faulty): SignatureFault {
  const { data } = faulty.envelope;
  const keys = keysOf(faulty);
  const tried = keys
    .filter(({ cause }) => cause === null)
    .map(({ serial, key }) => ({ serial, fingerprint: rsaFingerprint(key) }));
  const found = { size: data.length, digest: hash('sha256', data, 'hex'), tried };
  const lengths = new Set(keys.map(({ key }) => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8));
  const readings = readingsOf(faulty).filter(({ bytes }) => lengths.has(bytes.length));
  if (readings.length === 0) return { ...found, causes: ['SIGNATURE_UNREADABLE'], verifiedBy: null };
  if (data.length > LONGEST) return { ...found, ...opening(readings, keys) };
  return { ...found, ...(verifying(faulty, readings, keys) ?? opening(readings, keys)) };
}

/** The first way in which the signature holds; what deviates least is tried first, under each key. */
function verifying(faulty: Faulty, readings: readonly Reading[], keys: readonly Key[]) {
  let left = MOST_TRIES;
  for (const form of signedForms(faulty)) {
    for (const { name, cause: algorithm } of ALGORITHMS) {
      for (const reading of readings) {
        for (const { serial, key, cause } of keys) {
          left -= 1;
          if (left < 0) return null;
          if (!holds(name, form.bytes, key, reading.bytes)) continue;
          const causes = [reading.cause, form.cause, algorithm, cause].filter((each) => each !== null);
          return { causes, verifiedBy: serial };
        }
      }
    }
  }
  return null;
}

/** Where nothing verifies: whether a key opens the signature at all tells other bytes from another key. */
function opening(readings: readonly Reading[], keys: readonly Key[]): Pick<SignatureFault, 'causes' | 'verifiedBy'> {
  for (const reading of readings) {
    const opener = keys.find(({ key }) => opens(key, reading.bytes));
    if (!opener) continue;
    const causes = [reading.cause, 'OTHER_BYTES' as const, opener.cause].filter((each) => each !== null);
    return { causes, verifiedBy: null };
  }
  return { causes: ['FOREIGN_KEY'], verifiedBy: null };
}

function opens(key: KeyObject, signature: Buffer): boolean {
  try {
    publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return true;
  } catch {
    return false;
  }
}

function holds(algorithm: string, bytes: Buffer, key: KeyObject, signature: Buffer): boolean {
  try {
    return verify(algorithm, bytes, key, signature);
  } catch {
    return false;
  }
}

/** Those that were tried first, then every other key that the platform has or had. */
function keysOf({ keys, envelope, now }: Faulty): readonly Key[] {
  const read = keys.flatMap(({ serial, publicKeyPem, expiresAt, revokedAt }): Key[] => {
    const ended = (expiresAt !== null && expiresAt <= now) || (revokedAt !== null && revokedAt <= now);
    const named = envelope.keySerial === null || envelope.keySerial === serial;
    const cause = ended ? 'ENDED_KEY' : named ? null : 'OTHER_KEY';
    return [{ serial, key: createPublicKey(publicKeyPem), cause }];
  });
  return read.sort((a, b) => Number(a.cause !== null) - Number(b.cause !== null));
}

interface Reading {
  readonly cause: FaultCause | null;
  readonly bytes: Buffer;
}

/** Ways to read the signature that give any bytes at all, as it is due first. */
function readingsOf({ dialect, envelope: { signature: text }, platform }: Faulty): readonly Reading[] {
  const due = (written: string): Buffer => dialect.readSignature(written, platform);
  const decoded = decodedOnce(text);
  const readings: Reading[] = [
    { cause: null, bytes: due(text) },
    { cause: 'PLUS_TO_BLANK', bytes: due(text.trim().replaceAll(' ', '+')) },
    { cause: 'SIGNATURE_ENCODED_TWICE', bytes: decoded === text ? Buffer.alloc(0) : due(decoded) },
    { cause: 'BASE64_URL', bytes: due(padded(text.replaceAll('-', '+').replaceAll('_', '/'))) },
    { cause: 'HEX_FOR_BASE64', bytes: fromHex(text) },
    { cause: 'BASE64_FOR_HEX', bytes: fromBase64(text.trim().replaceAll(' ', '+')) },
  ];
  const readable = readings.filter(({ bytes }) => bytes.length > 0);
  return readable.filter(({ bytes }, i) => !readable.slice(0, i).some((earlier) => earlier.bytes.equals(bytes)));
}

/** base64url is mostly written without the signs at its end. */
function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
