import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { OperatorError } from '../kernel/operator-error.ts';
import { type AdminAddress, type AdminCaller, startAdmin } from './admin.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunguan-admin-'));
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const commands = {
  'echo.it': async (args: unknown, by: AdminCaller) => ({ args, by, amount: 12n }),
  refuse: async () => {
    throw new OperatorError('Not today.');
  },
  break: async () => {
    throw new Error('secret details');
  },
};
const admin = await startAdmin(folder, commands, log);
const file = join(folder, 'admin.json');
const address = JSON.parse(await readFile(file, 'utf8')) as AdminAddress;
after(async () => {
  await admin.close();
  await rm(folder, { recursive: true, force: true });
});

async function call(command: string, body: string, secret = address.secret): Promise<[number, unknown]> {
  const headers = { authorization: `Bearer ${secret}` };
  const response = await fetch(`http://127.0.0.1:${address.port}/admin/${command}`, { method: 'POST', headers, body });
  return [response.status, await response.json()];
}

test('the door opens to the secret in admin.json only, which only its owner reads', async () => {
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const by = { who: 'ann on host-1', reason: 'a letter' };
  const body = { arguments: { a: 1 }, by: { account: 'a\u0007nn', host: 'host-1' }, reason: ' a letter ' };
  assert.deepEqual(await call('echo.it', JSON.stringify(body)), [200, { value: { args: { a: 1 }, by, amount: '12' } }]);
  assert.deepEqual(await call('echo.it', '', ''), [401, { error: 'Not allowed.' }]);
  assert.deepEqual(await call('echo.it', '{}', `${address.secret}0`), [401, { error: 'Not allowed.' }]);
});

test('refusals are sentences, faults are told without details and logged', async () => {
  assert.deepEqual(await call('refuse', '{}'), [422, { error: 'Not today.' }]);
  for (const body of ['[1', '[]', '7', '{"arguments":[]}', '{"arguments":"a"}']) {
    assert.deepEqual(await call('echo.it', body), [422, { error: 'The arguments of a command are one JSON object.' }]);
  }
  assert.deepEqual(await call('toString', '{}'), [
    404,
    { error: 'The running cunguan does not know the command "toString".' },
  ]);
  const [status, body] = await call('break', '{}');
  assert.equal(status, 500);
  assert.doesNotMatch(JSON.stringify(body), /secret details/);
  assert.ok(lines.some((line) => line.includes('a command failed')));
});

test('a NUL anywhere in the arguments is refused: the database takes none', async () => {
  const sentence = { error: 'An argument holds a NUL character, which no text may.' };
  for (const body of ['{"a":"\\u0000"}', '{"a":{"b":["x\\u0000y"]}}', '{"a\\u0000":1}']) {
    assert.deepEqual(await call('echo.it', body), [422, sentence]);
  }
});

test('whoever does not say who he is is called somebody, and a reason has its limit', async () => {
  const nobody = { args: {}, by: { who: 'somebody on somebody', reason: null }, amount: '12' };
  for (const body of ['', '{"by":7,"reason":{}}', '{"by":{"account":[]},"reason":" "}']) {
    assert.deepEqual(await call('echo.it', body), [200, { value: nobody }]);
  }
  const sentence = { error: 'A reason has at most 500 characters, and no control characters.' };
  for (const reason of ['长'.repeat(501), 'a\nb']) {
    assert.deepEqual(await call('echo.it', JSON.stringify({ reason })), [422, sentence]);
  }
  assert.equal((await call('echo.it', JSON.stringify({ reason: '长'.repeat(500) })))[0], 200);
});

test('closing removes admin.json', async () => {
  const other = await mkdtemp(join(folder, 'other-'));
  const own = await startAdmin(other, commands, log);
  await stat(join(other, 'admin.json'));
  await own.close();
  await assert.rejects(stat(join(other, 'admin.json')), { code: 'ENOENT' });
});
