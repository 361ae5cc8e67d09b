/**
 * Files that nobody else may read: their modes are checked before they are, by the rule that PostgreSQL has for its
 * keys. What belongs to us is open to us alone; what belongs to root may be read by a group, as secrets are mounted
 * into containers.
 */
import type { Stats } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { OperatorError } from '../kernel/operator-error.ts';

/** The text of a file that is open to us alone; null when there is none. Throws a `OperatorError` otherwise. */
export async function readPrivately(path: string): Promise<string | null> {
  return (await requirePrivate(path)) ? existing(path, readFile(path, 'utf8')) : null;
}

/** Whether there is a file. Throws a `OperatorError` when there is and it is open to others. */
async function requirePrivate(path: string): Promise<boolean> {
  const found = await existing(path, stat(path));
  const why = found && openToOthers(found);
  if (why) throw new OperatorError(`The file ${path} ${why}: give it to the user that runs cunguan alone (chmod 600).`);
  return found !== null;
}

/** All that is wrong with the modes of these folders and private files, in sentences. */
export async function modeFaults(folders: readonly string[], files: readonly string[]): Promise<readonly string[]> {
  const looks = await Promise.allSettled([...folders.map(requireOwnFolder), ...files.map(requirePrivate)]);
  return looks.flatMap((look) => {
    if (look.status === 'fulfilled') return [];
    if (look.reason instanceof OperatorError) return [look.reason.message];
    throw look.reason;
  });
}

/** Appears whole, on disk, for the owner alone, or not at all. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/**
 * Refuses a folder in which others can put another file in the place of ours. They cannot where it is sticky, as
 * mounted secrets of containers are.
 */
export async function requireOwnFolder(path: string): Promise<void> {
  const found = await existing(path, stat(path));
  if (found === null || process.getuid === undefined) return;
  if ((found.mode & 0o022) === 0 || (found.mode & 0o1000) !== 0) return;
  throw new OperatorError(`The folder ${path} can be written by others (mode ${octal(found)}): chmod 700 it.`);
}

/** Why a file is not ours alone, in words that follow its name; null when it is. */
function openToOthers(found: Stats): string | null {
  const ours = process.getuid?.();
  if (ours === undefined) return null;
  if (ours !== 0 && found.uid !== ours && found.uid !== 0) return 'belongs to another user';
  const forbidden = found.uid === 0 && ours !== 0 ? 0o037 : 0o077;
  return (found.mode & forbidden) === 0 ? null : `can be read by others (mode ${octal(found)})`;
}

function octal({ mode }: Stats): string {
  return (mode & 0o777).toString(8);
}

async function existing<T>(path: string, look: Promise<T>): Promise<T | null> {
  try {
    return await look;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new OperatorError(`${path} cannot be read (${code}): change its owner or its mode.`);
  }
}
