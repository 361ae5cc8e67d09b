import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfig } from '../config.ts';
import { createTestDatabase } from '../testing/database.ts';
import { enterMode, refuseUnfit } from './production.store.ts';

const { sql } = await createTestDatabase();
const folder = await mkdtemp(join(tmpdir(), 'cunguan-production-'));
after(() => rm(folder, { recursive: true, force: true }));
const FIT = {
  CUNGUAN_MODE: 'production',
  CUNGUAN_PUBLIC_URL: 'https://custody.example',
  CUNGUAN_MASTER_KEY: 'ab'.repeat(32),
  CUNGUAN_KEYS: join(folder, 'none'),
  CUNGUAN_OPS_PORT: '9090',
  DATABASE_URL: 'postgres://db.example/cunguan',
};

/** What is told as unfit, line by line, without what stands above. */
async function toldBy(entering: Promise<void>): Promise<readonly string[]> {
  const error = await entering.then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  assert.equal(error?.name, 'OperatorError');
  const [head, ...lines] = error?.message.split('\n') ?? [];
  assert.equal(head, 'This is not fit for production:');
  return lines;
}

test('what production lacks is told all at once, before anything is opened', async () => {
  await refuseUnfit(readConfig({}));
  await refuseUnfit(readConfig(FIT));
  assert.deepEqual(
    await toldBy(refuseUnfit(readConfig({ CUNGUAN_MODE: 'production', CUNGUAN_KEYS: FIT.CUNGUAN_KEYS }))),
    [
      '- CUNGUAN_PUBLIC_URL must be the https address under which browsers reach this custodian.',
      '- DATABASE_URL must name a database: the embedded one is for trial.',
      '- A master key must wrap the keys: CUNGUAN_MASTER_KEY_FILE, CUNGUAN_MASTER_KEY_COMMAND or CUNGUAN_MASTER_KEY.',
      '- CUNGUAN_OPS_PORT must name a port for /readyz and /metrics that strangers do not reach.',
    ],
  );
});

test('every key that is open to others is told, the folder and the master key with them', async () => {
  const keys = join(folder, 'keys');
  await mkdir(keys);
  await chmod(keys, 0o777);
  const master = join(folder, 'master.key');
  for (const path of [join(keys, 'data.key'), join(keys, 'token.key'), join(keys, 'README'), master]) {
    await writeFile(path, 'x');
    await chmod(path, 0o644);
  }
  await chmod(join(keys, 'token.key'), 0o600);
  const { CUNGUAN_MASTER_KEY: _, ...fit } = FIT;
  const environment = { ...fit, CUNGUAN_KEYS: keys, CUNGUAN_MASTER_KEY_FILE: master };
  const { sql: fresh } = await createTestDatabase();
  const advice = 'give it to the user that runs cunguan alone (chmod 600).';
  assert.deepEqual(await toldBy(enterMode(fresh, readConfig(environment))), [
    `- The folder ${keys} can be written by others (mode 777): chmod 700 it.`,
    `- The file ${join(keys, 'data.key')} can be read by others (mode 644): ${advice}`,
    `- The file ${master} can be read by others (mode 644): ${advice}`,
  ]);
  for (const path of [join(keys, 'data.key'), master]) await chmod(path, 0o600);
  await chmod(keys, 0o700);
  await enterMode(fresh, readConfig(environment));
});

test('the clock, receivers that cannot be, and the rests of a sandbox are told with it; nothing is noted', async () => {
  await enterMode(sql, readConfig({}));
  const receivers = [
    'http://platform.example/',
    'https://10.0.0.1/',
    'https://[fd00:ec2::254]/',
    'https://demo.localhost/',
    'https://169.254.169.254/latest',
    'https://platform.example/',
    null,
  ];
  for (const [index, url] of receivers.entries()) {
    await sql`insert into platforms (platform_id, platform_no, name, dialect, notify_url, created_at)
      values (${index + 1}, ${String(6_000_000_001 + index)}, 'P', 'lianyintong', ${url}, now())`;
  }
  const late = () => Date.now() - 60_000;
  const [address = '', clock = '', ...others] = await toldBy(
    enterMode(sql, readConfig({ ...FIT, CUNGUAN_PUBLIC_URL: 'http://x.example' }), late),
  );
  assert.match(address, /CUNGUAN_PUBLIC_URL/);
  assert.match(clock, /^- The clock of this machine is (?:59|60)\d{3} ms from the database's\.$/);
  const inner = 'the notify address leads to a private network.';
  assert.deepEqual(others.slice(0, -1), [
    '- No notice can be sent to platform 6000000001: the notify address must be https.',
    ...[2, 3, 4, 5].map((nth) => `- No notice can be sent to platform 600000000${nth}: ${inner}`),
  ]);
  assert.match(others.at(-1) ?? '', /^- This database has been a sandbox and holds 7 platforms: /);
  await enterMode(sql, readConfig({}));
});

test('what is fit goes into production, and stays there', async () => {
  const { sql: fresh } = await createTestDatabase();
  await enterMode(fresh, readConfig(FIT));
  await enterMode(fresh, readConfig(FIT));
  await assert.rejects(enterMode(fresh, readConfig({})), /has been in production/);
});
