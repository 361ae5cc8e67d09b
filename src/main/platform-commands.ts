/**
 * The operator's commands about platforms: what the command line asks is checked here, word by word, and a
 * refusal is one sentence.
 */
import { createPublicKey, randomInt } from 'node:crypto';
import { type Bank, BANK_NAMES } from '../custody/banks.ts';
import {
  type Directory,
  hashPassword,
  parseFee,
  type PlatformFile,
  type PlatformPatch,
  refusePassword,
} from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import type { Change, Changed } from '../kernel/change.ts';
import { maskCard } from '../kernel/mask.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { rsaFingerprint } from '../kernel/rsa.ts';
import { formatIso } from '../kernel/time.ts';
import { webAddress } from '../kernel/web.ts';
import { type AddressPolicy, whyNoReceiver } from '../notices/addresses.ts';
import { checkPlatformKey, isDialect } from '../wire/platforms.ts';
import type { Registry } from './audited.ts';
import { optionalText, text } from './commands.ts';
import { describeKeys, RESERVED_NAMES } from './key-commands.ts';
import { publish, type SigningKeysDesk, wantedPair } from './signing-keys.ts';
import { FROM_THE_START, readSigningKeys } from './signing-keys.store.ts';

/** `receivers`: where notices may go. */
export function platformCommands(directory: Directory, desk: SigningKeysDesk, receivers: AddressPolicy): Registry {
  const changing = (work: Changing): Registry[string] => ({
    does: 'changes',
    run: async (args) => {
      const change = evidence(await work(directory, args));
      return { ...change, answer: await show(directory, desk, text(args, 'platformNo')) };
    },
  });
  return {
    'platform.create': { does: 'changes', run: (args) => create(directory, desk, receivers, args) },
    'platform.show': { does: 'reads', run: async (args) => show(directory, desk, text(args, 'platformNo')) },
    'platform.set': changing((_, args) => set(directory, receivers, args)),
    'platform.key.add': changing(addKey),
    'platform.key.revoke': changing(revokeKey),
  };
}

/** Changes one platform; answers how it was and is. */
type Changing = (directory: Directory, args: AdminArguments) => Promise<Change<PlatformFile>>;

/** For the audit trail: which account it was, and which keys, without a mask. */
function evidence({ before, after }: Change<PlatformFile>): Change<object> {
  return { before: before && factsOf(before), after: after && factsOf(after) };
}

function factsOf({ platform, keys }: PlatformFile): object {
  const { platformId: _, channel: _channel, ...facts } = platform;
  return {
    ...facts,
    keys: keys.map(({ serial, publicKeyPem, expiresAt, revokedAt }) => ({
      serial,
      fingerprint: rsaFingerprint(createPublicKey(publicKeyPem)),
      ...timesOf({ expiresAt, revokedAt }),
    })),
  };
}

function timesOf({ expiresAt, revokedAt }: Pick<PlatformFile['keys'][number], 'expiresAt' | 'revokedAt'>) {
  return {
    expiresAt: expiresAt === null ? null : formatIso(expiresAt),
    revokedAt: revokedAt === null ? null : formatIso(revokedAt),
  };
}

