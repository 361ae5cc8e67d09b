/**
 * A copy of the binaries, for where the package cannot be written, or not be entered by the user the server runs as.
 * Promise: what is run is what we would make of the package now – its files byte for byte, the links that belong there,
 * our owner and modes, and nothing else. A copy that is not is made anew.
 */
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { completeLinks, listedLinks } from './binaries.ts';

/**
 * Copies the binaries to `folder/<a name of their version>` for everyone to read, unless they are there, and answers
 * where. The copy appears whole or not at all. Copies of other versions are removed. `us` is who we are; undefined
 * where users have no numbers.
 */
export async function copyBinaries(native: string, folder: string, us = process.getuid?.()): Promise<string> {
  const manifest = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const name = `binaries-${manifest.version}`;
  const copy = join(folder, name);
  const isThere = () => isFaithful(copy, native, us);
  if (!(await isThere())) await copyAnew(native, folder, copy, isThere);
  for (const other of await readdir(folder)) {
    if (other.startsWith('binaries-') && other !== name)
      await rm(join(folder, other), { recursive: true, force: true });
  }
  // The list of links names them as native/lib/…, so the copy keeps that folder's name.
  return join(copy, 'native');
}

/** So often another start may be in our way; each time it has put there what is as good, or is about to. */
const TRIES = 10;

/** Everything moves at once: what stands there is whole at any time. */
async function copyAnew(native: string, folder: string, copy: string, isThere: () => Promise<boolean>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'half-'));
  const made = join(scratch, 'new');
  try {
    const filter = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink();
    await cp(native, join(made, 'native'), { recursive: true, filter });
    await completeLinks(join(made, 'native'));
    await openToAll(made);
    for (let tries = 1; !(await isThere()); tries += 1) {
      await rename(copy, join(scratch, `old-${tries}`)).catch(() => undefined);
      try {
        return await rename(made, copy);
      } catch (error) {
        if (tries === TRIES) throw error;
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Folders and programs become r-x, data r--, for a user who is neither owner nor in the group. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** Whether what stands there is what has to. */
type Look = (place: string) => Promise<boolean>;

/** What cannot be looked at is not believed. */
async function isFaithful(copy: string, native: string, us: number | undefined): Promise<boolean> {
  const plan = await planOf(native, us);
  try {
    if (!(await plan.get('')?.(copy))) return false;
    const found = await readdir(copy, { recursive: true, withFileTypes: true });
    if (found.length + 1 !== plan.size) return false;
    for (const { parentPath, name } of found) {
      const place = join(parentPath, name);
      if (!(await plan.get(relative(copy, place))?.(place))) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** Every path of a copy, and what has to stand there. */
async function planOf(native: string, us: number | undefined): Promise<ReadonlyMap<string, Look>> {
  const isOurs = async (place: string, kind: 'isDirectory' | 'isFile' | 'isSymbolicLink'): Promise<boolean> => {
    const found = await lstat(place);
    // A link's own mode says nothing.
    const closed = found.isSymbolicLink() || (found.mode & 0o022) === 0;
    return found[kind]() && closed && (us === undefined || found.uid === us);
  };
  const folder: Look = (place) => isOurs(place, 'isDirectory');
  const plan = new Map<string, Look>([
    ['', folder],
    ['native', folder],
  ]);
  for (const entry of await readdir(native, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    const path = join('native', relative(native, source));
    if (entry.isDirectory()) plan.set(path, folder);
    if (entry.isFile())
      plan.set(path, async (place) => (await isOurs(place, 'isFile')) && (await haveSameBytes(place, source)));
  }
  for (const [path, text] of await listedLinks(native))
    plan.set(path, async (place) => (await isOurs(place, 'isSymbolicLink')) && (await readlink(place)) === text);
  return plan;
}

async function haveSameBytes(one: string, other: string): Promise<boolean> {
  const [found, wanted] = await Promise.all([lstat(one), lstat(other)]);
  return found.size === wanted.size && (await readFile(one)).equals(await readFile(other));
}
