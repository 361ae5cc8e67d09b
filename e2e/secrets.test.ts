/**
 * Where secrets stand in the clear (G-19, SECURITY.md): a whole walk in both protocols, with everything refused that is
 * refused on the way, and then every table, file, log, figure, answer and process is searched for what was used on it.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import test, { after } from 'node:test';
import type { CustodianFile } from '../demo/platforms.ts';
import { deriveKey } from '../src/kernel/seal.ts';
import { cunguan, Program, ROOT } from './program.ts';
import { type Finding, Search, type Secret } from './secret-search.ts';
import { keySecrets, SecretWalk } from './secret-walk.ts';
import { dumpTables, sealedKeys, settle, talkAll } from './secrets.store.ts';

const program = await Program.prepare();
after(() => program[Symbol.asyncDispose]());

type Place = readonly [name: string, bytes: Buffer];

/** Rows of the table of SECURITY.md that says what stands in the clear: what, and in which file. */
async function allowed(): Promise<readonly (readonly [what: string, file: string])[]> {
  const text = await readFile(join(ROOT, 'SECURITY.md'), 'utf8');
  const [, section = ''] = text.split(/^## What lies in the clear$/m);
  const rows = [...(section.split(/^## /m)[0] ?? '').matchAll(/^\| ([^|]+) \| `([^`|]+)` \| [^|]+ \|$/gm)];
  return rows.flatMap(([, what = '', file = '']) => what.split(', ').map((each) => [each.trim(), file] as const));
}

/** Every file under a folder. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Command line and environment of a process and all that it started, PostgreSQL's servers too. */
async function processes(root: number): Promise<readonly Place[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const state = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '') : '';
    if (state) parents.set(Number(name), Number(state.slice(state.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([root]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  assert.ok(family.size > 4, 'the custodian, PostgreSQL, the bank and the demo');
  const places: Place[] = [];
  for (const pid of family) {
    for (const name of ['cmdline', 'environ']) {
      // A server of PostgreSQL may have ended meanwhile.
      const [comm, bytes] = await Promise.all([
        readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
        readFile(`/proc/${pid}/${name}`).catch(() => null),
      ]);
      if (bytes) places.push([`${name} of process ${pid} (${comm.trim()})`, bytes]);
    }
  }
  return places;
}

/** Keys and passwords of the installation. */
async function ownSecrets(): Promise<readonly Secret[]> {
  const json = async <T>(name: string) => JSON.parse(await readFile(join(program.data, name), 'utf8')) as T;
  const keyIn = async (name: string) => (await readFile(join(program.data, 'keys', name), 'utf8')).trim();
  const [dataKey, tokenKey] = [
    Buffer.from(await keyIn('data.key'), 'hex'),
    Buffer.from(await keyIn('token.key'), 'hex'),
  ];
  const { platforms } = await json<CustodianFile>('demo/custodian.json');
  const demo = Object.entries(platforms).map(async ([no, { platformPassword }]) => [
    { what: "the demo platforms' passwords", value: platformPassword },
    ...keySecrets("the demo platforms' private keys", await readFile(join(program.data, 'demo', `${no}.pem`), 'utf8')),
  ]);
  const sealed = await sealedKeys(await program.databaseUrl(), dataKey);
  return [
    { what: 'the data key', value: dataKey },
    { what: 'the key of page tokens', value: tokenKey },
    { what: "the key of the bank's tables", value: deriveKey(dataKey, 'sandbox bank') },
    ...keySecrets('the private key for the channel to the sandbox bank', await keyIn('bank.pem')),
    ...sealed.flatMap((pem) => keySecrets('a private key in the database', pem)),
    { what: 'the password of the embedded database', value: (await json<{ secret: string }>('postgres.json')).secret },
    { what: 'the word of the command line', value: (await json<{ secret: string }>('admin.json')).secret },
    ...(await Promise.all(demo)).flat(),
  ];
}

/** What can only be looked at while the program runs. */
async function living(walks: readonly SecretWalk[]): Promise<readonly Place[]> {
  const url = await program.databaseUrl();
  const tables = await dumpTables(url);
  const metrics = await (await fetch(`${program.at.custodian}/metrics`)).text();
  const answers = walks.flatMap((walk) => walk.answers);
  const kept = tables.find(([name]) => name === 'public.request_log')?.[1].split('\n') ?? [];
  assert.ok(kept.length > 40, `${kept.length} calls are in the request log`);
  assert.ok(answers.length > 60 && tables.length > 60 && metrics.includes('cunguan_http_seconds'));
  await settle(url);
  return [
    ...tables.map(([name, text]) => [`table ${name}`, Buffer.from(text)] as const),
    ['metrics', Buffer.from(metrics)],
    ...answers.flatMap(([door, text]) => parted(`answer of ${door}`, text)),
    ...(await processes(program.pid)),
    ['admin.json', await readFile(join(program.data, 'admin.json'))],
  ];
}

/** The signed return of an order that was refused is the protocol's, and for its platform: it is a place of its own. */
function parted(place: string, text: string): readonly Place[] {
  const [form = ''] = /<form id="callbackForm"[\s\S]*?<\/form>/.exec(text) ?? [];
  return [
    [place, Buffer.from(text.replace(form, ''))],
    ['the signed return', Buffer.from(form)],
  ];
}

/** What went wrong stands in the logs, statements and their parameters too: there is something to be searched. */
async function requireLogged(): Promise<void> {
  const wanted: Readonly<Record<string, readonly RegExp[]>> = {
    'cunguan.log': [/"code":"23514"/, /the bank failed with status 500/, /a notice was not delivered/],
    'bank.log': [/a direct request failed/, /a page failed/],
    'postgres.log': [
      /violates check constraint "spoilt"/,
      /STATEMENT: {2}/,
      /Failing row contains/,
      /parameters: \$1/i,
    ],
  };
  for (const [name, patterns] of Object.entries(wanted)) {
    const text = await readFile(join(program.data, name), 'utf8');
    for (const pattern of patterns) assert.match(text, pattern, name);
  }
}

/** Findings in the files of the data folder, by their path there. */
async function searchFiles(search: Search, folders: readonly string[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const folder of folders) {
    for (const file of await filesIn(folder)) {
      findings.push(...search.in(relative(folder, file), await readFile(file)));
    }
  }
  return findings;
}

const shown = (findings: readonly Finding[]) =>
  findings.map(({ what, form, place }) => `${what}, ${form}, in ${place}`);

test('G-19 after a whole walk nothing secret stands in the clear where SECURITY.md does not say so', async (t) => {
  await program.start({ CUNGUAN_LOG: 'debug' });
  await talkAll(await program.databaseUrl());
  const outside = dirname(program.data);
  const walks: SecretWalk[] = [];
  for (const dialect of ['lianyintong', 'depository'] as const) {
    const walk = await SecretWalk.begin(program, dialect, outside);
    await walk.go();
    walks.push(walk);
  }
  await program.ask('clock', 'advance', '1d');
  const secrets = [...walks.flatMap((walk) => walk.secrets), ...(await ownSecrets())];
  const search = new Search(secrets);
  const alive = await living(walks);
  const folders = [program.data, ...new Set([dirname(await program.databaseDirectory())])];
  await program.stop();
  await requireLogged();
  const findings = [
    ...alive.flatMap(([place, bytes]) => search.in(place, bytes)),
    ...(await searchFiles(search, [...new Set(folders)])),
  ];
  const places = await allowed();
  const isAllowed = ({ what, place }: Finding) => places.some((each) => each[0] === what && each[1] === place);
  t.diagnostic(`${secrets.length} secrets in ${search.count} forms`);
  assert.deepEqual(shown(findings.filter((finding) => !isAllowed(finding))), []);
  const unused = places.filter(([what, file]) => !findings.some((each) => each.what === what && each.place === file));
  assert.deepEqual(unused, [], 'whatever SECURITY.md allows is there');
  await wrap(search, outside);
});

/** Once a master key wraps them, the keys folder holds no key any more. */
async function wrap(search: Search, outside: string): Promise<void> {
  const file = join(outside, 'master.key');
  const masterKey = randomBytes(32);
  await writeFile(file, masterKey.toString('hex'), { mode: 0o600 });
  const environment = { CUNGUAN_MASTER_KEY_FILE: file };
  const said = await cunguan(program.data, ['keys', 'wrap'], ROOT, { environment });
  assert.equal(said.code, 0, said.err);
  const keys = join(program.data, 'keys');
  assert.deepEqual(shown(await searchFiles(search, [keys])), []);
  const master = new Search([{ what: 'the master key', value: masterKey }]);
  assert.deepEqual(shown(await searchFiles(master, [program.data])), []);
}
