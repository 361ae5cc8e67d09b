/** What the log may hold. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLog } from './log.ts';

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
