/**
 * The master key: it wraps the custodian's secrets where they lie, and comes from elsewhere itself: a file, the
 * environment, or a program that hands it out (a KMS client, `pass`). Whoever copies the keys folder and the database
 * has nothing without it; whoever loses it has nothing either, and nobody makes another in its place.
 */
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../config.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { createSealer, SealBroken, type Sealer } from '../kernel/seal.ts';
import { readPrivately } from './file-modes.ts';

/** What a wrapped text begins with; what follows is sealed, in base64. */
const MARK = 'cunguan-wrapped-1 ';
const HEX = /^[0-9a-fA-F]{64}$/;
const COMMAND_PATIENCE = 30_000;
const WAYS = 'CUNGUAN_MASTER_KEY_FILE, CUNGUAN_MASTER_KEY or CUNGUAN_MASTER_KEY_COMMAND';

/** How keys lie in files: as they are, or wrapped. */
export interface Wrapping {
  readonly wraps: boolean;
  /** What was wrapped as `name`. Throws a `OperatorError` when that is not to be had; `place` is for its sentence. */
  open(text: string, name: string, place: string): string;
  wrap(text: string, name: string): string;
}

export type MasterKeyConfig = Pick<Config, 'masterKey' | 'masterKeyFile' | 'masterKeyCommand'>;

/** By the master key that is configured, if one is. Throws a `OperatorError` when it cannot be had. */
export async function openWrapping(config: MasterKeyConfig): Promise<Wrapping> {
  const key = await readMasterKey(config);
  return key === null ? PLAIN : wrappingBy(key);
}

/** Without a master key. */
export const PLAIN: Wrapping = {
  wraps: false,
  open(text, _name, place) {
    if (!isWrapped(text)) return text;
    throw new OperatorError(
      `The key ${place} is wrapped by a master key and none is given: name it by ${WAYS}; ` +
        'whoever has lost it puts back a copy, for without it nothing that is sealed can be read.',
    );
  },
  wrap: (text) => text,
};

/** By a master key of 32 bytes. */
export function wrappingBy(key: Buffer): Wrapping {
  const sealer = createSealer(key);
  return {
    wraps: true,
    open(text, name, place) {
      if (isWrapped(text)) return opened(sealer, text.slice(MARK.length), name, place);
      throw new OperatorError(
        `The key ${place} is not wrapped by the master key that is given: run "cunguan keys wrap".`,
      );
    },
    wrap: (text, name) => `${MARK}${sealer.seal(text, contextOf(name)).toString('base64')}\n`,
  };
}

/** Whether a text as it lies in a file is wrapped. */
export function isWrapped(text: string): boolean {
  return text.startsWith(MARK);
}

function opened(sealer: Sealer, text: string, name: string, place: string): string {
  try {
    return sealer.open(Buffer.from(text, 'base64'), contextOf(name));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new OperatorError(
      `The key ${place} does not open with the master key that is given (${error.message}): ` +
        'give the one that wrapped it, or put back the file.',
    );
  }
}

/** One key's file does not open as another's. */
function contextOf(name: string): string {
  return `key file ${name}`;
}

async function readMasterKey(config: MasterKeyConfig): Promise<Buffer | null> {
  const { masterKey, masterKeyFile, masterKeyCommand } = config;
  const given = [masterKey, masterKeyFile, masterKeyCommand].filter((way) => way !== null);
  if (given.length > 1) throw new OperatorError(`The master key comes from one place only: set one of ${WAYS}.`, 2);
  if (masterKey !== null) return Buffer.from(masterKey, 'hex');
  if (masterKeyFile !== null) return readMasterKeyFile(masterKeyFile);
  if (masterKeyCommand === null) return null;
  return asKey(await outputOf(masterKeyCommand), 'What the command of CUNGUAN_MASTER_KEY_COMMAND prints');
}

/** The master key in a file. Throws a `OperatorError` when it is missing, open to others or none. */
export async function readMasterKeyFile(path: string): Promise<Buffer> {
  const text = await readPrivately(path);
  if (text === null) throw new OperatorError(`The master key ${path} is missing: put it back, or name another file.`);
  return asKey(text, `The master key ${path}`);
}

function asKey(text: string, what: string): Buffer {
  if (HEX.test(text.trim())) return Buffer.from(text.trim(), 'hex');
  throw new OperatorError(`${what} cannot be used: it must be 32 bytes in hexadecimal, and nothing else.`);
}

/** What a command prints. Of its failure its own words are told, of what it printed nothing. */
async function outputOf(command: string): Promise<string> {
  try {
    const { stdout } = await promisify(exec)(command, { timeout: COMMAND_PATIENCE, maxBuffer: 65_536 });
    return stdout;
  } catch (error) {
    const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
    const how = killed ? `no answer within ${COMMAND_PATIENCE / 1_000} s` : `it ended with ${String(code)}`;
    const [word = ''] = (stderr ?? '').trim().split('\n');
    throw new OperatorError(
      `The master key cannot be had: the command of CUNGUAN_MASTER_KEY_COMMAND failed, ${how}${
        word && `, saying "${word.slice(0, 200)}"`
      }.`,
    );
  }
}
