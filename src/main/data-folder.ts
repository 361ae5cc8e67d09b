/**
 * The data folder belongs to one running custodian at a time. What says so is a lock that the kernel keeps on a file of
 * the folder for as long as the process lives: it holds across containers that share the folder and do not see each
 * other's processes, and it is gone with a hard kill. Node itself has no such lock; the SQLite within it takes one
 * (ADR 7). Nobody but its holder writes in the folder or removes anything.
 */
import { constants } from 'node:fs';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../kernel/operator-error.ts';

export interface DataFolder {
  readonly path: string;
  /** Whether an earlier custodian left without saying so: its children may take a moment to notice. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
}

/** SQLite's number for "somebody else has the lock". */
const BUSY = 5;
/** A lock that nobody can reach any more would be collected, and lost. */
const held = new Set<DatabaseSync>();

/**
 * Takes the folder, making it when missing. Throws a `OperatorError` when another custodian runs on it, or it is not
 * ours.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new OperatorError(
      `The data folder ${path} cannot be written (${why}): change its owner or set CUNGUAN_DATA.`,
    );
  }
  // Who runs here, for people; what is left of it tells of a hard kill.
  const note = join(path, 'running');
  const lock = takeLock(join(path, 'lock'));
  if (!lock)
    throw new OperatorError(`Another cunguan${await whoRuns(note)} runs on ${path}: stop it, or set CUNGUAN_DATA.`);
  held.add(lock);
  const release = async (): Promise<void> => {
    if (!held.delete(lock)) return;
    await rm(note, { force: true });
    lock.close();
  };
  try {
    const left = await readFile(note, 'utf8').catch(() => null);
    await writeFile(note, `${process.pid} ${hostname()}\n`, { mode: 0o600 });
    return { path, afterCrash: left !== null, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The lock, for as long as it is open; null when somebody has it. */
function takeLock(file: string): DatabaseSync | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    // Nothing is ever written: with its journal in memory the file of the lock is the only one.
    database.exec('pragma journal_mode = memory; begin exclusive');
    return database;
  } catch (error) {
    database?.close();
    const { errcode, message } = error as Error & { readonly errcode?: number };
    if (errcode === BUSY) return null;
    throw new OperatorError(`The file ${file} cannot be locked (${message}): mend its rights, or set CUNGUAN_DATA.`);
  }
}

/** ` (process 12)`, with the machine when it is called otherwise than ours; nothing while nobody has said so. */
async function whoRuns(note: string): Promise<string> {
  const [pid, host] = (await readFile(note, 'utf8').catch(() => '')).trim().split(' ');
  if (!pid || !host) return '';
  return host === hostname() ? ` (process ${pid})` : ` (process ${pid} on ${host})`;
}