/** A platform has a key of ours from the beginning, and no other platform has that one (G-2). */
async function create(
  directory: Directory,
  desk: SigningKeysDesk,
  receivers: AddressPolicy,
  args: AdminArguments,
): Promise<Changed<object, unknown>> {
  const platformNo = text(args, 'platformNo');
  if (!/^[A-Za-z0-9_]{1,50}$/.test(platformNo) || RESERVED_NAMES.includes(platformNo))
    throw new OperatorError('A platform number has letters, digits and _ only, at most 50.');
  const dialect = text(args, 'dialect');
  if (!isDialect(dialect)) throw new OperatorError(`The dialect is lianyintong or depository, not "${dialect}".`);
  const publicKey = checkPlatformKey(dialect, text(args, 'publicKey'));
  if (!publicKey.ok) throw new OperatorError(publicKey.error);
  const platformPassword = newPassword();
  const keySerial = optionalText(args, 'keySerial') ?? '1';
  const pair = await wantedPair(desk, optionalText(args, 'custodianKey'));
  let custodianKeySerial = '';
  const platform = {
    platformNo,
    dialect,
    keySerial,
    name: nameOf(text(args, 'name')),
    notifyUrl: receiver(notifyAddress(optionalText(args, 'notifyUrl')), receivers),
    custodyBank: optionalText(args, 'custodyBank'),
    settlementAccount: optionalText(args, 'settlementAccount'),
    settlementBank: bankOf(optionalText(args, 'settlementBank')),
    publicKeyPem: publicKey.value.pem,
    passwordHash: await hashPassword(0, platformPassword),
    settings: {},
  };
  const made = await directory.create(platform, async (tx, platformId) => {
    const first = { platformId, pair, serial: null, at: desk.clock.now(), signsFrom: FROM_THE_START };
    const key = await publish(tx, desk.sealer, first);
    custodianKeySerial = key.serial;
  });
  if (made === 'NUMBER_TAKEN') throw new OperatorError(`There is a platform ${platformNo} already.`);
  if (made === 'KEY_TAKEN') throw await keyTaken(directory, publicKey.value.pem);
  const change = evidence(made);
  return {
    before: null,
    after: { ...change.after, custodianKey: { serial: custodianKeySerial, fingerprint: pair.fingerprint } },
    answer: {
      ...{ platformNo, keySerial, custodianKeySerial, platformPassword },
      custodianPublicKey: pair.publicKeyPem,
    },
  };
}

/** Six digits that a person would not be refused either. */
function newPassword(): string {
  const password = randomInt(1_000_000).toString().padStart(6, '0');
  return refusePassword(password, '', '') ? newPassword() : password;
}

async function find(directory: Directory, platformNo: string): Promise<PlatformFile> {
  const file = await directory.byNo(platformNo);
  if (!file) throw new OperatorError(`There is no platform ${platformNo}.`);
  return file;
}

async function show(directory: Directory, { sql, clock }: SigningKeysDesk, platformNo: string): Promise<unknown> {
  const file = await find(directory, platformNo);
  return describe(file, describeKeys(await readSigningKeys(sql, file.platform.platformId), clock.now()));
}

function describe({ platform, keys }: PlatformFile, custodianKeys: readonly object[]): unknown {
  const { platformNo, name, dialect, suspended, services, notifyUrl, custodyBank, settings, settlementBank } = platform;
  return {
    platformNo,
    name,
    dialect,
    suspended,
    services,
    notifyUrl,
    custodyBank,
    settings,
    settlementBank,
    settlementAccount: platform.settlementAccount === null ? null : maskCard(platform.settlementAccount),
    keys: keys.map(({ shared, ...key }) => ({ serial: key.serial, shared, ...timesOf(key) })),
    // None: the default key signs for it.
    custodianKeys,
  };
}

/**
 * Reads one setting into what it changes; throws a `OperatorError` for a value that is none. An empty value takes
 * it away.
 */
type Reader = (value: string, key: string) => PlatformPatch;

const fee: Reader = (value, key) => {
  if (value !== '' && !parseFee(value))
    throw new OperatorError(`${key} is written as 2.00, 0.25% or 1.00+0.1%, not "${value}".`);
  return { settings: { [key]: value } };
};

function choice(values: readonly string[]): Reader {
  return (value, key) => {
    if (value !== '' && !values.includes(value))
      throw new OperatorError(`${key} is ${values.join(' or ')}, not "${value}".`);
    return { settings: { [key]: value } };
  };
}

const SETTINGS: Readonly<Record<string, Reader>> = {
  name: (value) => ({ name: nameOf(value) }),
  'notify-url': (value) => ({ notifyUrl: notifyAddress(value || null) }),
  'custody-bank': (value) => ({ custodyBank: value || null }),
  'settlement-account': (value) => ({ settlementAccount: value || null }),
  'settlement-bank': (value) => ({ settlementBank: bankOf(value || null) }),
  services: (value) => ({
    services: value === '' || value === 'all' ? null : value.split(/[,\s]+/).filter((name) => name !== ''),
  }),
  suspended: (value, key) => ({ suspended: yesOrNo(value, key) }),
  'fee-deposit': fee,
  'fee-withdraw': fee,
  'principal-rule': choice(['strict', 'excess-as-interest']),
  'signature-encoding': choice(['hex', 'base64']),
  'path-prefix': (value, key) => {
    if (!/^(\/[A-Za-z0-9._-]+){0,2}$/.test(value))
      throw new OperatorError(`${key} is one or two parts such as /bha-neo-app.`);
    return { settings: { [key]: value } };
  },
};

