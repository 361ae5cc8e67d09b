/** The documents are whole, and their test vectors hold for openssl and for us. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { TEST_KEYS } from '../../testing/test-keys.ts';
import { DIALECTS, dialectOf } from '../dialects.ts';
import { readForm } from '../form.ts';
import { checkPlatformKey } from '../platforms.ts';
import { verifySignature } from '../signature.ts';
import type { Platform } from '../../custody/api.ts';
import { readPair } from '../../main/signing-keys.ts';
import { readDepartures } from './departures.ts';
import type { Recorded } from './recorded.ts';
import { writeReference } from './reference.ts';
import type { Vector } from './vectors.ts';

const DOCUMENTS = join(import.meta.dirname, '..', '..', '..', 'docs', 'protocols');
const read = (file: string) => readFileSync(join(DOCUMENTS, file), 'utf8');
const recorded = (name: string) => JSON.parse(read(`examples/${name}.json`)) as Recorded[];
const vectors = JSON.parse(read('vectors.json')) as Vector[];

test('the reference names every service and code, shows an example of each, and tells where it departs', () => {
  for (const dialect of Object.values(DIALECTS)) {
    const departures = readDepartures(read(`fields/${dialect.name}-differences.tsv`));
    const text = writeReference(dialect, recorded(dialect.name), departures);
    for (const { name } of dialect.catalogue.services) {
      const section = text.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const heading of ['请求 Request', '示例 Examples']) assert.ok(section.includes(`### ${heading}`), name);
    }
    for (const code of Object.keys(dialect.codeTitles)) assert.ok(text.includes(`\`${code}\``), code);
    const departed = text.split('\n## 与文档的差异')[1]?.split('\n## ')[0] ?? '';
    const { catalogue } = dialect;
    const isOpen = (name: string) => name === '*' || catalogue.services.some((service) => service.name === name);
    const open = departures.filter(({ service }) => isOpen(service));
    for (const { name, reason } of open) assert.ok(departed.includes(`\`${name}\``) && departed.includes(reason), name);
    assert.equal(departed.match(/^\| /gm)?.length, open.length + 2);
    assert.ok(!text.includes('undefined'));
  }
});

test('a service without an example cannot be documented', () => {
  const { lianyintong } = DIALECTS;
  const some = recorded('lianyintong').filter(({ service }) => service !== 'CONFIRM_LOAN');
  assert.throws(() => writeReference(lianyintong, some, []), /CONFIRM_LOAN of lianyintong has no example/);
});

test('every vector stands on the page, with Chinese, and with + = & and blanks in the data', () => {
  const page = read('conventions.md');
  for (const { signature, form } of vectors) {
    assert.ok(page.includes(signature));
    assert.ok(form === null || page.includes(form));
  }
  const texts = vectors.map(({ data }) => data).join('');
  for (const part of ['买买提·𠮷田', 'a+b=c & d%20e', '\n\t', '存管']) assert.ok(texts.includes(part), part);
  assert.deepEqual(new Set(vectors.map(({ protocol }) => protocol)), new Set(Object.keys(DIALECTS)));
});

test('G-1 G-2 the vectors hold for our own code, as they stand in a form', () => {
  for (const { protocol, key, data, dataHex, signature, form } of vectors) {
    const dialect = dialectOf(protocol);
    const bytes = Buffer.from(dataHex, 'hex');
    assert.equal(bytes.toString('utf8'), data);
    const raw = dialect.readSignature(signature, { settings: {} } as unknown as Platform);
    assert.ok(verifySignature(TEST_KEYS[key].publicKey, bytes, raw), `${protocol} ${data}`);
    assert.equal(dialect.writeSignature(raw), signature);
    const fields = form === null ? null : readForm(Buffer.from(form));
    if (!fields?.ok) continue;
    assert.deepEqual(fields.value.get(key === 'platform' ? 'reqData' : 'respData'), bytes);
    assert.equal(fields.value.get(dialect.signatureHeader)?.toString('utf8'), signature);
  }
});

/** openssl is no dependency of ours: where it is missing, our own verification above has to do. */
if (spawnSync('openssl', ['version']).status === 0) {
  test('G-1 the vectors hold for the openssl command line, which signs the same', () => {
    const { folder, openssl } = bench();
    for (const { protocol, key, dataHex, signature } of vectors) {
      writeFileSync(join(folder, 'data.bin'), Buffer.from(dataHex, 'hex'));
      const made = openssl('dgst', '-sha1', '-sign', `test-keys/${key}-private.pem`, 'data.bin');
      assert.equal(dialectOf(protocol).writeSignature(made), signature);
      writeFileSync(join(folder, 'signature.bin'), made);
      const said = openssl(
        'dgst',
        '-sha1',
        '-verify',
        `test-keys/${key}-public.pem`,
        '-signature',
        'signature.bin',
        'data.bin',
      );
      assert.match(said.toString(), /Verified OK/);
    }
  });

  test('the commands of the page come to the signatures of the page', () => {
    const { folder } = bench();
    const script = /```sh\n([\s\S]*?)```/.exec(read('conventions.md'))?.[1] ?? '';
    const said = execFileSync('sh', ['-ec', script], { cwd: folder, encoding: 'utf8' });
    const expected = vectors.filter(({ name }) => name === 'request-ascii').map(({ signature }) => signature);
    for (const signature of expected) assert.ok(said.includes(signature), script);
    assert.equal(expected.length, 2);
  });
}

/** A folder in which openssl finds the keys as the page names them. */
function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'cunguan-vectors-'));
  after(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(DOCUMENTS, 'test-keys'), join(folder, 'test-keys'));
  return { folder, openssl: (...args: string[]) => execFileSync('openssl', args, { cwd: folder }) };
}

test('DW-4 the published test keys are taken from nobody, neither as a platform’s nor as the custodian’s', () => {
  for (const { publicKey, privateKey } of Object.values(TEST_KEYS)) {
    for (const name of Object.keys(DIALECTS) as (keyof typeof DIALECTS)[]) {
      const taken = checkPlatformKey(name, publicKey);
      assert.ok(!taken.ok && taken.error.includes('published'), name);
    }
    assert.equal(readPair(privateKey), null);
  }
});
