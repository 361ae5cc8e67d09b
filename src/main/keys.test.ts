import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { loadChannelKey, loadKeys } from './keys.ts';
import { DEFAULT_KEYS, readSigningKeys } from './signing-keys.store.ts';

/** As a key has to be. */
const OURS = { mode: 0o600 };

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
  const [key, ...more] = await readSigningKeys(sql, DEFAULT_KEYS);
  assert.deepEqual([key?.serial, more], ['1', []]);
  assert.equal(createPublicKey(key?.publicKeyPem ?? '').asymmetricKeyDetails?.modulusLength, 2048);
  assert.deepEqual([made.dataKey.length, made.tokenKey.length], [32, 32]);
  for (const name of await readdir(folder)) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
  assert.deepEqual(await loadKeys(folder, sql, true), made);
  assert.deepEqual(await loadKeys(folder, sql, false), made);
  const rows = await sql<{ serial: string }[]>`select serial from custodian_keys order by serial`;
  assert.deepEqual(
    rows.map(({ serial }) => serial),
    ['data', 'token'],
  );
  assert.deepEqual((await readdir(folder)).sort(), ['data.key', 'token.key'], 'the signing key lies in the database');
});

test('G-2 a key the database knows is never made anew, also in a sandbox', async () => {
  for (const name of ['data.key', 'token.key']) {
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
  const signing = await changed((path) => writeFile(join(path, 'sign-1.pem'), pem, OURS));
  await assert.rejects(loadKeys(signing, sql, true), /The key "1" in .* is not the one this database was used with/);
  const data = await changed((path) => writeFile(join(path, 'data.key'), 'ab'.repeat(32), OURS));
  await assert.rejects(loadKeys(data, sql, true), /The key "data" in .* is not the one/);
});

/** Which default keys there are, and whether each signs. */
const signing = async (database = sql) =>
  (await readSigningKeys(database, DEFAULT_KEYS)).map(({ serial, signsFrom }) => [serial, signsFrom !== null]);

function newKey(): { readonly pem: string; readonly wholeFingerprint: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const wholeFingerprint = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return { pem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), wholeFingerprint };
}

test('G-2 a signing key that is put into the folder later is published, and signs nothing', async () => {
  const copy = await changed((path) => writeFile(join(path, 'sign-10.pem'), newKey().pem, OURS));
  await loadKeys(copy, sql, false);
  const keys = [
    ['1', true],
    ['10', false],
  ];
  assert.deepEqual(await signing(), keys);
  await loadKeys(folder, sql, false);
  assert.deepEqual(await signing(), keys, 'the database keeps it, whatever becomes of the file');
});

test('G-2 the signing keys of an earlier version are taken into the database; the last goes on signing', async () => {
  const { sql: earlier } = await createTestDatabase();
  const [one, two] = [newKey(), newKey()];
  const copy = await changed(async (path) => {
    await writeFile(join(path, 'sign-9.pem'), one.pem, OURS);
    await writeFile(join(path, 'sign-10.pem'), two.pem, OURS);
  });
  for (const [serial, bytes] of [
    ['data', await readFile(join(copy, 'data.key'), 'utf8')],
    ['token', await readFile(join(copy, 'token.key'), 'utf8')],
  ] as const) {
    const fingerprint = createHash('sha256').update(Buffer.from(bytes.trim(), 'hex')).digest('hex');
    await earlier`insert into custodian_keys (serial, fingerprint) values (${serial}, ${fingerprint})`;
  }
  await earlier`insert into custodian_keys (serial, fingerprint)
    values ('9', ${one.wholeFingerprint}), ('10', ${two.wholeFingerprint})`;
  await assert.rejects(loadKeys(folder, earlier, false), /missing in .* \(sign-10\.pem, sign-9\.pem\): put back/);
  const wrong = await changed(async (path) => {
    await writeFile(join(path, 'sign-9.pem'), one.pem, OURS);
    await writeFile(join(path, 'sign-10.pem'), newKey().pem, OURS);
  });
  await assert.rejects(
    loadKeys(wrong, earlier, false),
    /The key "10" in .* is not the one this database was used with/,
  );
  await loadKeys(copy, earlier, false);
  assert.deepEqual(await signing(earlier), [
    ['10', true],
    ['9', false],
  ]);
  await loadKeys(folder, earlier, false);
});

test('a key that is none, or too short, is told with what it must be', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  for (const text of ['nonsense', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
    const copy = await changed((path) => writeFile(join(path, 'sign-1.pem'), text, OURS));
    await assert.rejects(loadKeys(copy, sql, false), /it must be an RSA private key of 2048 bits in PEM/);
  }
  const copy = await changed((path) => writeFile(join(path, 'token.key'), 'abc', OURS));
  await assert.rejects(loadKeys(copy, sql, false), /token\.key cannot be used: it must hold 32 bytes in hexadecimal/);
});

test('the key of the bank channel is made when missing and kept', async () => {
  const first = await loadChannelKey(folder);
  assert.deepEqual(await loadChannelKey(folder), first);
  assert.equal(await readFile(join(folder, 'bank.pem'), 'utf8'), first.privateKeyPem);
});
