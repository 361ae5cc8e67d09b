/**
 * Who holds a data directory. `postmaster.pid` names a process, but after a hard kill or a reboot that number may
 * belong to anybody; a server is only believed to be ours when it really works in that directory.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '../../kernel/operator-error.ts';

/** The process and state that `postmaster.pid` tells, or null. */
export async function readPostmaster(
  directory: string,
): Promise<{ readonly pid: number; readonly ready: boolean } | null> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Leaves the directory to nobody: stops a server that an earlier, hard-killed start of ours left behind, and removes a
 * `postmaster.pid` that names a stranger, which PostgreSQL would otherwise believe.
 */
export async function releaseDirectory(directory: string): Promise<void> {
  const held = await readPostmaster(directory);
  if (!held || !isAlive(held.pid)) return;
  const workers = await processesIn(directory);
  if (workers === null || workers.includes(held.pid)) {
    await stopPostmaster(held.pid);
    if (isAlive(held.pid))
      throw new OperatorError(`Another PostgreSQL (process ${held.pid}) holds ${directory} and does not stop.`);
    return;
  }
  // The number was given to somebody else. Backends of the dead server must be gone before its mark may be.
  await until(async () => (await processesIn(directory))?.length === 0, 10_000);
  await rm(join(directory, 'postmaster.pid'), { force: true });
}

/** Fast shutdown, then immediate (which recovers at the next start), then the hard way. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await until(async () => !isAlive(pid), patience)) return;
  }
}

/** Asks every 20 ms until it is so; false when `patience` milliseconds went by. */
export async function until(isSo: () => Promise<boolean>, patience: number): Promise<boolean> {
  const end = performance.now() + patience;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await delay(20);
  }
  return true;
}

/** Processes whose working directory it is, as all of PostgreSQL's are; null where the system does not tell. */
async function processesIn(directory: string): Promise<readonly number[] | null> {
  if (!existsSync('/proc/self/cwd')) return null;
  const real = await realpath(directory);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) === real ? [Number(pid)] : [])),
  );
  return found.flat();
}
