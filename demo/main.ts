/**
 * The demo platform as a program. It makes its keys, waits until the custodian knows it (custodian.json), listens on
 * CUNGUAN_DEMO_PORT and says so to its parent. It ends when the parent does, and on SIGTERM.
 */
import { join, resolve } from 'node:path';
import { buildApp } from './app.ts';
import type { Desk } from './desk.ts';
import { depositoryDesk } from './desk-depository.ts';
import { lianyintongDesk } from './desk-lianyintong.ts';
import { awaitCustodian, demoPlatforms, platformKey, platformNo } from './platforms.ts';
import type { CustodianFile } from './platforms.ts';
import { SandboxClock } from './sandbox-clock.ts';
import { Store } from './state.ts';
import type { Dialect } from './state.ts';
import { logExchange } from './wire-log.ts';

const environment = process.env;
const dataDir = resolve(environment.CUNGUAN_DATA ?? 'data');
const port = Number(environment.CUNGUAN_DEMO_PORT ?? '8082');
const host = environment.CUNGUAN_HOST ?? '127.0.0.1';
const origin = environment.CUNGUAN_DEMO_URL ?? `http://127.0.0.1:${port}`;

function makeDesk(dialect: Dialect, custodian: CustodianFile, store: Store, clock: SandboxClock): Desk {
  const no = platformNo(custodian, dialect);
  const registration = custodian.platforms[no];
  if (!registration) throw new Error(`custodian.json does not name platform ${no}`);
  return (dialect === 'lianyintong' ? lianyintongDesk : depositoryDesk)({
    baseUrl: custodian.baseUrl,
    platformNo: no,
    privateKey: platformKey(dataDir, dialect),
    keySerial: registration.keySerial,
    custodianKeys: registration.custodianKeys ?? {
      [registration.custodianKeySerial]: registration.custodianPublicKey,
    },
    now: () => clock.now(),
    onExchange: (exchange) => logExchange(store, dialect, exchange),
  });
}

async function run(): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  // Whoever registers us needs the keys before there is an answer to wait for.
  demoPlatforms(dataDir, origin);
  const custodian = await awaitCustodian(dataDir);
  const store = new Store(join(dataDir, 'demo', 'state.json'));
  const bankUrl =
    environment.CUNGUAN_BANK_URL ?? custodian.bankUrl ?? `http://127.0.0.1:${environment.CUNGUAN_BANK_PORT ?? '8081'}`;
  const clock = new SandboxClock(bankUrl);
  const desks = {
    lianyintong: makeDesk('lianyintong', custodian, store, clock),
    depository: makeDesk('depository', custodian, store, clock),
  };
  const app = buildApp({ desks, store, clock, origin, custodianUrl: custodian.baseUrl, bankUrl });
  const stop = (): void => {
    void app
      .close()
      .then(() => store.save())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await app.listen({ port, host });
  process.send?.({ ready: true });
}

run().catch((error: unknown) => {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`demo: ${sentence}\n`);
  if (process.send) process.send({ ready: false, error: sentence }, () => process.exit(1));
  else process.exit(1);
});
