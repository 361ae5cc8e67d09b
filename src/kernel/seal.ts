/**
 * Personal data are sealed before they reach the database (G-19): AES-256-GCM under a key that is not in the database.
 * Promises: a sealed value opens only under the key and the context it was sealed with, which is one column of one row;
 * one changed bit is noticed; equal texts look different when sealed, and only `fingerprint` tells that two are the
 * same.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Layout: version 1 byte · key id 4 · nonce 12 · tag 16 · ciphertext. */
const SEAL_VERSION = 2;
/** Sealed for a column, and fit every row of it. */
const OF_COLUMN = 1;
/** A text in the clear after the version, from before its column was sealed. */
const CLEAR = 0;
const KEY_ID_END = 5;
const NONCE_END = 17;
const TAG_END = 33;

/** Whether the old form opens in a column, `clear`: not sealed at all. */
export type OpensOld = (column: string, clear: boolean) => boolean;

/** Seals and opens texts under one key. */
export interface Sealer {
  /** Names the key in the header of what it seals: 8 hex digits, no secret. */
  readonly keyId: string;
  /**
   * Seals a text. `context` says where it stands (`placed`) and must be given again to open it, so that a value copied
   * into another row, column or table does not open there.
   */
  seal(plain: string, context: string): Buffer;
  /** Opens what `seal` made. Throws `SealBroken` for another key, another context, or changed bytes. */
  open(sealed: Uint8Array, context: string): string;
  /** A keyed HMAC-SHA256 in base64url: equal for equal texts, tells nothing without the key. For look-ups. */
  fingerprint(text: string): string;
}

/** A sealed value that does not open. It never holds the value. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** The context of a value in a row of a table: its column, and what tells the row from every other, platform first. */
export function placed(column: string, ...row: readonly (string | number | bigint)[]): string {
  // NUL cannot occur in a PostgreSQL text, so it keeps the parts apart.
  return [column, ...row].join('\u0000');
}

/** What everything begins with that a sealer seals now, its version and its key; all else is of before. */
export function sealHeader(sealer: Pick<Sealer, 'keyId'>): Buffer {
  return Buffer.concat([Buffer.of(SEAL_VERSION), Buffer.from(sealer.keyId, 'hex')]);
}

/**
 * A sealer for a key of 32 random bytes. Nonces are random: one key is good for some 2^32 values (NIST SP 800-38D),
 * and the key id in the header lets a later key take over without touching what is sealed. `opensOld`: whether what was
 * sealed before seals named their row, or stood in the clear, still opens in a column; never, where nothing is said.
 */
export function createSealer(key: Buffer, opensOld: OpensOld = () => false): Sealer {
  if (key.length !== 32) throw new RangeError(`a sealing key has 32 bytes, this one has ${key.length}`);
  // Given as bytes, Node makes a key of them at every call, which costs three times what the seal itself does.
  const sealing = createSecretKey(deriveKey(key, 'seal'));
  const marking = createSecretKey(deriveKey(key, 'fingerprint'));
  const id = deriveKey(key, 'id').subarray(0, KEY_ID_END - 1);
  const header = Buffer.concat([Buffer.of(SEAL_VERSION), id]);
  const old = Buffer.concat([Buffer.of(OF_COLUMN), id]);
  const openAny = (sealed: Buffer, context: string): string => {
    const [version] = sealed;
    const [column = ''] = context.split('\u0000', 1);
    if (version === CLEAR && opensOld(column, true)) return sealed.subarray(1).toString('utf8');
    if (version === OF_COLUMN && opensOld(column, false)) return open(sealing, old, sealed, column);
    return open(sealing, header, sealed, context);
  };
  return {
    keyId: id.toString('hex'),
    seal: (plain, context) => seal(sealing, header, plain, context),
    open: (sealed, context) => openAny(Buffer.from(sealed), context),
    fingerprint: (text) => createHmac('sha256', marking).update(text, 'utf8').digest('base64url'),
  };
}

/** One key per purpose: it tells nothing of the key it comes of, nor of its sisters. */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `cunguan ${purpose} v1`, 32));
}

function seal(key: KeyObject, header: Buffer, plain: string, context: string): Buffer {
  const nonce = randomBytes(NONCE_END - KEY_ID_END);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associated(header, context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body]);
}

function open(key: KeyObject, header: Buffer, sealed: Buffer, context: string): string {
  if (sealed.length < TAG_END || sealed[0] !== header[0]) {
    throw new SealBroken(`not a sealed value of version ${header[0]}`);
  }
  if (!sealed.subarray(0, KEY_ID_END).equals(header)) throw new SealBroken('sealed under another key');
  const nonce = sealed.subarray(KEY_ID_END, NONCE_END);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_END - NONCE_END });
  decipher.setAAD(associated(header, context));
  decipher.setAuthTag(sealed.subarray(NONCE_END, TAG_END));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(TAG_END)), decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken(`a value of "${context.split('\u0000', 1)[0]}" was changed, or belongs elsewhere`);
  }
}

function associated(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}
