/**
 * Style is a test. The house rules of CONTRIBUTING.md, held over every file that git tracks: who may import whom, how
 * long things may grow, what may not be said where. `npm run check` runs it first of all.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { deadLinks } from './tidy/links.ts';
import { brokenEvidence } from './tidy/evidence.ts';
import { badManners } from './tidy/manners.ts';
import {
  environmentReaders,
  functionMeasures,
  LENIENCY,
  openingComment,
  strayingSql,
  textMeasures,
  unheardWords,
  unnamedColumns,
} from './tidy/measures.ts';
import { packageBreaches } from './tidy/packages.ts';
import { importBreaches } from './tidy/rooms.ts';
import { APPLICABLE, citedRules, OWED } from './tidy/rules.ts';
import { parseModules, ROOT, trackedFiles } from './tidy/tree.ts';

const files = trackedFiles();
const modules = parseModules(files);

function holds(breaches: readonly string[]): void {
  if (breaches.length > 0) assert.fail(`\n${breaches.join('\n')}`);
}

test('imports run one way, and no protocol knows the other', () => holds(modules.flatMap(importBreaches)));

test('SQL stands in the stores, the executor and db only', () => holds(modules.flatMap(strayingSql)));

test('every statement names its columns', () => holds(modules.flatMap(unnamedColumns)));

test('the ledger has never heard of loans, nor the core of protocols', () => holds(modules.flatMap(unheardWords)));

test('only the configuration reads the environment', () => holds(modules.flatMap(environmentReaders)));

test('functions, files, lines and folders keep the house measures', () => {
  holds([...files.flatMap(textMeasures), ...modules.flatMap(functionMeasures)]);
});

test('leniency is granted to files that need it, and falls when they shrink', () => {
  holds(
    Object.entries(LENIENCY).flatMap(([path, granted]) => {
      const module = modules.find((each) => each.path === path);
      const longest = Math.max(0, ...(module?.functions.map(({ length }) => length) ?? []));
      const spare = (granted.file ?? 0) > (module?.lines.length ?? 0) || (granted.function ?? 0) > longest;
      return spare ? [`${path} needs less leniency than it is granted`] : [];
    }),
  );
});

test('every module opens with why it exists', () => holds(files.flatMap(openingComment)));

test('nothing unfinished, silenced, misspelt or private is in a tracked file', () => holds(files.flatMap(badManners)));

test('links between documents lead somewhere', () => {
  holds(deadLinks(files, (path) => existsSync(ROOT + path)));
});

test('packages are pinned, the lock file is whole and names no mirror', () => holds(packageBreaches()));

test('whatever SECURITY.md says holds is shown by tests that are there', () => {
  holds(brokenEvidence(readFileSync(`${ROOT}SECURITY.md`, 'utf8'), modules));
});

test('every rule that applies is cited by a test or still owed, and no debt is listed that was paid', () => {
  const cited = citedRules(modules);
  const owed = new Set(OWED);
  const explained = readFileSync(`${ROOT}docs/rules.md`, 'utf8');
  holds([
    ...APPLICABLE.filter((id) => !explained.includes(`| ${id.replace(/^(L2\.\d+|D-[A-Z]+)-\d+$/, '$1')} |`)).map(
      (id) => `${id} is explained nowhere in docs/rules.md`,
    ),
    ...APPLICABLE.filter((id) => !cited.has(id) && !owed.has(id)).map((id) => `${id} is cited by no test`),
    ...OWED.filter((id) => cited.has(id)).map((id) => `${id} is cited now: strike it out in tidy/rules.ts`),
    ...OWED.filter((id) => !APPLICABLE.includes(id)).map((id) => `${id} is owed and does not apply`),
  ]);
});
