import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until } from '../db/embedded/postmaster.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';

const base = await mkdtemp(join(tmpdir(), 'cunguan-folder-'));
after(() => rm(base, { recursive: true, force: true }));

/** A process that takes the folder and keeps it, or says why it cannot, and ends. `prefix` is where it runs. */
function taker(
  path: string,
  prefix: readonly string[] = [],
): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'));
  const program = `(await import(${module})).takeDataFolder(${JSON.stringify(path)}).then(
    () => { process.stdout.write('taken ' + process.pid); setInterval(() => globalThis.gc(), 10); },
    (error) => process.stdout.write(error.message));`;
  const [command = '', ...rest] = [...prefix, process.execPath, '--expose-gc', '--input-type=module', '-e', program];
  return spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function word(child: { readonly stdout: NodeJS.ReadableStream }): Promise<string> {
  return String((await once(child.stdout, 'data'))[0]);
}

test('a data folder is made private, taken once, and free again when released', async () => {
  const path = join(base, 'one');
  const folder = await takeDataFolder(path);
  assert.equal((await stat(path)).mode & 0o777, 0o700);
  assert.equal(folder.afterCrash, false);
  await assert.rejects(takeDataFolder(path), {
    name: 'OperatorError',
    message: `Another cunguan (process ${process.pid}) runs on ${path}: stop it, or set CUNGUAN_DATA.`,
  });
  await folder.release();
  assert.deepEqual(await readdir(path), ['lock']);
  const again = await takeDataFolder(path);
  assert.equal(again.afterCrash, false);
  await folder.release();
  await assert.rejects(takeDataFolder(path), /Another cunguan/, 'who has left can free nothing');
  await again.release();
});

test('of many that want it at once one gets it, also after a hard kill', async () => {
  const path = join(base, 'many');
  await (await takeDataFolder(path)).release();
  await writeFile(join(path, 'running'), '1 elsewhere\n');
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeDataFolder(path)));
  const taken = results.filter((result) => result.status === 'fulfilled');
  assert.deepEqual(
    taken.map(({ value }) => value.afterCrash),
    [true],
  );
});

test('a process that was killed hard holds nothing, at once', async () => {
  const path = join(base, 'killed');
  const child = taker(path);
  assert.equal(await word(child), `taken ${child.pid}`);
  await assert.rejects(takeDataFolder(path), new RegExp(`process ${child.pid}\\)`));
  child.kill('SIGKILL');
  await once(child, 'exit');
  const folder = await takeDataFolder(path);
  assert.equal(folder.afterCrash, true);
  await folder.release();
});

/** Processes in there do not see ours, and have numbers of their own. */
const ELSEWHERE = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child', '--mount-proc'];

test('a container that shares the folder and sees no other process is kept out, and keeps others out', async (t) => {
  if (spawnSync(ELSEWHERE[0] ?? '', [...ELSEWHERE.slice(1), 'true']).status !== 0) {
    // A lock between containers can be tried with containers only, which some machines do not let us make.
    t.skip('this kernel permits no process namespaces');
    return;
  }
  const path = join(base, 'shared');
  const folder = await takeDataFolder(path);
  await writeFile(join(path, 'admin.json'), '{}');
  const before = await readFile(join(path, 'running'), 'utf8');
  const second = taker(path, ELSEWHERE);
  assert.match(await word(second), new RegExp(`^Another cunguan \\(process ${process.pid}\\) runs on`));
  await once(second, 'exit');
  assert.deepEqual((await readdir(path)).sort(), ['admin.json', 'lock', 'running']);
  assert.equal(await readFile(join(path, 'running'), 'utf8'), before, 'what the first needs is as it was');
  await folder.release();
  const third = taker(path, ELSEWHERE);
  assert.equal(await word(third), 'taken 1');
  await assert.rejects(takeDataFolder(path), /^OperatorError: Another cunguan \(process 1\) runs on/);
  third.kill('SIGKILL');
  const free: DataFolder[] = [];
  const isFree = () =>
    takeDataFolder(path).then(
      (taken) => free.push(taken) > 0,
      () => false,
    );
  assert.ok(await until(isFree, 5_000), 'free as soon as the kernel has ended it');
  assert.equal(free[0]?.afterCrash, true);
  await free[0]?.release();
});

test('a folder that cannot be made, or whose lock is not ours, is one sentence', async () => {
  await writeFile(join(base, 'file'), '');
  await assert.rejects(
    takeDataFolder(join(base, 'file', 'data')),
    /^OperatorError: The data folder .* cannot be written \(ENOTDIR\)/,
  );
  const path = join(base, 'strange');
  await (await takeDataFolder(path)).release();
  await writeFile(join(path, 'lock'), 'this is no lock of ours, but somebody has put it here');
  await chmod(join(path, 'lock'), 0o400);
  await assert.rejects(
    takeDataFolder(path),
    /^OperatorError: The file .*lock cannot be locked \(.+\): mend its rights/,
  );
});
