/**
 * Writes docs/protocols/<protocol>.md from the catalogue. `--write` writes them; `--check` writes nothing and
 * fails when one is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { writeDocument } = await import('../src/wire/catalogue/document.ts');
const { DIALECTS } = await import('../src/wire/dialects.ts');

const folder = fileURLToPath(new URL('../docs/protocols/', import.meta.url));
const isCheck = process.argv.includes('--check');

function present(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const stale = Object.values(DIALECTS).filter((dialect) => {
  const path = `${folder}${dialect.name}.md`;
  const text = writeDocument(dialect);
  if (present(path) === text) return false;
  if (isCheck) return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return false;
});
for (const { name } of stale) console.log(`docs/protocols/${name}.md is stale: run "node bin/docs.js --write"`);
process.exitCode = stale.length === 0 ? 0 : 1;
