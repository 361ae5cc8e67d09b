import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { playTelling, readTelling } from './scenario.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'scenarios');
const GOLDEN = join(FOLDER, 'golden');
const files = globSync('*.scn', { cwd: FOLDER }).sort();

for (const file of files) {
  const telling = readTelling(await readFile(join(FOLDER, file), 'utf8'));
  test(`scenario ${basename(file, '.scn')}: ${telling.title}`, async () => {
    const played = await playTelling(telling);
    const golden = join(GOLDEN, `${basename(file, '.scn')}.txt`);
    if (process.env.UPDATE_GOLDEN === '1') {
      await mkdir(GOLDEN, { recursive: true });
      await writeFile(golden, played);
    }
    assert.equal(played, await readFile(golden, 'utf8').catch(() => 'no golden text yet: run with UPDATE_GOLDEN=1'));
  });
}

test('a sentence that nobody understands is named with its line', async () => {
  const telling = readTelling('# t\nprotocol lianyintong\npeople a\n\na pays in 1.00\na dances');
  await assert.rejects(playTelling(telling), /line 6: nobody understands "a dances"/);
});
