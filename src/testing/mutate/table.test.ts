import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT } from '../tidy/tree.ts';
import { type Mutation, plant } from './mutation.ts';
import { MUTATIONS } from './table.ts';

/** What is wrong with a mutation, in a sentence; null when it can be planted. */
function fault(mutation: Mutation): string | null {
  const { name, file, tests } = mutation;
  if (!existsSync(join(ROOT, file))) return `${name}: there is no ${file}`;
  const missing = tests.find((path) => !existsSync(join(ROOT, path)));
  if (missing !== undefined || tests.length === 0) return `${name}: there is no test ${missing ?? 'at all'}`;
  const before = readFileSync(join(ROOT, file), 'utf8');
  const planted = plant(mutation, before);
  if ('why' in planted) return planted.why;
  if (planted.text === before) return `${name} changes nothing`;
  try {
    if (file.endsWith('.ts')) stripTypeScriptTypes(planted.text);
    return null;
  } catch (error) {
    return `${name}: ${file} cannot be read with it: ${String(error)}`;
  }
}

test('every mutation can still be planted: its text stands once, its tests are there, the file still reads', () => {
  assert.deepEqual(
    MUTATIONS.map(fault).filter((each) => each !== null),
    [],
  );
});

test('mutations have names of their own', () => {
  const names = MUTATIONS.map(({ name }) => name);
  assert.deepEqual([...new Set(names)], names);
});

test('a text that is gone, or stands twice, is an error; white space does not matter', () => {
  const mutation = { name: 'm', file: 'f', find: 'a  + b', put: '$&', why: '', tests: [] };
  assert.deepEqual(plant(mutation, 'x = a +\n  b;'), { text: 'x = $&;' });
  assert.ok('why' in plant(mutation, 'x = a - b;'));
  assert.ok('why' in plant(mutation, 'a + b, a + b'));
});
