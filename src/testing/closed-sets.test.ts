/**
 * What one change must touch is what the compiler names: a verb, a page, a refusal or a service that is forgotten
 * anywhere does not compile. Held by asking the compiler what it says to a repository in which something was forgotten.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openCompiler } from './tidy/compiler.ts';
import { trackedFiles } from './tidy/tree.ts';

const texts = new Map(trackedFiles().map(({ path, text }) => [path, text]));
const compiler = openCompiler();
after(() => compiler.close());

function textOf(path: string): string {
  const text = texts.get(path);
  assert.ok(text !== undefined, `${path} is gone`);
  return text;
}

function pathsOf(pattern: RegExp): string[] {
  const found = [...texts.keys()].filter((path) => pattern.test(path) && !path.endsWith('.test.ts'));
  assert.ok(found.length > 0, `nothing is called ${pattern}`);
  return found;
}

/** `path` with a text replaced, which must be there. */
function changed(path: string, from: string | RegExp, to: string): Record<string, string> {
  const text = textOf(path);
  const next = text.replace(from, to);
  assert.notEqual(next, text, `${path} does not hold ${from}`);
  return { [path]: next };
}

const PLACES_OF_REFUSALS = [
  /^src\/wire\/sentences\//,
  /^src\/wire\/lianyintong\/codes\//,
  /^src\/wire\/depository\/codes\//,
  /^src\/pages\/\w+\/sentences\.ts$/,
].map(pathsOf);

for (const path of pathsOf(/^src\/custody\/[\w-]+\/refusals\.ts$/)) {
  test(`a new refusal in ${path} compiles nowhere without its sentence, its codes and its words on pages`, () => {
    const added = changed(path, /(export interface \w+Refusals \{\n)/, '$1  REFUSED_ANEW: { userNo: string };\n');
    for (const places of PLACES_OF_REFUSALS) {
      assert.equal(compiler.refuses(added, places).length, 1, places.join(', '));
    }
  });
}

const COMMANDS = 'src/custody/commands.ts';
const NEW_VERB = "\nexport interface Anew {\n  readonly verb: 'ANEW';\n  readonly userNo: string;\n}\n";

test('a new direct verb does not compile without what it does and what it leaves behind', () => {
  const added = changed(COMMANDS, /export type DirectCommand =\s*\|?/, `${NEW_VERB}export type DirectCommand = Anew |`);
  const asked = ['src/custody/verbs.ts', 'src/custody/verb.ts'];
  assert.deepEqual(compiler.refuses(added, asked), asked);
});

test('a new verb with a page does not compile without its page either', () => {
  const added = changed(COMMANDS, /export type PageCommand =\s*\|?/, `${NEW_VERB}export type PageCommand = Anew |`);
  const asked = ['src/custody/verbs.ts', 'src/custody/verb.ts', 'src/pages/page-table.ts'];
  assert.deepEqual(compiler.refuses(added, asked), asked);
});

/** The entries of a table: `  NAME: …` with the lines that go on from there, or `...NAME,`. */
const ENTRY = /^ {2}[A-Z_]+:.*\n(?: {3,}.*\n| {2}[)}\]].*\n)*|\.{3}[A-Z_]+, ?/gm;

const TABLES = [
  ...PLACES_OF_REFUSALS.flat().filter((path) => !/\/(?:sentence|numbers)\.ts$/.test(path)),
  ...pathsOf(/^src\/(?:wire|pages)\/sentences\.ts$|^src\/wire\/\w+\/codes\.ts$/),
  ...['src/custody/verbs.ts', 'src/pages/page-table.ts'],
];

for (const path of TABLES) {
  test(`no entry of ${path} can be left out`, () => {
    const text = textOf(path);
    const table = text.slice(text.search(/^(?:export )?const [A-Z_]+: (?:Sentences|Codes|\{ readonly)/m));
    const entries = [...table.matchAll(ENTRY)].map(([entry]) => entry);
    assert.ok(entries.length > 1, path);
    // One type holds them all: the first and the last stand for the others.
    for (const entry of [entries[0] ?? '', entries.at(-1) ?? '']) {
      assert.deepEqual(compiler.refuses(changed(path, entry, ''), [path]), [path], entry);
    }
  });
}

/** Members that a declaration may not lack, by the files that must have them. */
const MEMBERS: readonly (readonly [RegExp, RegExp])[] = [
  [/^src\/wire\/\w+\/services\/[\w-]+\.ts$/, /^ {2}orderNo: .*\n/m],
  [/^src\/wire\/\w+\/services\/[\w-]+\.ts$/, /^ {2}told: .*\n(?: {3,}.*\n| {2}[)}\]].*\n)*/m],
  [/^src\/custody\/[\w-]+\/[\w-]+\.ts$/, /^ {2}page: \{\n(?: {3,}.*\n)* {2}\},\n/m],
  [/^src\/custody\/[\w-]+\/[\w-]+\.ts$/, /^ {2}leaves: .*\n/m],
  [/^src\/custody\/[\w-]+\/[\w-]+\.ts$/, /^ {4}completion: .*\n/m],
  [/^src\/custody\/[\w-]+\/[\w-]+\.ts$/, /^ {4}holder: .*\n/m],
  [/^src\/pages\/\w+\/page\.ts$/, /^ {2}waiting: .*\n/m],
  [/^src\/pages\/\w+\/page\.ts$/, /^ {2}action: .*\n/m],
];

for (const [files, member] of MEMBERS) {
  test(`what must be declared cannot be left out: ${member.source}`, () => {
    const paths = pathsOf(files).filter((path) => member.test(textOf(path)));
    assert.ok(paths.length > 3, member.source);
    for (const path of [paths[0] ?? '', paths.at(-1) ?? ''])
      assert.deepEqual(compiler.refuses(changed(path, member, ''), [path]), [path]);
  });
}

const PROBE = 'src/executor/want.ts';

/** What the types of rows, keys and finders make of a line in a verb. */
function refused(line: string): boolean {
  const names = [
    "import { authorizations } from '../custody/authorizations/tables.ts';",
    "import { projects } from '../custody/projects/tables.ts';",
    "import type { World } from './world.ts';",
  ].join('\n');
  const text = `${textOf(PROBE)}\n${names}\nexport function probe(world: World, want: Want) {\n  ${line}\n}\n`;
  return compiler.refuses({ [PROBE]: text }, [PROBE]).length > 0;
}

test('a misspelt finder, a key of another type and a row changed in place do not compile', () => {
  for (const wrong of [
    "want.rows(authorizations, 'byMembr', 1n);",
    "want.rows(authorizations, 'byMember', 1, 2, 3);",
    'want.row(projects, 1n);',
    "const row = world.get(projects, 'P1'); if (row) row.amount = 5n;",
    "const row = world.get(projects, 'P1'); if (row) world.change(projects, row, { projectNo: 'P2' });",
    "const row = world.get(projects, 'P1'); if (row) world.change(projects, row, { amonut: 5n });",
  ]) {
    assert.ok(refused(wrong), wrong);
  }
  for (const right of [
    "want.rows(authorizations, 'byMember', 1n);",
    "want.row(projects, 'P1');",
    "const row = world.get(projects, 'P1'); if (row) world.change(projects, row, { amount: 5n });",
  ]) {
    assert.ok(!refused(right), right);
  }
});
