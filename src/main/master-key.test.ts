/** The master key: where it comes from, what lies wrapped by it, and what becomes of a start without it. */
import assert from 'node:assert/strict';
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Config, readConfig } from '../config.ts';
import { createTestDatabase } from '../testing/database.ts';
import { loadChannelKey, loadKeys } from './keys.ts';
import { makeKeys, wrapKeys } from './keys-offline.ts';
import { type MasterKeyConfig, openWrapping, PLAIN, wrappingBy } from './master-key.ts';

const base = await mkdtemp(join(tmpdir(), 'cunguan-master-'));
after(() => rm(base, { recursive: true, force: true }));
const { sql } = await createTestDatabase();
const HEX = '0f'.repeat(32);
const wrapping = wrappingBy(Buffer.from(HEX, 'hex'));
const other = wrappingBy(Buffer.alloc(32, 9));
const folder = join(base, 'keys');

async function copied(of = folder): Promise<string> {
  const copy = await mkdtemp(join(base, 'copy-'));
  await cp(of, copy, { recursive: true });
  return copy;
}

/** A file of a mode, whatever the umask. */
async function file(name: string, text: string, mode = 0o600): Promise<string> {
  const path = join(base, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

const NONE: MasterKeyConfig = { masterKey: null, masterKeyFile: null, masterKeyCommand: null };

test('G-2 G-19 with a master key the secrets lie wrapped, and open for it alone', async () => {
  const made = await loadKeys(folder, sql, true, wrapping);
  const channel = await loadChannelKey(folder, wrapping);
  assert.deepEqual(await loadKeys(folder, sql, false, wrapping), made);
  assert.deepEqual(await loadChannelKey(folder, wrapping), channel);
  const names = await readdir(folder);
  assert.deepEqual(names.sort(), ['bank.pem', 'data.key', 'token.key']);
  for (const name of names) {
    const text = await readFile(join(folder, name), 'latin1');
    assert.match(text, /^cunguan-wrapped-1 [A-Za-z0-9+/=]+\n$/, name);
    for (const secret of [made.dataKey, made.tokenKey])
      assert.ok(!text.includes(secret.toString('hex')) && !Buffer.from(text, 'base64').includes(secret), name);
  }
});

test('G-2 a lost master key, another one or a changed file stops the start; nothing is made anew', async () => {
  const lost = /data\.key is wrapped by a master key and none is given: name it by CUNGUAN_MASTER_KEY_FILE, .*lost it/;
  await assert.rejects(loadKeys(folder, sql, true, PLAIN), { name: 'OperatorError', message: lost });
  const wrong = /data\.key does not open with the master key that is given \(sealed under another key\): give the one/;
  await assert.rejects(loadKeys(folder, sql, true, other), { name: 'OperatorError', message: wrong });
  const swapped = await copied();
  await rename(join(swapped, 'token.key'), join(swapped, 'data.key'));
  await assert.rejects(loadKeys(swapped, sql, true, wrapping), /data\.key does not open .* belongs elsewhere/);
  const changed = await copied();
  await writeFile(
    join(changed, 'data.key'),
    (await readFile(join(changed, 'data.key'), 'utf8')).replace(/.{6}\n$/, '\n'),
  );
  await assert.rejects(loadKeys(changed, sql, true, wrapping), /data\.key does not open/);
  const plain = await copied();
  await writeFile(join(plain, 'data.key'), HEX);
  await assert.rejects(loadKeys(plain, sql, true, wrapping), /is not wrapped by the master key .* "cunguan keys wrap"/);
});

test('the master key comes from a file, the environment or a command, and from one of them only', async () => {
  const path = await file('master', `${HEX}\n`);
  const sealed = wrapping.wrap('x', 'data.key');
  const ways = [{ masterKey: HEX }, { masterKeyFile: path }, { masterKeyCommand: `cat '${path}'` }];
  for (const way of ways) assert.equal((await openWrapping({ ...NONE, ...way })).open(sealed, 'data.key', 'p'), 'x');
  assert.equal(await openWrapping(NONE), PLAIN);
  await assert.rejects(openWrapping({ ...NONE, ...ways[0], ...ways[1] }), {
    exitCode: 2,
    message: /from one place only/,
  });
});

test('a master key that cannot be had is told in one sentence, and nothing of what was printed', async () => {
  const cases: [Partial<MasterKeyConfig>, RegExp][] = [
    [{ masterKeyFile: join(base, 'none') }, /^The master key .*none is missing: put it back/],
    [{ masterKeyFile: await file('short', 'abcd') }, /^The master key .*short cannot be used: it must be 32 bytes/],
    [{ masterKeyFile: await file('open', HEX, 0o644) }, /open can be read by others \(mode 644\).*chmod 600/],
    [{ masterKeyCommand: 'echo locked >&2; echo secret; exit 3' }, /failed, it ended with 3, saying "locked"\.$/],
    [{ masterKeyCommand: `echo ${HEX}0f` }, /^What the command .* prints cannot be used: it must be 32 bytes/],
  ];
  for (const [way, sentence] of cases) {
    const failure = await openWrapping({ ...NONE, ...way }).catch((error: Error) => error);
    assert.ok(failure instanceof Error && failure.name === 'OperatorError', String(sentence));
    assert.match(failure.message, sentence);
    assert.doesNotMatch(failure.message, /secret|0f0f|\n/);
  }
});

test('G-2 keys that others can read, or a folder in which they can write, stop the start', async () => {
  for (const mode of [0o640, 0o604, 0o666]) {
    const copy = await copied();
    await chmod(join(copy, 'token.key'), mode);
    await assert.rejects(
      loadKeys(copy, sql, false, wrapping),
      new RegExp(`token\\.key can be read by others \\(mode ${mode.toString(8)}\\)`),
    );
  }
  const copy = await copied();
  await chmod(copy, 0o777);
  await assert.rejects(loadKeys(copy, sql, false, wrapping), /can be written by others \(mode 777\): chmod 700 it/);
  await chmod(copy, 0o1777);
  await loadKeys(copy, sql, false, wrapping);
});

const said: string[] = [];
const terminal = { out: (text: string) => void said.push(text), err: () => undefined };
const configured = (keys: string, more: Readonly<Record<string, string>> = {}): Config =>
  readConfig({ CUNGUAN_KEYS: keys, CUNGUAN_DATA: join(base, 'data'), ...more });

test('G-2 cunguan keys make: on demand, wrapped, and never where keys are', async () => {
  const { sql: empty } = await createTestDatabase();
  const keys = join(base, 'made');
  assert.equal(await makeKeys(configured(keys, { CUNGUAN_MASTER_KEY: HEX }), terminal, []), 0);
  assert.match(said.at(-1) ?? '', /^Made data\.key, token\.key, sign-1\.pem in .*, wrapped by the master key\./);
  for (const name of await readdir(keys)) assert.match(await readFile(join(keys, name), 'utf8'), /^cunguan-wrapped-1 /);
  await loadKeys(keys, empty, false, wrapping);
  await assert.rejects(makeKeys(configured(keys), terminal, []), /There are keys in .* they are never made anew/);
  await assert.rejects(makeKeys(configured(join(base, 'x')), terminal, ['now']), /one word too many/);
});

test('G-2 cunguan keys wrap: plain keys are wrapped, the master key is changed, also in two goes', async () => {
  const { sql: empty } = await createTestDatabase();
  const keys = join(base, 'plain');
  const locate = (path: string) => path;
  assert.equal(await makeKeys(configured(keys), terminal, []), 0);
  const made = await loadKeys(keys, empty, false);
  const wrap = (more: Readonly<Record<string, string>>, ...words: string[]) =>
    wrapKeys(configured(keys, more), terminal, words, locate);
  await assert.rejects(wrap({}), /Say which master key/);
  const one = { CUNGUAN_MASTER_KEY: HEX };
  assert.equal(await wrap(one), 0);
  assert.deepEqual(await loadKeys(keys, empty, false, wrapping), made);
  await wrap(one);
  assert.equal(said.at(-1), 'Every key was wrapped already.\n');
  const next = await file('next', '09'.repeat(32));
  const before = await copied(keys);
  await wrap(one, '--with', next);
  assert.deepEqual(await loadKeys(keys, empty, false, other), made);
  await cp(join(before, 'token.key'), join(keys, 'token.key'));
  await wrap(one, '--with', next);
  assert.match(said.at(-1) ?? '', /^Wrapped: [^,]*token\.key\.\n$/);
  assert.deepEqual(await loadKeys(keys, empty, false, other), made);
  await assert.rejects(wrap({ CUNGUAN_MASTER_KEY: '11'.repeat(32) }), /does not open with the master key/);
});
