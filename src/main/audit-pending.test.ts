/** What is done while no node runs, and how the next start has it in the audit trail. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { entriesAfter } from '../audit/entries.store.ts';
import { type Details, openDetails } from '../audit/entry.ts';
import { verifyTrail } from '../audit/verify.ts';
import { readConfig } from '../config.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { createKeyStage } from '../testing/key-stage.ts';
import { openTrail, tellStart, tellStop } from './audit-files.ts';
import { leavingLine } from './audit-pending.ts';
import { makeKeys, wrapKeys } from './keys-offline.ts';
import { openWrapping } from './master-key.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunguan-pending-'));
after(() => rm(folder, { recursive: true, force: true }));
const config = readConfig({ CUNGUAN_DATA: folder });
const { sql, sealer } = await createKeyStage();
const log = pino({ level: 'silent' });
const terminal = { out: () => undefined, err: () => undefined };

/** A start as far as the trail goes; answers what it added. */
async function start() {
  const before = await entriesAfter(sql, 0n, 1_000);
  const trail = openTrail({ sql, log, folder }, sealer);
  const parts = { config, role: 'start', folder, wrapping: await openWrapping(config) } as const;
  await tellStart(trail, parts, sealer);
  await tellStop(trail);
  const all = await entriesAfter(sql, before.at(-1)?.id ?? 0n, 1_000);
  return all.map((entry) => ({ ...entry, details: JSON.parse(openDetails(sealer, entry)) as Details }));
}

const words = (entries: Awaited<ReturnType<typeof start>>) =>
  entries.map(({ command, outcome }) => `${command} ${outcome}`);

test('a start and an end are entries: mode, role, version, and which keys lie in the folder', async () => {
  const entries = await start();
  assert.deepEqual(words(entries), ['node.started DONE', 'node.stopping DONE']);
  const migrations = (await readdir('migrations')).length;
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
  assert.deepEqual(entries[0]?.details.after, { mode: 'sandbox', role: 'start', version, migrations, keyFiles: {} });
  assert.match(entries[0]?.who ?? '', /^cunguan on /);
  assert.equal((await stat(join(folder, 'audit-head'))).mode & 0o777, 0o600);
});

test('keys that were made without a node are taken in with who and why; a refused line too', async () => {
  const make = (rest: readonly string[]) => makeKeys(config, terminal, rest);
  assert.equal(await leavingLine(config, terminal, 'keys.make', ['--reason', 'first'], make), 0);
  await assert.rejects(leavingLine(config, terminal, 'keys.make', ['x'], make), OperatorError);
  await assert.rejects(leavingLine(config, terminal, 'keys.make', ['--reason', 'a\nb'], make), /no control characters/);
  const pending = join(folder, 'audit-pending.jsonl');
  assert.equal((await stat(pending)).mode & 0o777, 0o600);
  const entries = await start();
  assert.deepEqual(words(entries), [
    ...['keys.make INTENT', 'keys.make DONE', 'keys.make INTENT', 'keys.make REFUSED'],
    ...['node.started DONE', 'node.stopping DONE'],
  ]);
  const [intent, done, other, refused, started] = entries;
  assert.ok(intent && done && other && refused && started);
  assert.deepEqual([done.intentId, refused.intentId], [intent.id, other.id]);
  assert.deepEqual([intent.details.reason, intent.details.arguments], ['first', { words: [] }]);
  assert.match(intent.details.doneAt ?? '', /^\d{4}-\d\d-\d\dT/);
  assert.equal(refused.details.told, '"x" is one word too many.');
  const { keyFiles } = started.details.after as { readonly keyFiles: Readonly<Record<string, string>> };
  assert.deepEqual(Object.keys(keyFiles).sort(), ['data.key', 'sign-1.pem', 'token.key']);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.startsWith('audit-pending')),
    [],
  );
});

test('a line that was lost shows: other files in the keys folder, and nothing that tells of it', async () => {
  const keyFiles = async () => {
    const started = (await start()).find(({ command }) => command === 'node.started') ?? assert.fail();
    return (started.details.after as { readonly keyFiles: object }).keyFiles;
  };
  const before = await keyFiles();
  assert.deepEqual(await keyFiles(), before, 'from one start to the next they are the same');
  const master = join(folder, 'master');
  await writeFile(master, 'ab'.repeat(32), { mode: 0o600 });
  const wrap = (rest: readonly string[]) => wrapKeys(config, terminal, rest, (path) => path);
  await leavingLine(config, terminal, 'keys.wrap', ['--with', master], wrap);
  await rm(join(folder, 'audit-pending.jsonl'));
  assert.notDeepEqual(await keyFiles(), before);
});

test('what an interrupted start had taken comes first, a line that was cut short is none', async () => {
  const pending = join(folder, 'audit-pending.jsonl');
  const ok = async () => 0;
  await leavingLine(config, terminal, 'migrate', [], ok);
  await writeFile(`${pending}.taken`, await readFile(pending), { mode: 0o600 });
  await rm(pending);
  await leavingLine(config, terminal, 'keys.wrap', [], ok);
  await writeFile(pending, '7\nnull\n{"mark":"m","outcome":"MAYBE"}\n{"mark":"', { flag: 'a' });
  await leavingLine(config, terminal, 'keys.make', [], ok);
  assert.deepEqual(words(await start()).slice(0, 6), [
    ...['migrate INTENT', 'migrate DONE', 'keys.wrap INTENT', 'keys.wrap DONE', 'keys.make INTENT', 'keys.make DONE'],
  ]);
  assert.equal((await verifyTrail(sql, sealer, [])).difference, null);
});

test('where no line can be left that is said, and the command goes on', async () => {
  const closed = join(folder, 'no-folder');
  await writeFile(closed, '');
  const said: string[] = [];
  const hearing = { err: (text: string) => said.push(text) };
  assert.equal(await leavingLine({ data: closed }, hearing, 'migrate', [], async () => 7), 7);
  assert.equal(said.length, 2);
  assert.match(said[0] ?? '', /^No line for the audit trail could be left in the data folder \S+ \(EEXIST\)\.\n$/);
});
