import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Transaction } from '../db/pool.ts';
import { createTestCustody, SEALER } from '../testing/custody.ts';
import { fillBooks } from '../testing/rich-books.ts';
import { type Noticed, spoil } from '../testing/spoil-columns.ts';
import { SPOILINGS } from '../testing/spoilings.ts';
import { describeNoticed } from '../testing/verify-document.ts';
import { VERIFIED_TABLES } from './tables.ts';
import { verifyPlatform } from './verify.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'verify.md');
/** Tables that verify knows of and that hold nothing it could prove. */
const APART = new Set(['platforms', 'sms_codes']);

const core = await createTestCustody({ spoilt: true });
const { sql } = core.database;
const { platformId } = core.depository.platform;
await fillBooks(core);

const found = (tx: Transaction) => Array.fromAsync(verifyPlatform(tx, platformId, SEALER));
/** The first check that finds something. */
const look = async (tx: Transaction): Promise<string | null> => {
  for await (const { check } of verifyPlatform(tx, platformId, SEALER)) return check;
  return null;
};

const told: Noticed[] = [];

test('every table that verify looks at is spoilt, or is said to hold nothing that it could prove', () => {
  assert.deepEqual(new Set([...SPOILINGS.map(({ table }) => table), ...APART]), new Set(VERIFIED_TABLES));
});

test('verify finds nothing in books that nobody has spoilt', async () => {
  assert.deepEqual(await sql.begin(found), []);
});

for (const spoiling of SPOILINGS) {
  const { table, silent } = spoiling;
  test(`a lie in any column of ${table}, and a missing row, is noticed, or there is a reason why not`, async () => {
    const noticed = await Array.fromAsync(spoil(sql, platformId, spoiling, look));
    assert.ok(noticed.length > 0, 'there are rows to spoil');
    const unnoticed = noticed.filter(({ by }) => by === null);
    const moved = unnoticed.filter(({ what }) => what === 'moved');
    assert.deepEqual(moved, [], 'G-19 what is sealed for another row');
    const unexplained = unnoticed.filter(({ column }) => !(column in silent));
    assert.deepEqual(unexplained, [], 'lies that nobody notices');
    const stale = Object.keys(silent).filter((name) => !unnoticed.some(({ column }) => column === name));
    assert.deepEqual(stale, [], 'reasons for columns in which every lie is noticed');
    told.push(...noticed);
  });
}

test('docs/verify.md says which check sees which column', async () => {
  const text = describeNoticed(told, SPOILINGS);
  if (process.env.UPDATE_GOLDEN) await writeFile(DOCUMENT, text);
  assert.equal(await readFile(DOCUMENT, 'utf8'), text, 'UPDATE_GOLDEN=1 npm test -- custody/spoils writes it anew');
});
