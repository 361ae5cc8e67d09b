/**
 * Writes docs/protocols/<protocol>.md from the catalogue, and docs/sandbox-people.md.
 * `--write` writes them; `--check` writes nothing and
 * fails when one is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { writeDocument } = await import('../src/wire/catalogue/document.ts');
const { DIALECTS } = await import('../src/wire/dialects.ts');
const { describePeople } = await import('../src/main/sandbox-people.ts');

const folder = fileURLToPath(new URL('../docs/', import.meta.url));
const isCheck = process.argv.includes('--check');

function present(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const documents = [
  ...Object.values(DIALECTS).map((dialect) => [`protocols/${dialect.name}.md`, writeDocument(dialect)]),
  ['sandbox-people.md', describePeople()],
];
const stale = documents.filter(([name, text]) => {
  const path = `${folder}${name}`;
  if (present(path) === text) return false;
  if (isCheck) return true;
  mkdirSync(`${folder}protocols`, { recursive: true });
  writeFileSync(path, text);
  return false;
});
for (const [name] of stale) console.log(`docs/${name} is stale: run "node bin/docs.js --write"`);
process.exitCode = stale.length === 0 ? 0 : 1;
