/**
 * Writes docs/protocols/ from the catalogue, the recorded examples and the test keys that lie there, and
 * docs/sandbox-people.md. `--write` writes; `--check` writes nothing and fails when a file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { writeConventions } = await import('../src/wire/document/conventions.ts');
const { readDepartures } = await import('../src/wire/document/departures.ts');
const { writeReference } = await import('../src/wire/document/reference.ts');
const { makeVectors } = await import('../src/wire/document/vectors.ts');
const { BODY_LIMITS } = await import('../src/http/wire-routes.ts');
const { DIALECTS } = await import('../src/wire/dialects.ts');
const { describePeople } = await import('../src/main/sandbox-people.ts');

const folder = fileURLToPath(new URL('../docs/', import.meta.url));
const isCheck = process.argv.includes('--check');

function present(file) {
  try {
    return readFileSync(folder + file, 'utf8');
  } catch {
    return '';
  }
}

const dialects = Object.values(DIALECTS);
const privateKey = (whose) => present(`protocols/test-keys/${whose}-private.pem`);
const keys = { platform: privateKey('platform'), custodian: privateKey('custodian') };
const vectors = (await Promise.all(dialects.map((dialect) => makeVectors(dialect, keys)))).flat();
const recorded = (dialect) => JSON.parse(present(`protocols/examples/${dialect.name}.json`) || '[]');
const departures = ({ name }) => readDepartures(present(`protocols/fields/${name}-differences.tsv`));
const files = [
  ['protocols/conventions.md', writeConventions({ dialects, vectors, bodies: BODY_LIMITS })],
  ['protocols/vectors.json', `${JSON.stringify(vectors, null, 1)}\n`],
  ...dialects.map((dialect) => [
    `protocols/${dialect.name}.md`,
    writeReference(dialect, recorded(dialect), departures(dialect)),
  ]),
  ['sandbox-people.md', describePeople()],
];

const stale = files.filter(([file, text]) => {
  if (present(file) === text) return false;
  if (!isCheck) writeFileSync(folder + file, text);
  return isCheck;
});
for (const [file] of stale) console.log(`docs/${file} is stale: run "node bin/docs.js --write"`);
process.exitCode = stale.length === 0 ? 0 : 1;
