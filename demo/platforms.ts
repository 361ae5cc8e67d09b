/**
 * The two platforms of the demo: who they are, their keys, and what the custodian told them at registration. Keys are
 * made once, at the first start, and their private halves never leave the data folder.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIALECTS, type Dialect } from './state.ts';

/** What the custodian is to be told when it registers one of the demo's platforms. */
export interface DemoPlatform {
  readonly no: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly publicKeyPem: string;
  readonly keySerial: string;
  readonly notifyUrl: string;
  /** The platform's own account at a bank, for withdrawals of its platform accounts. */
  readonly settlementAccount: string;
  readonly settlementBank: string;
}

/** What the custodian answered, as `custodian.json` holds it. */
export interface Registration {
  readonly keySerial: string;
  readonly custodianKeySerial: string;
  readonly custodianPublicKey: string;
  readonly platformPassword: string;
  /** The keys by which the custodian is known since then, PEM by serial; asked for anew at each start. */
  readonly custodianKeys?: Readonly<Record<string, string>>;
}

export interface CustodianFile {
  readonly baseUrl: string;
  readonly bankUrl?: string;
  readonly platforms: Readonly<Record<string, Registration>>;
  /** Ours, where another demo on the same custodian had taken the usual ones. */
  readonly numbers?: Readonly<Record<Dialect, string>>;
}

export const PLATFORM_NOS: Readonly<Record<Dialect, string>> = {
  lianyintong: '6000000001',
  depository: '6000000002',
};

/** Under which number the custodian knows us. */
export function platformNo(custodian: CustodianFile | null, dialect: Dialect): string {
  return custodian?.numbers?.[dialect] ?? PLATFORM_NOS[dialect];
}

const NAMES: Readonly<Record<Dialect, string>> = { lianyintong: '榆树湾东岸', depository: '榆树湾西岸' };

/**
 * The platforms to be registered with the custodian, their keys made when missing. `dataDir` is CUNGUAN_DATA,
 * `origin` where the custodian reaches the demo. Throws when the folder cannot be written.
 */
export function demoPlatforms(dataDir: string, origin = 'http://127.0.0.1:8082'): readonly DemoPlatform[] {
  return (['lianyintong', 'depository'] as const).map((dialect) => ({
    no: PLATFORM_NOS[dialect],
    name: NAMES[dialect],
    dialect,
    publicKeyPem: createPublicKey(platformKey(dataDir, dialect)).export({ type: 'spki', format: 'pem' }).toString(),
    keySerial: '1',
    notifyUrl: `${origin}/notify/${dialect}`,
    settlementAccount: '6222020200112233445',
    settlementBank: 'ICBC',
  }));
}

/** The platform's private key, PEM. Two processes that start together end with the same one: the first link wins. */
export function platformKey(dataDir: string, dialect: Dialect): string {
  const folder = join(dataDir, 'demo');
  const file = join(folder, `${PLATFORM_NOS[dialect]}.pem`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8');
}

/** Waits until `custodian.json` is there and names both platforms. */
export async function awaitCustodian(dataDir: string): Promise<CustodianFile> {
  const folder = join(dataDir, 'demo');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { promise, resolve } = Promise.withResolvers<CustodianFile>();
  const look = (): void => {
    const found = readCustodian(join(folder, 'custodian.json'));
    if (found) resolve(found);
  };
  // The watcher makes it prompt; the timer is for file systems that report nothing.
  const watcher = watch(folder, look);
  const timer = setInterval(look, 500);
  look();
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    watcher.close();
  }
}

function readCustodian(file: string): CustodianFile | null {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as CustodianFile;
    return DIALECTS.every((dialect) => found.platforms[platformNo(found, dialect)]) ? found : null;
  } catch {
    return null;
  }
}
