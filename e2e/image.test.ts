/** What the Dockerfile puts into an image is enough: the parts and packages that it names, and nothing else, serve. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createTestDatabase } from '../src/testing/database.ts';
import { cunguan, launcherOf, Program, ROOT } from './program.ts';

/** The parts that come from the folder of the build. */
async function copied(): Promise<readonly string[]> {
  const lines = (await readFile(join(ROOT, 'Dockerfile'), 'utf8')).split('\n');
  const words = lines.filter((line) => /^COPY (?!--from)/.test(line)).map((line) => line.split(' ').slice(1, -1));
  return [...new Set(words.flat())];
}

/** Packages that are neither for development nor optional. */
async function packages(): Promise<readonly string[]> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true }>>;
  };
  const isMeant = ([path, { dev, optional }]: [string, { dev?: true; optional?: true }]) =>
    /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional;
  return Object.entries(lock.packages)
    .filter(isMeant)
    .map(([path]) => path);
}

/** A folder as the image has it. */
async function image(folder: string): Promise<void> {
  const isIgnored = (path: string) => path.endsWith('.test.ts') || path.endsWith(join('src', 'testing'));
  for (const part of await copied())
    await cp(join(ROOT, part), join(folder, part), { recursive: true, filter: (path) => !isIgnored(path) });
  for (const path of await packages()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(ROOT, path), join(folder, path));
  }
}

test('the Dockerfile names every part that the custodian needs', async () => {
  const root = await mkdtemp(join(tmpdir(), 'cunguan-image-'));
  try {
    await image(root);
    const { url } = await createTestDatabase({ empty: true });
    await using program = await Program.prepare();
    const environment = { DATABASE_URL: url, NODE_COMPILE_CACHE: join(root, 'cache') };
    const migrated = await cunguan(program.data, ['migrate'], root, { root, environment });
    assert.deepEqual([migrated.code, migrated.err], [0, '']);
    await program.start(environment, [process.execPath, launcherOf(root), 'start']);
    assert.equal((await fetch(`${program.at.demo}/`)).status, 200, 'its children have what they need, too');
  } finally {
    await rm(root, { recursive: true });
  }
});

test('what the build may see holds every part, and no more than that', async () => {
  const lines = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n');
  const seen = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  assert.deepEqual(new Set(seen), new Set(await copied()));
});
