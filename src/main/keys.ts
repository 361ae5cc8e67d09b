/**
 * The custodian's secrets: one that seals personal data and its own signing keys, one for page tokens. They lie in the
 * data folder or a folder of one's own choice, which all nodes of a database can share, and the database remembers
 * their fingerprints. The signing keys themselves lie in the database, sealed; the first default key can be provided as
 * a file. All of them are made only for an empty sandbox; after that a key that is missing or another one stops the
 * start. They are never silently replaced (rule G-2).
 */
import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import type { Sql, Transaction } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { createSealer } from '../kernel/seal.ts';
import { KeyFolder } from './key-folder.ts';
import { hasPlatforms, type KnownKey, withKeysLocked } from './keys.store.ts';
import { PLAIN, type Wrapping } from './master-key.ts';
import { makePair, publish, readPair, type SigningPair } from './signing-keys.ts';
import { DEFAULT_KEYS, FROM_THE_START, readSigningKeys, type SigningKeyRow } from './signing-keys.store.ts';

export interface CustodianKeys {
  /** 32 bytes: seals personal data (rule G-19), and the keys we sign with. */
  readonly dataKey: Buffer;
  /** 32 bytes: page tokens and what pages hand through the browser. */
  readonly tokenKey: Buffer;
}

/** A signing key that lies in the folder, to be taken into the database. */
interface SigningFile {
  readonly serial: string;
  readonly pair: SigningPair;
}

interface Found {
  /** Ordered by serial. */
  readonly signing: readonly SigningFile[];
  readonly dataKey: Buffer | null;
  readonly tokenKey: Buffer | null;
}

/** `sign-<serial>.pem`. */
const SIGNING_FILE = /^sign-([0-9A-Za-z]+)\.pem$/;
const SECRET_BYTES = 32;

/** Whether a file of the keys folder holds a key, by its name. */
export function isKeyFile(name: string): boolean {
  return SIGNING_FILE.test(name) || ['data.key', 'token.key', 'bank.pem'].includes(name);
}

/**
 * The keys in `folder`. `mayGenerate` is the sandbox: there an empty database gets keys of its own. Signing keys that
 * lie there are taken into the database: the last of the first ones signs by default, whatever comes later is published
 * and no more. Throws a `OperatorError` when keys are missing, are not those the database knows, or cannot be read.
 */
export async function loadKeys(
  path: string,
  sql: Sql,
  mayGenerate: boolean,
  wrapping: Wrapping = PLAIN,
): Promise<CustodianKeys> {
  const folder = new KeyFolder(path, wrapping);
  const empty = !(await hasPlatforms(sql));
  return withKeysLocked(sql, async (tx, { known, keep }) => {
    const isFirst = known.length === 0 && empty && mayGenerate;
    if (isFirst) await generateMissing(folder);
    const found = await readKeys(folder);
    const stored = await readSigningKeys(tx, DEFAULT_KEYS);
    const given = isFirst && stored.length + found.signing.length === 0 ? await firstKey() : found.signing;
    const keys = requireAll({ ...found, signing: given }, path, known, stored);
    const fresh = fingerprintsOf(keys).filter((key) => !known.some((one) => one.serial === key.serial));
    if (known.length > 0 && fresh.length > 0) {
      throw new OperatorError(`The database does not know the data and token keys in ${path}: put back its own.`);
    }
    await takeIn(tx, keys, given, stored);
    await keep([...fingerprintsOf(keys)]);
    return keys;
  });
}

async function firstKey(): Promise<readonly SigningFile[]> {
  return [{ serial: '1', pair: await makePair() }];
}

/** What the database has not got yet of the signing keys in the folder. */
async function takeIn(
  tx: Transaction,
  keys: CustodianKeys,
  given: readonly SigningFile[],
  stored: readonly SigningKeyRow[],
): Promise<void> {
  const sealer = createSealer(keys.dataKey);
  const at = Date.now();
  const last = stored.length === 0 ? given.at(-1) : null;
  for (const one of given) {
    if (stored.some(({ serial }) => serial === one.serial)) continue;
    const signsFrom = one === last ? FROM_THE_START : null;
    await publish(tx, sealer, { platformId: DEFAULT_KEYS, pair: one.pair, serial: one.serial, at, signsFrom });
  }
}

