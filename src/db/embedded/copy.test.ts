/** Copies of the binaries, and what others could do to them or to the place where they stand. */
import assert from 'node:assert/strict';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { completeLinks, installedBinaries } from './binaries.ts';
import { copyBinaries } from './copy.ts';
import { openPlace } from './identity.ts';
import { openOwnPlace } from './open-place.ts';

const scratch = await mkdtemp(join(tmpdir(), 'cunguan-binaries-'));
after(() => rm(scratch, { recursive: true, force: true }));
const native = join(scratch, 'native');
for (const name of ['bin', 'lib']) await mkdir(join(native, name), { recursive: true });
await writeFile(join(scratch, 'package.json'), '{"version":"1.2.3"}');
await writeFile(join(native, 'bin', 'postgres'), 'server', { mode: 0o700 });
await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'library', { mode: 0o600 });
const LINK = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' };
await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify([LINK]));
const us = process.getuid?.() ?? 0;

/** A copy, and a number that another copy in its place would not have. */
async function copied(folder: string, as = us): Promise<{ readonly copy: string; readonly inode: number }> {
  const copy = await copyBinaries(native, folder, as);
  return { copy, inode: (await lstat(dirname(copy))).ino };
}

async function isGood(copy: string): Promise<void> {
  const server = join(copy, 'bin', 'postgres');
  const library = join(copy, 'lib', 'libpq.so.5.18');
  assert.equal(await readFile(server, 'utf8'), 'server');
  assert.equal(await readFile(join(copy, 'lib', 'libpq.so.5'), 'utf8'), 'library');
  for (const path of [dirname(copy), copy, dirname(server), dirname(library)])
    assert.equal((await lstat(path)).mode & 0o7777, 0o755, path);
  assert.deepEqual([(await lstat(server)).mode & 0o7777, (await lstat(library)).mode & 0o7777], [0o755, 0o644]);
}

test('links that the install script did not make are made, and a copy has them too', async () => {
  const { copy, inode } = await copied(join(scratch, 'copies'));
  await isGood(copy);
  assert.equal(await completeLinks(native), true);
  assert.equal(await readFile(join(native, 'lib', 'libpq.so.5'), 'utf8'), 'library');
  assert.deepEqual(await copied(join(scratch, 'copies')), { copy, inode });
  assert.equal(await completeLinks(installedBinaries()), true);
});

test('starts that copy at the same time all have a good copy', async () => {
  const folder = join(scratch, 'together');
  const copies = await Promise.all(Array.from({ length: 4 }, () => copyBinaries(native, folder)));
  assert.equal(new Set(copies).size, 1);
  await isGood(copies[0] ?? '');
  assert.deepEqual(await readdir(folder), ['binaries-1.2.3'], 'and nothing is left over');
});

test('a copy that is not what we would make is not run: it is made anew', async () => {
  const folder = join(scratch, 'attacked');
  const planted = join(scratch, 'planted');
  await writeFile(planted, 'malice', { mode: 0o755 });
  const attacks: Readonly<Record<string, (copy: string) => Promise<void>>> = {
    'a program of the same size': (copy) => writeFile(join(copy, 'bin', 'postgres'), 'malice'),
    'a longer library': (copy) => writeFile(join(copy, 'lib', 'libpq.so.5.18'), 'library and more'),
    'a program that others can change': (copy) => chmod(join(copy, 'bin', 'postgres'), 0o777),
    'a folder that the group can change': (copy) => chmod(join(copy, 'lib'), 0o775),
    'a program that leads elsewhere': async (copy) => {
      await rm(join(copy, 'bin', 'postgres'));
      await symlink(planted, join(copy, 'bin', 'postgres'));
    },
    'another file in the place of a program': async (copy) => {
      await rm(join(copy, 'bin', 'postgres'));
      await link(planted, join(copy, 'bin', 'postgres'));
    },
    'a link that leads elsewhere': async (copy) => {
      await rm(join(copy, 'lib', 'libpq.so.5'));
      await symlink(planted, join(copy, 'lib', 'libpq.so.5'));
    },
    'a library besides': (copy) => writeFile(join(copy, 'lib', 'libc.so.6'), 'malice'),
    'a library less': (copy) => rm(join(copy, 'lib', 'libpq.so.5.18')),
    'a folder that leads elsewhere': async (copy) => {
      await rename(join(copy, 'lib'), join(scratch, 'moved'));
      await symlink(join(scratch, 'moved'), join(copy, 'lib'));
    },
    'a copy that leads elsewhere': async (copy) => {
      await rename(dirname(copy), join(scratch, 'elsewhere'));
      await symlink(join(scratch, 'elsewhere'), dirname(copy));
    },
  };
  for (const [name, attack] of Object.entries(attacks)) {
    const before = await copied(folder);
    await attack(before.copy);
    const { copy, inode } = await copied(folder);
    assert.notEqual(inode, before.inode, name);
    await isGood(copy);
    assert.deepEqual(await copied(folder), { copy, inode }, name);
  }
  assert.equal(await readFile(planted, 'utf8'), 'malice', 'nothing is written through a link');
});

