/**
 * The examples of the protocol documents, played again on the real custodian with the same keys and the same clock:
 * what they come to must be what was recorded, byte for byte. `UPDATE_GOLDEN=1` records them anew.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { DIALECTS } from '../../wire/dialects.ts';
import type { Recorded } from '../../wire/document/recorded.ts';
import { DEPOSITORY } from './depository.ts';
import { LIANYINTONG } from './lianyintong.ts';
import { recordExamples } from './record.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const EXAMPLES = { lianyintong: LIANYINTONG, depository: DEPOSITORY };

for (const dialect of Object.values(DIALECTS)) {
  const file = join(ROOT, 'docs', 'protocols', 'examples', `${dialect.name}.json`);
  test(`the examples of ${dialect.name} come to what its document shows`, async () => {
    const played = await recordExamples(dialect, EXAMPLES[dialect.name]);
    if (process.env.UPDATE_GOLDEN === '1') {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(played, null, 1)}\n`);
    }
    const shown = JSON.parse(await readFile(file, 'utf8')) as Recorded[];
    assert.deepEqual(played, shown, 'UPDATE_GOLDEN=1 npm test -- testing/examples, then node bin/docs.js --write');
  });
}
