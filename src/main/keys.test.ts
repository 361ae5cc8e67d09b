import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { loadChannelKey, loadKeys } from './keys.ts';

const base = await mkdtemp(join(tmpdir(), 'cunguan-keys-'));
after(() => rm(base, { recursive: true, force: true }));
const { sql } = await createTestDatabase();
const folder = join(base, 'keys');

async function changed(work: (copy: string) => Promise<void>): Promise<string> {
  const copy = await mkdtemp(join(base, 'changed-'));
  await cp(folder, copy, { recursive: true });
  await work(copy);
  return copy;
}

test('G-2 without leave to make them, missing keys are a start-up error that names them', async () => {
  await assert.rejects(loadKeys(folder, sql, false), {
    name: 'OperatorError',
    message:
      `The custodian's keys are missing in ${folder} (sign-1.pem, data.key, token.key): ` +
      'provide them; they are never made anew.',
  });
  assert.equal((await sql`select 1 from custodian_keys`).length, 0);
});

test('G-2 an empty sandbox gets keys of its own, private, and keeps them', async () => {
  const made = await loadKeys(folder, sql, true);
  assert.deepEqual(
    made.signing.map(({ serial }) => serial),
    ['1'],
  );
  assert.equal(createPublicKey(made.signing[0]?.publicKeyPem ?? '').asymmetricKeyDetails?.modulusLength, 2048);
  assert.deepEqual([made.dataKey.length, made.tokenKey.length], [32, 32]);
  for (const name of await readdir(folder)) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
  assert.deepEqual(await loadKeys(folder, sql, true), made);
  assert.deepEqual(await loadKeys(folder, sql, false), made);
  const rows = await sql<{ serial: string }[]>`select serial from custodian_keys order by serial`;
  assert.deepEqual(
    rows.map(({ serial }) => serial),
    ['1', 'data', 'token'],
  );
});

test('G-2 a key the database knows is never made anew, also in a sandbox', async () => {
  for (const name of ['sign-1.pem', 'data.key', 'token.key']) {
    const copy = await changed((path) => rm(join(path, name)));
    await assert.rejects(
      loadKeys(copy, sql, true),
      new RegExp(`missing in .* \\(${name}\\): put back the ones .*CUNGUAN_KEYS`),
    );
    assert.ok(!(await readdir(copy)).includes(name));
  }
});

test('G-2 another key in the place of a known one is refused', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signing = await changed((path) => writeFile(join(path, 'sign-1.pem'), pem));
  await assert.rejects(loadKeys(signing, sql, true), /The key "1" in .* is not the one this database was used with/);
  const data = await changed((path) => writeFile(join(path, 'data.key'), 'ab'.repeat(32)));
  await assert.rejects(loadKeys(data, sql, true), /The key "data" in .* is not the one/);
});

test('G-2 a second signing key is added beside the first; the last one signs', async () => {
  const copy = await changed((path) => rename(join(path, 'sign-1.pem'), join(path, 'sign-10.pem')));
  await cp(join(folder, 'sign-1.pem'), join(copy, 'sign-1.pem'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(copy, 'sign-9.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const { signing } = await loadKeys(copy, sql, false);
  assert.deepEqual(
    signing.map(({ serial }) => serial),
    ['1', '9', '10'],
  );
  await assert.rejects(loadKeys(folder, sql, false), /missing in .* \(sign-10\.pem, sign-9\.pem\)/);
});

test('a key that is none, or too short, is told with what it must be', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  for (const text of ['nonsense', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
    const copy = await changed((path) => writeFile(join(path, 'sign-1.pem'), text));
    await assert.rejects(loadKeys(copy, sql, false), /it must be an RSA private key of 2048 bits in PEM/);
  }
  const copy = await changed((path) => writeFile(join(path, 'token.key'), 'abc'));
  await assert.rejects(loadKeys(copy, sql, false), /token\.key cannot be used: it must hold 32 bytes in hexadecimal/);
});

test('the key of the bank channel is made when missing and kept', async () => {
  const first = await loadChannelKey(folder);
  assert.deepEqual(await loadChannelKey(folder), first);
  assert.equal(await readFile(join(folder, 'bank.pem'), 'utf8'), first.privateKeyPem);
});
