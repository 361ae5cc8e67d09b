import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeDataFolder } from './data-folder.ts';

const base = await mkdtemp(join(tmpdir(), 'cunguan-folder-'));
after(() => rm(base, { recursive: true, force: true }));

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
  assert.deepEqual(await readdir(path), []);
  await (await takeDataFolder(path)).release();
});

test('of many that want it at once one gets it, also over a stale mark', async () => {
  const path = join(base, 'many');
  await (await takeDataFolder(path)).release();
  await writeFile(join(path, 'running'), '1 of long ago\n');
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeDataFolder(path)));
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('the mark of a process that was killed hard is not believed, nor one whose number was given away', async () => {
  const path = join(base, 'killed');
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'));
  const program = `await (await import(${module})).takeDataFolder(${JSON.stringify(path)});
    process.stdout.write('taken'); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await assert.rejects(takeDataFolder(path), new RegExp(`process ${child.pid}`));
  child.kill('SIGKILL');
  await once(child, 'exit');
  const folder = await takeDataFolder(path);
  assert.equal(folder.afterCrash, true);
  const mark = await readFile(join(path, 'running'), 'utf8');
  await writeFile(join(path, 'running'), mark.replace(/\d+\n$/, '1\n'));
  assert.equal((await takeDataFolder(path)).afterCrash, true);
});

test('a folder that cannot be made is one sentence', async () => {
  await writeFile(join(base, 'file'), '');
  await assert.rejects(
    takeDataFolder(join(base, 'file', 'data')),
    /^OperatorError: The data folder .* cannot be written \(ENOTDIR\)/,
  );
});
