/**
 * The tree in which mutations are planted: a copy of all files that git tracks or would, with the packages of the
 * original. Promise: the working tree itself is never written to.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tidy/tree.ts';
import { type Mutation, plant } from './mutation.ts';

/** Copies the tree to a folder that does not exist yet. */
export function copyTree(to: string): void {
  const list = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const git = spawnSync('git', list, { cwd: ROOT, encoding: 'utf8' });
  if (git.status !== 0) throw new Error(`the files are those of "git ls-files", which says: ${git.stderr}`);
  for (const path of git.stdout.split('\0')) {
    if (path !== '' && existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(to, path));
  }
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(to, 'node_modules'));
}

/** Does some work while a mutation stands in the copy; answers why it cannot stand there, or what the work says. */
export async function whilePlanted<T>(
  root: string,
  mutation: Mutation,
  work: () => Promise<T>,
): Promise<T | { why: string }> {
  const path = join(root, mutation.file);
  const before = readFileSync(path, 'utf8');
  const planted = plant(mutation, before);
  if ('why' in planted) return planted;
  writeFileSync(path, planted.text);
  try {
    return await work();
  } finally {
    writeFileSync(path, before);
  }
}
