/** The process: what it says to its parent, and when it ends. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BANK_KEY } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';

const { url } = await createTestDatabase();
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ENVIRONMENT = {
  CUNGUAN_HOST: '127.0.0.1',
  CUNGUAN_BANK_PORT: '0',
  CUSTODIAN_URL: 'http://127.0.0.1:9',
  CUSTODIAN_BANK_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};

function start(changes: Readonly<Record<string, string>> = {}, sealingKey = BANK_KEY.toString('hex')): ChildProcess {
  const env = { ...ENVIRONMENT, ...changes };
  const bank = fork(new URL('main.ts', import.meta.url), { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  bank.send({ databaseUrl: url, sealingKey });
  return bank;
}

test('it tells its parent where it listens and which key it has, the same at every start', async () => {
  const keys = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    const bank = start();
    let printed = '';
    bank.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const [message] = await once(bank, 'message');
    assert.equal(message.ready, true);
    assert.equal((await fetch(`${message.url}/healthz`)).status, 200);
    keys.add(message.publicKey);
    bank.disconnect();
    const [code] = await once(bank, 'exit');
    assert.equal(code, 0, 'it ends when its parent lets go');
    assert.equal(printed, '', 'it prints nothing');
  }
  assert.equal(keys.size, 1);
  assert.match([...keys][0] ?? '', /^-----BEGIN PUBLIC KEY-----/);
});

test('SIGTERM ends it cleanly; its log tells times as every other log does', async () => {
  const bank = start();
  assert.ok(bank.stderr);
  const log = text(bank.stderr);
  await once(bank, 'message');
  bank.kill('SIGTERM');
  assert.deepEqual(await once(bank, 'exit'), [0, null]);
  const lines = (await log).trim().split('\n');
  for (const line of lines) assert.match(JSON.parse(line).time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('what keeps it from starting is told in a sentence', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const port = String((taken.address() as AddressInfo).port);
  for (const [changes, sentence] of [
    [{ CUNGUAN_BANK_PORT: port }, `Port ${port} of the sandbox bank is in use.`],
    [{ CUSTODIAN_URL: '' }, 'CUSTODIAN_URL is not set.'],
    [{ CUNGUAN_BANK_PORT: 'http' }, 'CUNGUAN_BANK_PORT is no port number.'],
  ] as const) {
    const bank = start(changes);
    const exit = once(bank, 'exit');
    const [message] = await once(bank, 'message');
    assert.deepEqual(message, { ready: false, error: sentence });
    assert.deepEqual(await exit, [1, null]);
  }
});

test('G-19 tables that were sealed under another key are not opened, and nothing is made anew', async () => {
  const bank = start({}, 'ab'.repeat(32));
  const exit = once(bank, 'exit');
  const [message] = await once(bank, 'message');
  const error = 'The sandbox bank cannot read its tables: they were sealed under another data key.';
  assert.deepEqual(message, { ready: false, error });
  assert.deepEqual(await exit, [1, null]);
});

test('alone, without the custodian, it does not start', async () => {
  const bank = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(bank.stderr), once(bank, 'exit')]);
  assert.equal(code, 1);
  assert.match(said, /started by the custodian/);
});
