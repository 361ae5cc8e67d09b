/**
 * The operator's commands about platforms: what the command line asks is checked here, word by word, and a
 * refusal is one sentence.
 */
import { createPublicKey, randomInt } from 'node:crypto';
import {
  type Directory,
  hashPassword,
  marketingHeld,
  marketingLimit,
  type PlatformFile,
  type PlatformPatch,
  refusePassword,
} from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import type { Change, Changed } from '../kernel/change.ts';
import { maskCard } from '../kernel/mask.ts';
import { type Fen, formatYuan } from '../kernel/money.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { rsaFingerprint } from '../kernel/rsa.ts';
import { type Clock, formatIso } from '../kernel/time.ts';
import type { AddressPolicy } from '../notices/addresses.ts';
import { checkPlatformKey, isDialect } from '../wire/platforms.ts';
import type { Registry } from './audited.ts';
import { fileOf, optionalText, text } from './commands.ts';
import { describeKeys } from './key-commands.ts';
import {
  accountOf,
  bankOf,
  nameOf,
  notifyAddress,
  receiver,
  refuseWithoutBank,
  SETTINGS,
} from './platform-settings.ts';
import { publish, type SigningKeysDesk, wantedPair } from './signing-keys.ts';
import { FROM_THE_START, readSigningKeys } from './signing-keys.store.ts';

/** `receivers`: where notices may go. */
export function platformCommands(directory: Directory, desk: SigningKeysDesk, receivers: AddressPolicy): Registry {
  const changing = (work: (args: AdminArguments) => Promise<Change<PlatformFile>>): Registry[string] => ({
    does: 'changes',
    run: async (args) => {
      const change = evidence(await work(args));
      return { ...change, answer: await show(directory, desk, text(args, 'platformNo')) };
    },
  });
  return {
    'platform.create': { does: 'changes', run: (args) => create(directory, desk, receivers, args) },
    'platform.show': { does: 'reads', run: async (args) => show(directory, desk, text(args, 'platformNo')) },
    'platform.set': changing((args) => set(directory, receivers, args)),
    'platform.key.add': changing((args) => addKey(directory, desk.clock, args)),
    'platform.key.revoke': changing((args) => revokeKey(directory, desk.clock, args)),
  };
}

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
  // What stands outside the signature is quoted in answers and in the log only where it looks like that.
  if (!/^\d{1,20}$/.test(platformNo)) throw new OperatorError('A platform number has digits only, at most 20.');
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
    settlementAccount: accountOf(optionalText(args, 'settlementAccount')),
    settlementBank: bankOf(optionalText(args, 'settlementBank')),
    publicKeyPem: publicKey.value.pem,
    passwordHash: await hashPassword(0, platformPassword),
    settings: {},
  };
  refuseWithoutBank(platform.settlementAccount, platform.settlementBank);
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

async function show(directory: Directory, { sql, clock }: SigningKeysDesk, platformNo: string): Promise<unknown> {
  const file = await fileOf(directory, platformNo);
  const { platformId } = file.platform;
  const now = clock.now();
  const held = await marketingHeld(sql, platformId, now);
  return describe(file, describeKeys(await readSigningKeys(sql, platformId), now), held);
}

/** `held`: the marketing money that counts of today's limit. */
function describe({ platform, keys }: PlatformFile, custodianKeys: readonly object[], held: Fen): unknown {
  const limit = marketingLimit(platform);
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
    marketingToday: { held: formatYuan(held), limit: limit === null ? null : formatYuan(limit) },
    settlementBank,
    settlementAccount: platform.settlementAccount === null ? null : maskCard(platform.settlementAccount),
    keys: keys.map(({ shared, ...key }) => ({ serial: key.serial, shared, ...timesOf(key) })),
    // None: the default key signs for it.
    custodianKeys,
  };
}

async function set(
  directory: Directory,
  receivers: AddressPolicy,
  args: AdminArguments,
): Promise<Change<PlatformFile>> {
  const platformNo = text(args, 'platformNo');
  const { platform } = await fileOf(directory, platformNo);
  let patch: PlatformPatch = {};
  for (const [key, value] of Object.entries((args.changes ?? {}) as Record<string, unknown>)) {
    const reader = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
    if (!reader)
      throw new OperatorError(`A platform has no setting "${key}"; it has ${Object.keys(SETTINGS).join(', ')}.`);
    const change = reader(String(value), key, platform);
    patch = { ...patch, ...change, settings: { ...patch.settings, ...change.settings } };
  }
  const { settlementAccount, settlementBank } = { ...platform, ...patch };
  refuseWithoutBank(settlementAccount, settlementBank);
  receiver(patch.notifyUrl ?? null, receivers);
  return (await directory.change(platformNo, patch)) ?? { before: null, after: null };
}

async function addKey(directory: Directory, clock: Clock, args: AdminArguments): Promise<Change<PlatformFile>> {
  const { platform } = await fileOf(directory, text(args, 'platformNo'));
  const keySerial = text(args, 'keySerial');
  const publicKey = checkPlatformKey(platform.dialect as 'lianyintong' | 'depository', text(args, 'publicKey'));
  if (!publicKey.ok) throw new OperatorError(publicKey.error);
  const expiresAt = typeof args.expiresAt === 'number' ? args.expiresAt : null;
  if (expiresAt !== null && expiresAt <= clock.now())
    throw new OperatorError(`The key would have expired already, at ${formatIso(expiresAt)}.`);
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

async function revokeKey(directory: Directory, clock: Clock, args: AdminArguments): Promise<Change<PlatformFile>> {
  const { platform, keys } = await fileOf(directory, text(args, 'platformNo'));
  const keySerial = text(args, 'keySerial');
  const live = keys.filter(({ expiresAt, revokedAt }) => revokedAt === null && (expiresAt ?? Infinity) > clock.now());
  if (args.force !== true && live.length === 1 && live[0]?.serial === keySerial)
    throw new OperatorError(
      `The key ${keySerial} is the last live one: platform ${platform.platformNo} could call nothing any more. ` +
        'Add another first, or revoke it all the same with --force.',
    );
  const revoked = await directory.revokeKey(platform, keySerial);
  if (!revoked) throw new OperatorError(`Platform ${platform.platformNo} has no live key ${keySerial}.`);
  return revoked;
}
