/**
 * A folder that a helper user can enter and nobody but us can change. Open places stand where everybody may make
 * folders: whoever was there first could hand us programs of his, or lead what we write and give away elsewhere. So a
 * place is used only when it is ours, and when nobody can put another one where it stands.
 */
import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../../kernel/operator-error.ts';

const STICKY = 0o1000;
const OTHERS_WRITE = 0o022;

/**
 * Makes the folder where it is missing, for everybody to enter. Throws a `OperatorError` when others could change what
 * is in it, or the folder itself. `us` is who we are; undefined where users have no numbers.
 */
export async function openOwnPlace(path: string, us = process.getuid?.()): Promise<void> {
  const parent = await realpath(dirname(path));
  const place = join(parent, basename(path));
  try {
    await mkdir(place);
    // Whatever our umask is.
    await chmod(place, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (us === undefined) return;
  const found = await lstat(place);
  if (!found.isDirectory()) throw refuse(path, 'is a link or a file');
  if (found.uid !== us) throw refuse(path, 'belongs to another user');
  if ((found.mode & OTHERS_WRITE) !== 0) throw refuse(path, 'can be written by others');
  for (let folder = parent; ; folder = dirname(folder)) {
    const { uid, mode } = await lstat(folder);
    if (uid !== 0 && uid !== us) throw refuse(path, `stands in ${folder}, which belongs to another user`);
    // In a sticky folder nobody moves what is another's.
    if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0)
      throw refuse(path, `stands in ${folder}, where others can put another in its place`);
    if (folder === dirname(folder)) return;
  }
}

function refuse(path: string, why: string): OperatorError {
  return new OperatorError(`${path} ${why}: move it away, or make it yours alone (chmod go-w)`);
}
