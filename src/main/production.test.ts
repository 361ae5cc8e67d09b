import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../config.ts';
import { createTestDatabase } from '../testing/database.ts';
import { enterMode, refuseUnfit } from './production.store.ts';

const { sql } = await createTestDatabase();
const FIT = {
  CUNGUAN_MODE: 'production',
  CUNGUAN_PUBLIC_URL: 'https://custody.example',
  CUNGUAN_MASTER_KEY: 'ab'.repeat(32),
  DATABASE_URL: 'postgres://db.example/cunguan',
};

test('what production lacks is told all at once, before anything is opened', () => {
  refuseUnfit(readConfig({}));
  refuseUnfit(readConfig(FIT));
  const message = `This is not fit for production:
- CUNGUAN_PUBLIC_URL must be the https address under which browsers reach this custodian.
- DATABASE_URL must name a database: the embedded one is for trial.
- A master key must wrap the keys: CUNGUAN_MASTER_KEY_FILE, CUNGUAN_MASTER_KEY_COMMAND or CUNGUAN_MASTER_KEY.`;
  assert.throws(() => refuseUnfit(readConfig({ CUNGUAN_MODE: 'production' })), { name: 'OperatorError', message });
});

test('the clock, notices in the clear and the rests of a sandbox are told with it, and nothing is noted', async () => {
  await enterMode(sql, readConfig({}));
  await sql`insert into platforms (platform_id, platform_no, name, dialect, notify_url, created_at)
    values (1, '6000000001', 'P', 'lianyintong', 'http://10.0.0.1/', now())`;
  const late = () => Date.now() - 60_000;
  await assert.rejects(
    enterMode(sql, readConfig({ ...FIT, CUNGUAN_PUBLIC_URL: 'http://x.example' }), late),
    (error) => {
      const lines = String(error).split('\n');
      assert.equal(lines.length, 5);
      assert.match(lines.join('\n'), /CUNGUAN_PUBLIC_URL/);
      assert.match(lines.join('\n'), /^- The clock of this machine is (?:59|60)\d{3} ms from the database's\.$/m);
      assert.match(lines.join('\n'), /^- Notices must go to https addresses; those of 6000000001 do not\.$/m);
      assert.match(lines.join('\n'), /^- This database has been a sandbox and holds 1 platform: /m);
      return true;
    },
  );
  await enterMode(sql, readConfig({}));
});

test('what is fit goes into production, and stays there', async () => {
  const { sql: fresh } = await createTestDatabase();
  await enterMode(fresh, readConfig(FIT));
  await enterMode(fresh, readConfig(FIT));
  await assert.rejects(enterMode(fresh, readConfig({})), /has been in production/);
});
