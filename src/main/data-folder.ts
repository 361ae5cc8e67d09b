/**
 * The data folder belongs to one running custodian at a time. The mark names a process and when that process began, so
 * that a mark left by a hard kill is never believed: not after a reboot, not when the number was given away again.
 */
import { spawnSync } from 'node:child_process';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../kernel/operator-error.ts';

export interface DataFolder {
  readonly path: string;
  /** Whether an earlier custodian left without saying so: its children may take a moment to notice. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
}

/**
 * Takes the folder, making it when missing. Throws a `OperatorError` when another custodian runs on it, or it is
 * not ours.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  const mark = join(path, 'running');
  const own = join(path, `running.${process.pid}`);
  const text = `${process.pid} ${await beginningOf(process.pid)}\n`;
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await writeFile(own, text, { mode: 0o600 });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new OperatorError(
      `The data folder ${path} cannot be written (${why}): change its owner or set CUNGUAN_DATA.`,
    );
  }
  let afterCrash: boolean;
  try {
    afterCrash = await place(own, mark, path);
  } finally {
    await rm(own, { force: true });
  }
  return { path, afterCrash, release: () => rm(mark, { force: true }) };
}

/**
 * A link appears or fails, whole, whoever else tries at the same moment. Answers whether a stale mark was in the way.
 */
async function place(own: string, mark: string, path: string): Promise<boolean> {
  for (let afterCrash = false; ; afterCrash = true) {
    try {
      await link(own, mark);
      return afterCrash;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const seen = await readFile(mark, 'utf8').catch(() => null);
    if (seen === null) continue;
    if (await isRunning(seen)) {
      throw new OperatorError(
        `Another cunguan (process ${seen.split(' ')[0]}) runs on ${path}: stop it, or set CUNGUAN_DATA.`,
      );
    }
    await removeStale(mark, `${own}.stale`, seen);
  }
}

/** Two may find the same stale mark; whoever comes second must not take away the mark that the first has set since. */
async function removeStale(mark: string, aside: string, seen: string): Promise<void> {
  try {
    await rename(mark, aside);
  } catch {
    return;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== seen) await link(aside, mark).catch(() => undefined);
  await rm(aside, { force: true });
}

async function isRunning(text: string): Promise<boolean> {
  const [pid = '', ...began] = text.trim().split(' ');
  const now = await beginningOf(Number(pid));
  return now !== null && now === began.join(' ');
}

/** When a process began, in words that no other process of that number will have; null when there is none. */
async function beginningOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) return null;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    // The second field, the name, may hold blanks and brackets; the 22nd is the start in ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : `${boot.trim()} ${fields[19]}`;
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || null;
}
