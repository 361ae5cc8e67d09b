/**
 * The operator's commands about the keys that the custodian signs with: whose they are, which one signs, from when on.
 * A key is published first and given to its platform, then told from when on it signs, then retired: nothing said in
 * between is under a key that the platform does not have (G-2).
 */
import type { Directory } from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import type { Changed } from '../kernel/change.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { formatIso, type Instant } from '../kernel/time.ts';
import type { Transaction } from '../db/pool.ts';
import type { Registry } from './audited.ts';
import { optionalText, text } from './commands.ts';
import { signingAt } from './key-ring.ts';
import type { SecretKeys } from './secret-keys.ts';
import type { Purpose } from './secret-keys.store.ts';
import { publish, type SigningKeysDesk, wantedPair } from './signing-keys.ts';
import {
  DEFAULT_KEYS,
  listSigningKeys,
  lockSigningKeys,
  readSigningKeys,
  retireSigningKey,
  setSignsFrom,
  type SigningKeyRow,
} from './signing-keys.store.ts';

/** In the place of a platform's number: the default keys. */
export const DEFAULT_NAME = 'default';

type Secrets = Readonly<Record<Purpose, SecretKeys>>;

export function keyCommands(directory: Directory, desk: SigningKeysDesk, secrets: Secrets): Registry {
  const of = <T>(args: AdminArguments, secret: (keys: SecretKeys) => Promise<T>, signing: () => Promise<T>) => {
    const { platformNo } = args;
    return platformNo === 'data' || platformNo === 'token' ? secret(secrets[platformNo]) : signing();
  };
  const serial = (args: AdminArguments) => text(args, 'keySerial');
  return {
    'keys.list': {
      does: 'reads',
      run: (args) =>
        of(
          args,
          (keys) => keys.list(),
          () => list(directory, desk, args),
        ),
    },
    'keys.show': { does: 'reads', run: (args) => show(directory, desk, args) },
    'keys.add': {
      does: 'changes',
      run: (args) =>
        of<ChangedKeys>(
          args,
          (keys) => addSecret(keys, args),
          () => add(directory, desk, args),
        ),
    },
    'keys.rotate': {
      does: 'changes',
      run: (args) =>
        of<ChangedKeys>(
          args,
          (keys) => keys.rotate(serial(args), timeOf(args)),
          () => change(directory, desk, args, rotate),
        ),
    },
    'keys.retire': {
      does: 'changes',
      run: (args) =>
        of<ChangedKeys>(
          args,
          (keys) => keys.retire(serial(args)),
          () => change(directory, desk, args, retire),
        ),
    },
  };
}

/** How the keys of one holder stood and stand. */
type ChangedKeys = Changed<{ readonly keys: readonly object[] }, unknown>;

/** A secret is made here, and numbered. */
async function addSecret(keys: SecretKeys, args: AdminArguments): Promise<ChangedKeys> {
  if (optionalText(args, 'custodianKey') === null && optionalText(args, 'keySerial') === null) return keys.add();
  throw new OperatorError('This key is made by the custodian, and gets the next number: leave out file and serial.');
}

/** The time that was said; null for now. */
function timeOf({ at }: AdminArguments): Instant | null {
  return typeof at === 'number' ? at : null;
}

/** What can be told of a key among those of its platform. */
export function describeKeys(keys: readonly SigningKeyRow[], now: Instant): readonly object[] {
  const signing = signingAt(keys, now);
  return keys.map((key) => ({
    keySerial: key.serial,
    state: stateOf(key, signing, now),
    signsFrom: key.signsFrom ? formatIso(key.signsFrom) : null,
    retiredAt: key.retiredAt === null ? null : formatIso(key.retiredAt),
  }));
}

function stateOf(key: SigningKeyRow, signing: SigningKeyRow | null, now: Instant): string {
  if (key.retiredAt !== null) return 'retired';
  if (key === signing) return 'signing';
  if (key.signsFrom === null) return 'published';
  return key.signsFrom > now ? 'planned' : 'replaced';
}

async function list(directory: Directory, desk: SigningKeysDesk, args: AdminArguments): Promise<unknown> {
  const wanted = args.platformNo ?? null;
  const platformId = wanted === null ? null : await holderOf(directory, text(args, 'platformNo'));
  const now = desk.clock.now();
  const groups = await listSigningKeys(desk.sql, platformId);
  return groups.flatMap(({ platformNo, keys }) =>
    describeKeys(keys, now).map((key) => ({ platformNo: platformNo ?? DEFAULT_NAME, ...key })),
  );
}

