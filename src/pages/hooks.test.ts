/** Who drives the pages from a test of his own finds what the recipe names. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ask, createDesk } from '../testing/pages/desk.ts';
import { COMMANDS, finished, viewOf } from '../testing/pages/fake-core.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** These stand on the sandbox bank's page, whose own tests press them. */
const OF_BANK = ['payButton', 'failButton'];

test('every hook that the recipe names stands on a page', async () => {
  const recipe = await readFile(join(ROOT, 'docs', 'recipes', 'drive-the-pages.md'), 'utf8');
  const hooks = [...recipe.matchAll(/`#(\w+)`/g)]
    .map(([, hook = '']) => hook)
    .filter((hook) => !OF_BANK.includes(hook));
  assert.ok(hooks.length > 10);
  const desk = createDesk();
  desk.core.put('over', finished(viewOf(COMMANDS.tender), { state: 'DONE' }));
  for (const [token, command] of Object.entries(COMMANDS)) desk.core.put(token, viewOf(command));
  const pages = await Promise.all(['over', ...Object.keys(COMMANDS)].map((token) => ask(desk, `/pages/${token}`)));
  const text = pages.map(({ body }) => body).join('\n');
  for (const hook of hooks) assert.ok(text.includes(`id="${hook}"`), hook);
  for (const name of ['name="agreed"', 'name="csrf"', 'data-auto-submit', 'data-status="SUCCESS"'])
    assert.ok(text.includes(name), name);
});
