/**
 * The stage of a measurement: a PostgreSQL of its own with durability on, five platforms with a thousand investors
 * each (and one with five thousand), borrowers, projects, and the keys to sign for them. Everything lies in a
 * temporary folder.
 */
import { LANE_SETTINGS } from '../src/executor/lane.ts';
import { CORE_TABLES } from '../src/custody/tables.ts';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unconnectedChannel, unconnectedSms } from '../src/channels/unconnected.ts';
import type { Platform } from '../src/custody/api.ts';
import type { DirectCommand } from '../src/custody/commands.ts';
import { type CustodyParts, createCustody } from '../src/custody/custody.ts';
import { createLanes, type Lanes } from '../src/executor/lanes.ts';
import { startEmbedded } from '../src/db/embedded/server.ts';
import { migrate } from '../src/db/migrate.ts';
import { closePool, openPool, type Sql, type Transaction } from '../src/db/pool.ts';
import { createSealer, type Sealer } from '../src/kernel/seal.ts';
import { makePair, publish, type SigningPair } from '../src/main/signing-keys.ts';
import { DEFAULT_KEYS, FROM_THE_START } from '../src/main/signing-keys.store.ts';
import { DIALECTS } from '../src/wire/dialects.ts';
import { seedTask } from './seed.ts';

export const DATA_KEY = Buffer.alloc(32, 1);
export const INVESTORS = 5_000;
export const PLATFORMS = 5;
export const PROJECTS_EACH = 10;
/** Investors and their borrowers carry these prefixes. */
export const INVESTOR = { prefix: 'inv' };
export const BORROWER = { prefix: 'bor' };

export interface Stage {
  readonly folder: string;
  readonly url: string;
  readonly sql: Sql;
  readonly lanes: Lanes;
  readonly parts: CustodyParts;
  /** Platform 0 has the crowd of 5,000 and one project; 1 to 5 have 1,000 investors and ten projects each. */
  readonly platforms: readonly Platform[];
  /** By platform number: one key belongs to one platform. A base of before has `platformKey`, one for all. */
  readonly platformKeys: ReadonlyMap<string, KeyObject>;
  /** Of the platforms' public keys: JSON, PEM by platform number. */
  readonly files: { readonly custodianKey: string; readonly platformPublicKey: string; readonly log: string };
  execute(platform: Platform, requestNo: string, command: DirectCommand): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-bench-'));
  const server = await startEmbedded({ folder: join(folder, 'data'), durable: true });
  const sql = openPool({ url: server.url, max: 20, applicationName: 'bench' });
  const lanesPool = openPool({ url: server.url, max: 10, applicationName: 'bench-lanes', settings: LANE_SETTINGS });
  await migrate({ sql, folder: join(import.meta.dirname, '..', 'migrations'), schema: 'public' });
  const sealer = createSealer(DATA_KEY);
  const clock = { now: Date.now };
  const policies = { depository: DIALECTS.depository.policy };
  const ports = { channel: unconnectedChannel, sms: unconnectedSms };
  const parts = createCustody({
    sql,
    lanes: lanesPool,
    sealer,
    clock,
    tokenKeys: () => [DATA_KEY],
    policies,
    publicUrl: '',
    ...ports,
  });
  const lanes = createLanes({ sql: lanesPool, sealer, clock, numbered: CORE_TABLES, onCommit: () => undefined });
  const keys = await writeKeys(folder);
  await sql.begin((tx) => giveKey(tx, DEFAULT_KEYS, keys.custodian));
  const platforms: Platform[] = [];
  for (const [no, pem] of Object.entries(keys.platformPems)) platforms.push(await addPlatform(parts, no, pem));
  for (const [i, platform] of platforms.entries())
    await populate(lanes, sealer, platform, i === 0 ? INVESTORS : INVESTORS / PLATFORMS);
  const execute: Stage['execute'] = async (platform, requestNo, command) => {
    const answer = await parts.custody.execute(platform, { requestNo, service: 'BENCH', idempotent: true }, command);
    if (!answer.ok) throw new Error(`${command.verb} was refused: ${answer.error.name}`);
  };
  for (const [i, platform] of platforms.entries()) await addProjects(execute, platform, i === 0 ? 1 : PROJECTS_EACH);
  return {
    folder,
    url: server.url,
    sql,
    lanes,
    parts,
    platforms,
    execute,
    platformKeys: keys.platformKeys,
    files: { custodianKey: keys.custodianFile, platformPublicKey: keys.publicFile, log: join(folder, 'server.log') },
    async close() {
      await closePool(lanesPool);
      await closePool(sql);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeKeys(folder: string) {
  const numbers = Array.from({ length: PLATFORMS + 1 }, (_, i) => `700000000${i}`);
  const pairs = await Promise.all(numbers.map(makePair));
  const custodian = await makePair();
  const platformPems = Object.fromEntries(numbers.map((no, i) => [no, pairs[i]?.publicKeyPem ?? '']));
  const platformKeys = new Map(numbers.map((no, i) => [no, createPrivateKey(pairs[i]?.privateKeyPem ?? '')]));
  const custodianFile = join(folder, 'custodian.pem');
  const publicFile = join(folder, 'platforms.json');
  await writeFile(custodianFile, custodian.privateKeyPem);
  await writeFile(publicFile, JSON.stringify(platformPems));
  return { custodian, custodianFile, publicFile, platformPems, platformKeys };
}

async function addPlatform({ directory }: CustodyParts, platformNo: string, publicKeyPem: string): Promise<Platform> {
  const pair = await makePair();
  const platform = {
    platformNo,
    publicKeyPem,
    name: 'bench',
    dialect: 'depository',
    notifyUrl: null,
    custodyBank: null,
    settlementAccount: null,
    settlementBank: null,
    keySerial: '1',
    passwordHash: 'none',
    settings: {},
  };
  await directory.create(platform, (tx, platformId) => giveKey(tx, platformId, pair));
  const file = await directory.byNo(platformNo);
  if (!file) throw new Error('the platform was not made');
  return file.platform;
}

/** As the custodian signs: with a key for each platform. */
async function giveKey(tx: Transaction, platformId: number, pair: SigningPair): Promise<void> {
  const first = { platformId, pair, serial: null, at: Date.now(), signsFrom: FROM_THE_START };
  await publish(tx, createSealer(DATA_KEY), first);
}

async function populate(lanes: Lanes, sealer: Sealer, { platformId }: Platform, investors: number): Promise<void> {
  const crowds = [
    { ...INVESTOR, count: investors, role: 'INVESTOR', balance: 100_000_000n },
    { ...BORROWER, count: 30, role: 'BORROWER', balance: 100_000_000_000n },
  ] as const;
  for (const crowd of crowds) await lanes.submit(platformId, seedTask(crowd, sealer));
}

/** Projects of 200,000 yuan, one per borrower: the cap. A tender of one fen leaves room for twenty million. */
async function addProjects(execute: Stage['execute'], platform: Platform, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await execute(platform, `project-${i}`, newProject(i));
}

export function newProject(index: number): DirectCommand {
  return {
    verb: 'CREATE_PROJECT',
    projectNo: `p${index}`,
    borrowerNo: `${BORROWER.prefix}${index}`,
    amount: 20_000_000n,
    name: 'bench',
    description: null,
    periodDays: 30,
    rate: '5',
    repaymentWay: 'ONE_TIME',
  };
}
