/**
 * The sandbox bank as one thing that can be started and stopped: in a process of its own (`main.ts`) or inside a test.
 * It brings its schema up to date, keeps or makes its key, puts its clock where it was, and goes on with what is due.
 */
import { createPublicKey } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { migrate } from '../src/db/migrate.ts';
import { closePool, openPool, type Sql } from '../src/db/pool.ts';
import { OperatorError } from '../src/kernel/operator-error.ts';
import { createSealer, SealBroken, type Sealer } from '../src/kernel/seal.ts';
import { type Instant, SECOND } from '../src/kernel/time.ts';
import { addDirectInterface, type Bank } from './api.ts';
import { sealWhatWasClear } from './clear.store.ts';
import { createBankClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { createHttp } from './http.ts';
import { addIdentity, type Identity, loadIdentity } from './identity.store.ts';
import { addNetbank } from './netbank.ts';
import { addReportWindow } from './say.ts';
import { addSandboxWindows } from './sandbox.ts';
import { makePrivateKey, openKeys } from './signing.ts';
import { signedRoutes } from './wire.ts';

export interface BankOptions {
  /** The database that holds the schema `sandbox_bank`. */
  readonly databaseUrl: string;
  /** 32 bytes that seal what is personal in the tables; always the same with the same database. */
  readonly sealingKey: Buffer;
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** The address under which browsers know the bank, where that is another. */
  readonly publicUrl?: string;
  /** The custodian's base address; reports go to `/bank/notify` under it. */
  readonly custodianUrl: string;
  /** The address under which people find the custodian, where that is another. */
  readonly custodianPublicUrl?: string;
  /** The custodian's public key for this channel: RSA, SPKI PEM. */
  readonly custodianPublicKey: string;
  readonly log: Logger;
  /** The machine's clock, epoch milliseconds. */
  readonly machine?: () => Instant;
  /** Real milliseconds given to one report; default 5 s. */
  readonly reportTimeoutMs?: number;
  /** Real milliseconds for which a question that is never answered (card 0003) is held; default 30 s. */
  readonly silenceMs?: number;
}

export interface RunningBank {
  readonly url: string;
  /** The bank's public key, SPKI PEM: the same at every start with the same database. */
  readonly publicKey: string;
  stop(): Promise<void>;
}

const SCHEMA = 'sandbox_bank';
const CONNECTIONS = 5;

/** Starts the bank; answers when it listens. Throws a `OperatorError` for a database it must not touch. */
export async function startBank(options: BankOptions): Promise<RunningBank> {
  const custodian = createPublicKey(options.custodianPublicKey);
  const sql = openPool({
    url: options.databaseUrl,
    max: CONNECTIONS,
    applicationName: 'cunguan-sandbox-bank',
    schema: SCHEMA,
  });
  try {
    await migrate({ sql, folder: fileURLToPath(new URL('migrations', import.meta.url)), schema: SCHEMA });
    return await open(options, sql, custodian);
  } catch (error) {
    await closePool(sql);
    throw error;
  }
}

async function open(
  options: BankOptions,
  sql: Sql,
  custodian: ReturnType<typeof createPublicKey>,
): Promise<RunningBank> {
  const { log } = options;
  const machine = options.machine ?? Date.now;
  const sealer = createSealer(options.sealingKey);
  await sealWhatWasClear(sql, sealer);
  const identity = await keepIdentity(sql, sealer);
  const keys = openKeys(identity.privateKeyPem);
  const clock = createBankClock(sql, identity.clockOffset, machine);
  const notifyUrl = `${options.custodianUrl.replace(/\/+$/, '')}/bank/notify`;
  const reporter = { sql, keys, notifyUrl, timeoutMs: options.reportTimeoutMs ?? 5 * SECOND, log };
  const engine = createEngine({ sql, sealer, clock, reporter, log });
  const bank: Bank = { sql, sealer, clock, engine };
  const own = [options.host, ...(options.publicUrl ? [new URL(options.publicUrl).hostname] : [])];
  const app = createHttp(log, own);
  const silenceMs = options.silenceMs ?? 30 * SECOND;
  addDirectInterface(bank, signedRoutes({ app, keys, custodian, machine, silenceMs }));
  addSandboxWindows(app, bank);
  addReportWindow(app, bank, reporter);
  await addNetbank({
    app,
    bank,
    keys,
    custodian,
    custodianUrl: options.custodianPublicUrl ?? options.custodianUrl,
  });
  const url = await app.listen({ host: options.host, port: options.port });
  engine.wake();
  const stop = async (): Promise<void> => {
    await app.close();
    await engine.stop();
    await closePool(sql);
  };
  return { url, publicKey: keys.publicKeyPem, stop };
}

async function keepIdentity(sql: Sql, sealer: Sealer): Promise<Identity> {
  try {
    const known = await loadIdentity(sql, sealer);
    if (known) return known;
    await addIdentity(sql, sealer, { privateKeyPem: await makePrivateKey(), clockOffset: 0 });
    const made = await loadIdentity(sql, sealer);
    if (!made) throw new Error('the identity that was just stored is gone');
    return made;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new OperatorError('The sandbox bank cannot read its tables: they were sealed under another data key.');
  }
}
