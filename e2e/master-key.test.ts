/** The whole program with a master key, without it, and in production, where nothing is made unasked. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createTestDatabase } from '../src/testing/database.ts';
import { keyOfNobody } from '../src/testing/keys.ts';
import { cunguan, launcherOf, Program, ROOT } from './program.ts';

test('G-2 a sandbox whose master key is lost does not start and says so; with it, all is there', async () => {
  await using program = await Program.prepare();
  const key = randomBytes(32).toString('hex');
  await program.start({ CUNGUAN_MASTER_KEY: key });
  const before = await program.ask('keys', 'list');
  await program.stop();
  const keys = join(program.data, 'keys');
  for (const name of await readdir(keys)) assert.match(await readFile(join(keys, name), 'utf8'), /^cunguan-wrapped-1 /);
  assert.ok(!(await readFile(join(program.data, 'cunguan.log'), 'utf8')).includes(key));
  await assert.rejects(
    program.start(),
    /ended with 1: The key \S+data\.key is wrapped by a master key and none is given: [^\n]+\.\n$/,
  );
  await assert.rejects(
    program.start({ CUNGUAN_MASTER_KEY: key.replace(/./, (digit) => (digit === '0' ? '1' : '0')) }),
    /ended with 1: The key \S+data\.key does not open with the master key that is given[^\n]+\.\n$/,
  );
  const file = join(dirname(program.data), 'master.key');
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  await program.start({ CUNGUAN_MASTER_KEY_COMMAND: `cat ${file}` });
  assert.deepEqual(await program.ask('keys', 'list'), before);
});

test('G-2 in production keys are made on demand, and a platform’s own key is asked for', async () => {
  const { url } = await createTestDatabase({ empty: true });
  await using program = await Program.prepare();
  const folder = dirname(program.data);
  const environment = {
    ...{ DATABASE_URL: url, CUNGUAN_MODE: 'production', CUNGUAN_KEYS: join(folder, 'keys'), CUNGUAN_DRAIN: '0' },
    CUNGUAN_MASTER_KEY: randomBytes(32).toString('hex'),
    CUNGUAN_PUBLIC_URL: 'https://custody.example',
    CUNGUAN_OPS_PORT: '0',
  };
  const offline = (...words: string[]) => cunguan(program.data, words, ROOT, { environment });
  assert.equal((await offline('migrate')).code, 0);
  const missing = await offline('serve');
  assert.deepEqual([missing.code, missing.out], [1, '']);
  assert.match(missing.err, /^The custodian's keys are missing in \S+ \(sign-1\.pem, data\.key, token\.key\)[^\n]+\n$/);
  assert.match((await offline('keys', 'make')).out, /^Made data\.key, token\.key, sign-1\.pem in /);
  const help = await offline('keys', '--help');
  assert.match(help.out, /cunguan keys wrap/);
  await program.start(environment, [process.execPath, launcherOf(ROOT), 'serve']);
  assert.equal((await fetch(`${program.at.ops}/readyz`)).status, 200);
  await writeFile(join(folder, 'platform.pem'), keyOfNobody());
  const words = ['platform', 'create', '--no', '6000000001', '--name', 'P', '--dialect', 'depository'];
  const create = [...words, '--public-key', join(folder, 'platform.pem')];
  const unasked = await program.cli(...create);
  assert.equal(unasked.code, 1);
  assert.match(unasked.err, /^In production a signing key is never made unasked: give [^\n]+ --custodian-key new\.\n$/);
  const inside = await program.cli(...create, '--custodian-key', 'new', '--notify-url', 'https://10.0.0.1/n');
  assert.match(inside.err, /^No notice could be sent to "https:\/\/10\.0\.0\.1\/n": [^\n]+ a private network\.\n$/);
  const made = await program.ask<{ custodianKeySerial: string }>(...create, '--custodian-key', 'new');
  const moved = await program.cli('platform', 'set', '6000000001', 'notify-url=https://receiver.internal/');
  assert.deepEqual([moved.code, moved.out], [1, '']);
  const [, own] = await program.ask<{ platformNo: string; keySerial: string; state: string }[]>('keys', 'list');
  assert.deepEqual([own?.platformNo, own?.keySerial, own?.state], ['6000000001', made.custodianKeySerial, 'signing']);
});