/**
 * Our key for the channel to the sandbox bank. The bank is told its public half at every start, so that losing it costs
 * nothing and the database need not remember it.
 */
export async function loadChannelKey(
  path: string,
  wrapping: Wrapping = PLAIN,
): Promise<Pick<SigningPair, 'privateKeyPem' | 'publicKeyPem'>> {
  const folder = new KeyFolder(path, wrapping);
  const found = await folder.read('bank.pem');
  const pair = found === null ? await makePair() : demandPair(folder, 'bank.pem', found);
  if (found === null) await folder.write('bank.pem', pair.privateKeyPem);
  return { privateKeyPem: pair.privateKeyPem, publicKeyPem: pair.publicKeyPem };
}

/** Only what is missing: a start that was cut short may have left some, and a key once written stays. */
async function generateMissing(folder: KeyFolder): Promise<void> {
  for (const name of ['data.key', 'token.key']) {
    if ((await folder.read(name)) === null) await folder.write(name, newSecret());
  }
}

/** As it lies in a file. */
export function newSecret(): string {
  return `${randomBytes(SECRET_BYTES).toString('hex')}\n`;
}

async function readKeys(folder: KeyFolder): Promise<Found> {
  const names = (await folder.names()).filter((name) => SIGNING_FILE.test(name));
  const signing = await Promise.all(names.map((name) => readSigningKey(folder, name)));
  return {
    signing: signing.sort((a, b) => a.serial.localeCompare(b.serial, 'en', { numeric: true })),
    dataKey: await readSecret(folder, 'data.key'),
    tokenKey: await readSecret(folder, 'token.key'),
  };
}

async function readSigningKey(folder: KeyFolder, name: string): Promise<SigningFile> {
  const pair = demandPair(folder, name, (await folder.read(name)) ?? '');
  return { serial: SIGNING_FILE.exec(name)?.[1] ?? '', pair };
}

function demandPair(folder: KeyFolder, name: string, text: string): SigningPair {
  const pair = readPair(text);
  if (pair) return pair;
  throw new OperatorError(
    `The key ${folder.place(name)} cannot be used: it must be an RSA private key of 2048 bits in PEM.`,
  );
}

async function readSecret(folder: KeyFolder, name: string): Promise<Buffer | null> {
  const text = await folder.read(name);
  if (text === null) return null;
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length === SECRET_BYTES) return key;
  throw new OperatorError(
    `The key ${folder.place(name)} cannot be used: it must hold ${SECRET_BYTES} bytes in hexadecimal.`,
  );
}

function requireAll(
  found: Found,
  folder: string,
  known: readonly KnownKey[],
  stored: readonly SigningKeyRow[],
): CustodianKeys {
  const { signing, dataKey, tokenKey } = found;
  // An earlier version kept signing keys as files alone.
  const inFiles = known.map((key) => key.serial).filter((serial) => serial !== 'data' && serial !== 'token');
  const has = (serial: string) => [...signing, ...stored].some((key) => key.serial === serial);
  const missing = [
    ...(signing.length + stored.length + inFiles.length === 0 ? ['sign-1.pem'] : []),
    ...inFiles.filter((serial) => !has(serial)).map((serial) => `sign-${serial}.pem`),
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
  const keys = { dataKey, tokenKey };
  const other =
    fingerprintsOf(keys).find((key) => differs(key, known))?.serial ??
    signing.find(({ serial, pair }) => differs({ serial, fingerprint: wholeFingerprint(pair) }, known))?.serial ??
    signing.find(({ serial, pair: { fingerprint } }) => differs({ serial, fingerprint }, stored))?.serial;
  if (other === undefined) return keys;
  throw new OperatorError(
    `The key "${other}" in ${folder} is not the one this database was used with: put that one back.`,
  );
}

function differs({ serial, fingerprint }: KnownKey, known: readonly KnownKey[]): boolean {
  return known.some((one) => one.serial === serial && one.fingerprint !== fingerprint);
}

function fingerprintsOf({ dataKey, tokenKey }: CustodianKeys): readonly KnownKey[] {
  return [
    { serial: 'data', fingerprint: digest(dataKey) },
    { serial: 'token', fingerprint: digest(tokenKey) },
  ];
}

/** What an earlier version kept of a signing key: of the whole public half, not of the modulus alone. */
function wholeFingerprint({ publicKeyPem }: SigningPair): string {
  return digest(createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' }));
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