async function show(directory: Directory, desk: SigningKeysDesk, args: AdminArguments): Promise<unknown> {
  const platformNo = text(args, 'platformNo');
  const serial = text(args, 'keySerial');
  const keys = await readSigningKeys(desk.sql, await holderOf(directory, platformNo));
  const index = keys.findIndex((key) => key.serial === serial);
  const key = keys[index];
  if (!key) throw new OperatorError(`The custodian has no key ${serial} for ${platformNo}.`);
  return { platformNo, ...describeKeys(keys, desk.clock.now())[index], publicKey: key.publicKeyPem };
}

/** Publishes a key: one that is given, or a new one. */
async function add(directory: Directory, desk: SigningKeysDesk, args: AdminArguments): Promise<ChangedKeys> {
  const platformNo = text(args, 'platformNo');
  const platformId = await holderOf(directory, platformNo);
  const pair = await wantedPair({ makes: true }, optionalText(args, 'custodianKey'));
  const serial = optionalText(args, 'keySerial');
  const at = desk.clock.now();
  let answer = {};
  const change = await changing(desk, platformId, async (tx) => {
    const key = await publish(tx, desk.sealer, { platformId, pair, serial, at, signsFrom: null });
    const { serial: custodianKeySerial, publicKeyPem: custodianPublicKey } = key;
    answer = { platformNo, custodianKeySerial, custodianPublicKey, state: 'published' };
  });
  return { ...change, answer };
}

/** One key among those of its platform, and the time. */
interface Chosen {
  readonly key: SigningKeyRow;
  readonly signing: SigningKeyRow | null;
  readonly keys: readonly SigningKeyRow[];
  readonly now: Instant;
}

type Change = (tx: Transaction, chosen: Chosen, args: AdminArguments) => Promise<void>;

/** Changes one key while nobody else changes any; answers how they stand then. */
async function change(
  directory: Directory,
  desk: SigningKeysDesk,
  args: AdminArguments,
  work: Change,
): Promise<ChangedKeys> {
  const platformNo = text(args, 'platformNo');
  const serial = text(args, 'keySerial');
  const platformId = await holderOf(directory, platformNo);
  const changed = await changing(desk, platformId, async (tx, keys) => {
    const now = desk.clock.now();
    const key = keys.find((one) => one.serial === serial);
    if (!key) throw new OperatorError(`The custodian has no key ${serial} for ${platformNo}.`);
    if (key.retiredAt !== null) throw new OperatorError(`The key ${serial} of ${platformNo} has been retired.`);
    await work(tx, { key, signing: signingAt(keys, now), keys, now }, args);
  });
  return { ...changed, answer: await list(directory, desk, { platformNo }) };
}

/** Changes keys of a holder while nobody else does; answers how they stood and stand. */
async function changing(
  { sql, ring, clock }: SigningKeysDesk,
  platformId: number,
  work: (tx: Transaction, keys: readonly SigningKeyRow[]) => Promise<void>,
): Promise<Omit<ChangedKeys, 'answer'>> {
  const standing = (keys: readonly SigningKeyRow[]) => {
    const told = describeKeys(keys, clock.now());
    return { keys: keys.map(({ fingerprint }, index) => ({ ...told[index], fingerprint })) };
  };
  const change = await sql.begin(async (tx) => {
    await lockSigningKeys(tx);
    const keys = await readSigningKeys(tx, platformId);
    await work(tx, keys);
    return { before: standing(keys), after: standing(await readSigningKeys(tx, platformId)) };
  });
  ring.forget(platformId);
  return change;
}

/**
 * From a time on this key signs. It takes the place of a rotation that was planned; to the key that signs, it only
 * takes that one back.
 */
async function rotate(tx: Transaction, { key, signing, keys, now }: Chosen, args: AdminArguments): Promise<void> {
  const at = timeOf(args) ?? now;
  if (at < now) throw new OperatorError('The time from which a key signs has passed already; leave it out for now.');
  const planned = keys.filter(({ signsFrom }) => signsFrom !== null && signsFrom > now);
  if (key === signing && planned.length === 0)
    throw new OperatorError(`The key ${key.serial} signs already, and no other is to take its place.`);
  for (const other of planned) await setSignsFrom(tx, other, null);
  if (key !== signing) await setSignsFrom(tx, key, at);
}

/** The key signs nothing any more, and its private half is gone. */
async function retire(tx: Transaction, { key, signing, now }: Chosen): Promise<void> {
  if (key === signing) throw new OperatorError(`The key ${key.serial} signs: rotate to another before you retire it.`);
  if (key.signsFrom !== null && key.signsFrom > now)
    throw new OperatorError(`The key ${key.serial} is to sign: take that back by rotating to the one that signs now.`);
  await retireSigningKey(tx, key, now);
}

/** Whose keys are meant. */
async function holderOf(directory: Directory, platformNo: string): Promise<number> {
  if (platformNo === DEFAULT_NAME) return DEFAULT_KEYS;
  const file = await directory.byNo(platformNo);
  if (!file) throw new OperatorError(`There is no platform ${platformNo}.`);
  return file.platform.platformId;
}
