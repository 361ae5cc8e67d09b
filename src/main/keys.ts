/**
 * The custodian's own keys: RSA for signing, one secret for sealing personal data, one for page tokens. They lie in the
 * data folder or a folder of one's own choice, which all nodes of a database can share, and the database remembers
 * their fingerprints. They are made only for an empty sandbox; after that a key that is missing or another one stops
 * the start. They are never silently replaced (rule G-2).
 */
import { createHash, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sql } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { hasPlatforms, type KnownKey, withKeysLocked } from './keys.store.ts';

export interface SigningKey {
  readonly serial: string;
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

export interface CustodianKeys {
  /** Ordered by serial; the last one signs by default. */
  readonly signing: readonly SigningKey[];
  /** 32 bytes: seals personal data (rule G-19). */
  readonly dataKey: Buffer;
  /** 32 bytes: page tokens and what pages hand through the browser. */
  readonly tokenKey: Buffer;
}

interface Found {
  readonly signing: readonly SigningKey[];
  readonly dataKey: Buffer | null;
  readonly tokenKey: Buffer | null;
}

const SIGNING_FILE = /^sign-([0-9A-Za-z]+)\.pem$/;
const SECRET_BYTES = 32;

/**
 * The keys in `folder`. `mayGenerate` is the sandbox: there an empty database gets keys of its own. Throws a
 * `OperatorError`
 * when keys are missing, are not those the database knows, or cannot be read.
 */
export async function loadKeys(folder: string, sql: Sql, mayGenerate: boolean): Promise<CustodianKeys> {
  const empty = !(await hasPlatforms(sql));
  return withKeysLocked(sql, async (known, keep) => {
    if (known.length === 0 && empty && mayGenerate) await generateMissing(folder);
    const found = await readKeys(folder);
    const keys = requireAll(found, folder, known);
    const fresh = fingerprintsOf(keys).filter((key) => !known.some((one) => one.serial === key.serial));
    if (known.length > 0 && fresh.some((key) => key.serial === 'data' || key.serial === 'token')) {
      throw new OperatorError(`The database does not know the data and token keys in ${folder}: put back its own.`);
    }
    await keep(fresh);
    return keys;
  });
}

/**
 * Our key for the channel to the sandbox bank. The bank is told its public half at every start, so that losing it costs
 * nothing and the database need not remember it.
 */
export async function loadChannelKey(
  folder: string,
): Promise<{ readonly privateKeyPem: string; readonly publicKeyPem: string }> {
  const path = join(folder, 'bank.pem');
  const found = await readFile(path, 'utf8').catch(() => null);
  const privateKeyPem = found ?? (await newRsaKey());
  if (found === null) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writePrivately(path, privateKeyPem);
  }
  return {
    privateKeyPem,
    publicKeyPem: createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString(),
  };
}

async function newRsaKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Only what is missing: a start that was cut short may have left some, and a key once written stays. */
async function generateMissing(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readKeys(folder);
  if (found.signing.length === 0) await writePrivately(join(folder, 'sign-1.pem'), await newRsaKey());
  if (!found.dataKey) await writePrivately(join(folder, 'data.key'), `${randomBytes(SECRET_BYTES).toString('hex')}\n`);
  if (!found.tokenKey)
    await writePrivately(join(folder, 'token.key'), `${randomBytes(SECRET_BYTES).toString('hex')}\n`);
}

async function readKeys(folder: string): Promise<Found> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => SIGNING_FILE.test(name));
  const signing = await Promise.all(names.map((name) => readSigningKey(folder, name)));
  return {
    signing: signing.sort((a, b) => a.serial.localeCompare(b.serial, 'en', { numeric: true })),
    dataKey: await readSecret(join(folder, 'data.key')),
    tokenKey: await readSecret(join(folder, 'token.key')),
  };
}

async function readSigningKey(folder: string, name: string): Promise<SigningKey> {
  const privateKeyPem = await readFile(join(folder, name), 'utf8');
  try {
    const publicKey = createPublicKey(privateKeyPem);
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (publicKey.asymmetricKeyType !== 'rsa' || bits < 2048) throw new Error('not RSA of 2048 bits or more');
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    return { serial: SIGNING_FILE.exec(name)?.[1] ?? '', privateKeyPem, publicKeyPem };
  } catch {
    throw new OperatorError(
      `The key ${join(folder, name)} cannot be used: it must be an RSA private key of 2048 bits in PEM.`,
    );
  }
}

async function readSecret(path: string): Promise<Buffer | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length === SECRET_BYTES) return key;
  throw new OperatorError(`The key ${path} cannot be used: it must hold ${SECRET_BYTES} bytes in hexadecimal.`);
}

function requireAll(found: Found, folder: string, known: readonly KnownKey[]): CustodianKeys {
  const { signing, dataKey, tokenKey } = found;
  const knownSerials = known.map((key) => key.serial).filter((serial) => serial !== 'data' && serial !== 'token');
  const missing = [
    ...(signing.length === 0 && knownSerials.length === 0 ? ['sign-1.pem'] : []),
    ...knownSerials.filter((serial) => !signing.some((key) => key.serial === serial)).map((one) => `sign-${one}.pem`),
    ...(dataKey ? [] : ['data.key']),
    ...(tokenKey ? [] : ['token.key']),
  ];
  if (missing.length > 0 || !dataKey || !tokenKey) {
    throw new OperatorError(
      `The custodian's keys are missing in ${folder} (${missing.join(', ')}): ` +
        (known.length > 0
          ? 'put back the ones this database was used with, or name the folder that has them in CUNGUAN_KEYS; '
          : 'provide them; ') +
        'they are never made anew.',
    );
  }
  const keys = { signing, dataKey, tokenKey };
  const other = fingerprintsOf(keys).find((key) =>
    known.some((one) => one.serial === key.serial && one.fingerprint !== key.fingerprint),
  );
  if (!other) return keys;
  throw new OperatorError(
    `The key "${other.serial}" in ${folder} is not the one this database was used with: put that one back.`,
  );
}

function fingerprintsOf(keys: CustodianKeys): readonly KnownKey[] {
  const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  return [
    ...keys.signing.map(({ serial, publicKeyPem }) => ({
      serial,
      fingerprint: digest(createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' })),
    })),
    { serial: 'data', fingerprint: digest(keys.dataKey) },
    { serial: 'token', fingerprint: digest(keys.tokenKey) },
  ];
}

/** Appears whole, on disk, for the owner alone, or not at all. */
async function writePrivately(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
