/** What the log may hold. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLog, trimLogs } from './log.ts';

test('G-19 names that carry secrets or persons are struck out of the log, also one object deep', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-log-'));
  const path = join(folder, 'x.log');
  const watcher = watch(folder);
  const log = openLog(path, 'info');
  const given = { requestNo: 'R1', password: '135790', fields: { mobile: '13812345678', amount: '1.00' }, list: [1] };
  log.info(given, 'said');
  let text = '';
  while (!text.endsWith('\n')) {
    const changed = once(watcher, 'change');
    text = await readFile(path, 'utf8').catch(() => '');
    if (text === '') await changed;
  }
  watcher.close();
  const line = JSON.parse(text) as Record<string, unknown>;
  assert.equal(line.password, '***');
  assert.deepEqual(line.fields, { mobile: '***', amount: '1.00' });
  assert.deepEqual([line.requestNo, line.list, line.msg], ['R1', [1], 'said']);
  assert.equal(given.password, '135790', 'what was given is not changed');
  await rm(folder, { recursive: true });
});

test('a log that grows is put aside by size, line by line, and the oldest goes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-log-'));
  const path = join(folder, 'x.log');
  const log = openLog(path, 'info', 20_000);
  const written = async (line: string) => {
    const texts = () => Promise.all([path, `${path}.1`].map((name) => readFile(name, 'utf8').catch(() => '')));
    while (!(await texts()).some((text) => text.includes(line))) await new Promise(setImmediate);
  };
  const said = Array.from({ length: 60 }, (_, index) => `line ${index} ${'x'.repeat(2_000)}`);
  for (const line of said) {
    log.info(line);
    await written(line);
  }
  const names = (await readdir(folder)).sort();
  assert.deepEqual(names, ['x.log', 'x.log.1', 'x.log.2', 'x.log.3', 'x.log.4', 'x.log.5']);
  const kept: string[] = [];
  for (const name of ['x.log.5', 'x.log.4', 'x.log.3', 'x.log.2', 'x.log.1', 'x.log']) {
    const { size, mode } = await stat(join(folder, name));
    assert.ok(size < 25_000, `${name} has ${size} bytes`);
    assert.equal(mode & 0o777, 0o600);
    const text = await readFile(join(folder, name), 'utf8');
    kept.push(
      ...text
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { msg: string }).msg),
    );
  }
  assert.deepEqual(kept, said.slice(-kept.length), 'no line is lost or torn between two files');
  await rm(folder, { recursive: true });
});

test('a log that another program holds open is copied and emptied, and goes on from its beginning', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-log-'));
  const path = join(folder, 'bank.log');
  const log = openLog(join(folder, 'own.log'), 'info');
  const held = await open(path, 'a', 0o600);
  await held.appendFile('a'.repeat(5_000));
  trimLogs([path, join(folder, 'none.log')], 1_000, log);
  await held.appendFile('b'.repeat(10));
  trimLogs([path], 1_000, log);
  assert.equal(await readFile(path, 'utf8'), 'b'.repeat(10));
  assert.equal((await readFile(`${path}.1`, 'utf8')).length, 5_000);
  await appendFile(path, 'c'.repeat(5_000));
  trimLogs([path], 1_000, log);
  assert.deepEqual([(await stat(path)).size, (await stat(`${path}.2`)).size], [0, 5_000]);
  await held.close();
  await rm(folder, { recursive: true });
});
