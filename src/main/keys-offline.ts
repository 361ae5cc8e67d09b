/**
 * `cunguan keys make` and `cunguan keys wrap`: what is done to the keys folder before a node starts, or beside nodes
 * that run, which have read theirs. Both work on files alone.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, keysFolder } from '../config.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Terminal } from './cli/cli.ts';
import { readPrivately, writePrivately } from './file-modes.ts';
import { KeyFolder } from './key-folder.ts';
import { isKeyFile, newSecret } from './keys.ts';
import { isWrapped, openWrapping, readMasterKeyFile, type Wrapping, wrappingBy } from './master-key.ts';
import { makePair } from './signing-keys.ts';

/** Makes the keys of a new installation where there are none. */
export async function makeKeys(config: Config, terminal: Terminal, words: readonly string[]): Promise<number> {
  if (words.length > 0) throw new OperatorError(`"${words[0]}" is one word too many.`, 2);
  const wrapping = await openWrapping(config);
  const folder = new KeyFolder(keysFolder(config), wrapping);
  const found = (await folder.names()).filter(isKeyFile);
  if (found.length > 0) {
    throw new OperatorError(`There are keys in ${folder.path} (${found.join(', ')}): they are never made anew.`);
  }
  const made = { 'data.key': newSecret(), 'token.key': newSecret(), 'sign-1.pem': (await makePair()).privateKeyPem };
  for (const [name, text] of Object.entries(made)) await folder.write(name, text);
  const how = wrapping.wraps ? 'wrapped by the master key' : 'not wrapped, as no master key is given';
  terminal.out(`Made ${Object.keys(made).join(', ')} in ${folder.path}, ${how}. Keep copies of all of them.\n`);
  return 0;
}

/**
 * Wraps every key by the master key that is configured, or by the one in the file of `--with` in its place. What was
 * cut short is done by doing it again.
 */
export async function wrapKeys(
  config: Config,
  terminal: Terminal,
  words: readonly string[],
  locate: (path: string) => string,
): Promise<number> {
  const file = fileOf(words);
  const now = await openWrapping(config);
  const next = file === null ? now : wrappingBy(await readMasterKeyFile(locate(file)));
  if (!next.wraps) throw new OperatorError('Say which master key: configure one, or name its file by --with FILE.');
  const done: string[] = [];
  for (const path of new Set([keysFolder(config), join(config.data, 'keys')])) {
    const names = (await new KeyFolder(path, next).names()).filter(isKeyFile);
    for (const name of names) if (await rewrap(join(path, name), name, now, next)) done.push(join(path, name));
  }
  terminal.out(done.length === 0 ? 'Every key was wrapped already.\n' : `Wrapped: ${done.join(', ')}.\n`);
  return 0;
}

/** Answers whether there was anything to do. */
async function rewrap(path: string, name: string, now: Wrapping, next: Wrapping): Promise<boolean> {
  const text = (await readPrivately(path)) ?? '';
  if (isWrapped(text) && opens(next, text, name)) return false;
  const plain = isWrapped(text) ? now.open(text, name, path) : text;
  await writePrivately(path, next.wrap(plain, name));
  return true;
}

function opens(wrapping: Wrapping, text: string, name: string): boolean {
  try {
    wrapping.open(text, name, name);
    return true;
  } catch (error) {
    if (error instanceof OperatorError) return false;
    throw error;
  }
}

function fileOf(words: readonly string[]): string | null {
  try {
    return parseArgs({ args: [...words], options: { with: { type: 'string' } } }).values.with ?? null;
  } catch {
    throw new OperatorError('It is written as: cunguan keys wrap [--with FILE].', 2);
  }
}