test('a copy that another user has made is not run', async () => {
  const folder = join(scratch, 'foreign');
  const { inode } = await copied(folder);
  assert.equal((await copied(folder)).inode, inode);
  assert.notEqual((await copied(folder, us + 1)).inode, inode);
});

test('an open place is made for all to enter, and used only when nobody else can change it', async () => {
  const place = join(scratch, 'place');
  await openOwnPlace(place);
  await openOwnPlace(place);
  assert.equal((await lstat(place)).mode & 0o7777, 0o755);
  const refused = async (path: string, why: RegExp, as = us) =>
    assert.rejects(openOwnPlace(path, as), { name: 'OperatorError', message: why });
  for (const mode of [0o777, 0o775, 0o1777]) {
    await chmod(place, mode);
    await refused(place, /place can be written by others: move it away, or make it yours alone/);
  }
  await chmod(place, 0o755);
  await refused(place, /place belongs to another user/, us + 1);
  await symlink(place, join(scratch, 'link'));
  await refused(join(scratch, 'link'), /link is a link or a file/);
  await writeFile(join(scratch, 'file'), '');
  await refused(join(scratch, 'file'), /file is a link or a file/);
});

test('an open place stands where nobody can put another in its place', async () => {
  const parent = join(scratch, 'parent');
  const place = join(parent, 'inner', 'place');
  await mkdir(dirname(place), { recursive: true });
  await openOwnPlace(place);
  await chmod(parent, 0o777);
  await assert.rejects(openOwnPlace(place), /place stands in \S+parent, where others can put another in its place/);
  await chmod(parent, 0o1777);
  await openOwnPlace(place);
  await symlink(parent, join(scratch, 'way'));
  await openOwnPlace(join(scratch, 'way', 'inner', 'place'));
  await chmod(parent, 0o777);
  await assert.rejects(openOwnPlace(join(scratch, 'way', 'inner', 'place')), /stands in \S+parent, where others/);
});

test('a helper user is given the first place that nobody else can change, and no home elsewhere', async () => {
  const [open, good] = [join(scratch, 'open-to-all'), join(scratch, 'good')];
  await mkdir(open);
  await chmod(open, 0o777);
  await symlink('/etc', join(scratch, 'led-away'));
  const places = [open, join(scratch, 'led-away'), good];
  const user = { uid: us, gid: process.getgid?.() ?? 0 };
  const helper = { prefix: [], user, native, home: scratch };
  const first = await openPlace(helper, scratch, null, places);
  assert.ok(first.ok);
  assert.deepEqual([dirname(first.value.home), dirname(dirname(first.value.native))], [good, good]);
  await isGood(first.value.native);
  assert.deepEqual(await openPlace(helper, scratch, first.value.home, places), first);
  assert.deepEqual(await readdir(open), []);
  const lost = await openPlace(helper, scratch, join(open, 'home'), places);
  assert.match(lost.ok ? '' : lost.error, /open-to-all can be written by others/);
  const nowhere = await openPlace(helper, scratch, null, [open]);
  assert.match(nowhere.ok ? '' : nowhere.error, /open-to-all can be written by others/);
});
