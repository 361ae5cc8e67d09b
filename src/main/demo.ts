/**
 * The demo beside us. It is a platform like any other: registered through the same commands as an operator would use,
 * it learns of the custodian what a platform learns, from `demo/custodian.json` of the data folder.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CustodianFile,
  type DemoPlatform,
  demoPlatforms,
  PLATFORM_NOS,
  platformNo,
  type Registration,
} from '../../demo/platforms.ts';
import type { AdminCommands } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { type Child, startChild } from './child.ts';
import { DEFAULT_NAME } from './key-commands.ts';
import type { Parts } from './parts.ts';
import { DEMO_PROGRAM } from './paths.ts';

/** Registers the demo's platforms where they are new, starts it, and answers when it listens. */
export async function startDemo(parts: Parts, commands: AdminCommands): Promise<Child> {
  const { config, addresses, folder, log } = parts;
  await register(parts, commands);
  return startChild({
    name: 'The demo platform',
    file: DEMO_PROGRAM,
    logFile: join(folder, 'demo.log'),
    report: (message) => log.warn(message),
    env: {
      CUNGUAN_DATA: folder,
      CUNGUAN_HOST: config.host,
      CUNGUAN_DEMO_PORT: String(addresses.demo.port),
      CUNGUAN_DEMO_URL: addresses.demo.outside,
      CUNGUAN_LOG_LEVEL: config.logLevel,
    },
  });
}

async function register({ addresses, folder }: Parts, commands: AdminCommands): Promise<void> {
  const path = join(folder, 'demo', 'custodian.json');
  await mkdir(join(folder, 'demo'), { recursive: true, mode: 0o700 });
  const text = await readFile(path, 'utf8').catch(() => null);
  const known = text === null ? null : (JSON.parse(text) as CustodianFile);
  const platforms: Record<string, Registration> = {};
  const numbers = { ...PLATFORM_NOS };
  for (const platform of demoPlatforms(folder, addresses.demo.inside)) {
    const before = platformNo(known, platform.dialect);
    const registration = known?.platforms[before];
    const no = registration ? before : await freeNumber(platform.no, commands);
    numbers[platform.dialect] = no;
    const registered = registration ?? (await registerOne({ ...platform, no }, commands));
    platforms[no] = { ...registered, custodianKeys: await keysOf(no, commands) };
    // The demo may listen elsewhere than at the last start.
    await run(commands, 'platform.set', { platformNo: no, changes: { 'notify-url': platform.notifyUrl } });
  }
  const { custodian, bank } = addresses;
  const file: CustodianFile = { baseUrl: custodian.outside, bankUrl: bank.outside, platforms, numbers };
  await writeFile(`${path}.new`, JSON.stringify(file, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** The usual number, or where the demo of another node has it one of those that follow. */
async function freeNumber(usual: string, commands: AdminCommands): Promise<string> {
  for (let no = BigInt(usual); ; no += 10n) {
    const isTaken = await run(commands, 'platform.show', { platformNo: String(no) }).then(
      () => true,
      (error: unknown) => (error instanceof OperatorError ? false : Promise.reject(error)),
    );
    if (!isTaken) return String(no);
  }
}

async function registerOne(platform: DemoPlatform, commands: AdminCommands): Promise<Registration> {
  const { no, name, dialect, publicKeyPem, keySerial, notifyUrl, settlementAccount, settlementBank } = platform;
  const args = { platformNo: no, name, dialect, publicKey: publicKeyPem, keySerial, notifyUrl, custodyBank: null };
  const answer = await run(commands, 'platform.create', { ...args, settlementAccount, settlementBank });
  const { custodianKeySerial, custodianPublicKey, platformPassword } = answer as Registration;
  return { keySerial, custodianKeySerial, custodianPublicKey, platformPassword };
}

/** The keys that an operator tells a platform of; the default ones only while none of its own signs. */
async function keysOf(no: string, commands: AdminCommands): Promise<Readonly<Record<string, string>>> {
  type Line = Readonly<Record<'platformNo' | 'keySerial' | 'state', string>>;
  const linesOf = async (platformNo: string) => (await run(commands, 'keys.list', { platformNo })) as readonly Line[];
  const own = await linesOf(no);
  const lines = own.some(({ state }) => state === 'signing') ? own : [...own, ...(await linesOf(DEFAULT_NAME))];
  const live = lines.filter(({ state }) => state !== 'retired');
  const keys = live.map(async ({ platformNo, keySerial }) => {
    const shown = await run(commands, 'keys.show', { platformNo, keySerial });
    return [keySerial, (shown as { readonly publicKey: string }).publicKey] as const;
  });
  return Object.fromEntries(await Promise.all(keys));
}

function run(commands: AdminCommands, name: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
  const command = commands[name];
  if (!command) throw new OperatorError(`The command ${name} that the demo needs is not there.`);
  return command(args, { who: 'demo', reason: null });
}
