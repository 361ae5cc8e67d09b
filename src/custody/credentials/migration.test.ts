/** Passwords of before stay the same ones: marked by the migration, then sealed for their holders (G-17). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placed, type Sealer } from '../../kernel/seal.ts';
import { SEALER } from '../../testing/custody.ts';
import { createEarlierDatabase } from '../../testing/database.ts';
import { openSealing } from '../resealing.store.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

test('G-17 a hash that stood in the clear opens after the migration, and sealed after the work', async () => {
  const { sql, update } = await createEarlierDatabase('0015');
  const hash = await hashPassword(1, '274916');
  await sql`insert into platforms (platform_id, platform_no, name, dialect, created_at)
    values (1, 'no1', 'n', 'depository', now())`;
  for (const holder of [0, 7]) {
    await sql`insert into credentials (platform_id, holder_no, password_hash) values (1, ${holder}, ${hash})`;
  }
  await update();
  const sealing = await openSealing(sql, Buffer.alloc(32, 7), { remembered: null, remember: async () => undefined });
  const opened = async (sealer: Sealer = sealing.sealer) => {
    const rows = await sql`select holder_no, password_hash from credentials order by holder_no`;
    return rows.map((row) => sealer.open(row.password_hash, placed('credentials.password_hash', 1, row.holder_no)));
  };
  assert.deepEqual(await opened(), [hash, hash]);
  while ((await sealing.sweep.run(0, () => assert.fail('nothing fails'))) > 0);
  assert.deepEqual(await opened(SEALER), [hash, hash]);
  assert.equal(await verifyPassword(1, '274916', hash), true);
});