async function set(
  directory: Directory,
  receivers: AddressPolicy,
  args: AdminArguments,
): Promise<Change<PlatformFile>> {
  const platformNo = text(args, 'platformNo');
  await find(directory, platformNo);
  let patch: PlatformPatch = {};
  for (const [key, value] of Object.entries((args.changes ?? {}) as Record<string, unknown>)) {
    const reader = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
    if (!reader)
      throw new OperatorError(`A platform has no setting "${key}"; it has ${Object.keys(SETTINGS).join(', ')}.`);
    const change = reader(String(value), key);
    patch = { ...patch, ...change, settings: { ...patch.settings, ...change.settings } };
  }
  receiver(patch.notifyUrl ?? null, receivers);
  return (await directory.change(platformNo, patch)) ?? { before: null, after: null };
}

async function addKey(directory: Directory, args: AdminArguments): Promise<Change<PlatformFile>> {
  const { platform } = await find(directory, text(args, 'platformNo'));
  const keySerial = text(args, 'keySerial');
  const publicKey = checkPlatformKey(platform.dialect as 'lianyintong' | 'depository', text(args, 'publicKey'));
  if (!publicKey.ok) throw new OperatorError(publicKey.error);
  const expiresAt = typeof args.expiresAt === 'number' ? args.expiresAt : null;
  const { pem } = publicKey.value;
  const added = await directory.addKey(platform, { serial: keySerial, publicKeyPem: pem, expiresAt });
  if (added === 'SERIAL_TAKEN') {
    throw new OperatorError(`Platform ${platform.platformNo} has a key ${keySerial} already.`);
  }
  if (added === 'KEY_TAKEN') throw await keyTaken(directory, pem);
  return added;
}

/** Who has the key, or had it: neither a second platform nor a second serial may (DW-4). */
async function keyTaken(directory: Directory, pem: string): Promise<OperatorError> {
  const owner = await directory.ownerOf(pem);
  const whose = owner ? `platform ${owner.platformNo} as ${owner.serial}` : 'another platform';
  return new OperatorError(
    owner?.revoked
      ? `This key was revoked (${whose}), and a revoked key never returns: make another.`
      : `This key is registered already (${whose}), and one key belongs to one platform: make another.`,
  );
}

async function revokeKey(directory: Directory, args: AdminArguments): Promise<Change<PlatformFile>> {
  const { platform } = await find(directory, text(args, 'platformNo'));
  const keySerial = text(args, 'keySerial');
  const revoked = await directory.revokeKey(platform, keySerial);
  if (!revoked) throw new OperatorError(`Platform ${platform.platformNo} has no live key ${keySerial}.`);
  return revoked;
}

function notifyAddress(value: string | null): string | null {
  if (value === null) return null;
  const address = webAddress(value);
  if (address === null) throw new OperatorError(`"${value}" is no http or https address.`);
  return address;
}

/** An address at which no notice could arrive is told to whoever types it. */
function receiver(url: string | null, policy: AddressPolicy): string | null {
  const why = url === null ? null : whyNoReceiver(url, policy);
  if (why !== null) throw new OperatorError(`No notice could be sent to "${url}": ${why}.`);
  return url;
}

/** Shown to people on every page. */
function nameOf(value: string): string {
  if (/^[^\p{C}]{1,50}$/u.test(value) && value.trim() !== '') return value;
  throw new OperatorError('A platform has a name of 1 to 50 characters, without control characters.');
}

function bankOf(value: string | null): Bank | null {
  if (value === null || Object.hasOwn(BANK_NAMES, value)) return value as Bank | null;
  throw new OperatorError(`"${value}" is no bank; the banks are ${Object.keys(BANK_NAMES).join(', ')}.`);
}

function yesOrNo(value: string, key: string): boolean {
  if (value !== 'true' && value !== 'false') throw new OperatorError(`${key} is true or false, not "${value}".`);
  return value === 'true';
}
