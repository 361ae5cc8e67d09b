/** The tidy test must bite: each rule is shown a breach and must name it, or a rule that went blind would look kept. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { deadLinks } from './links.ts';
import { brokenEvidence } from './evidence.ts';
import { badManners } from './manners.ts';
import {
  environmentReaders,
  functionMeasures,
  openingComment,
  strayingSql,
  textMeasures,
  unheardWords,
  unnamedColumns,
} from './measures.ts';
import { importBreaches, MAY_IMPORT, roomOf } from './rooms.ts';
import { citedRules } from './rules.ts';
import type { Module, TextFile } from './tree.ts';

function file(path: string, text: string): TextFile {
  return { path, text, lines: text.split('\n') };
}

function module(path: string, parts: Partial<Module> = {}): Module {
  const none = { imports: [], functions: [], strings: [], names: new Set<string>() };
  return { ...file(path, parts.text ?? ''), isTest: path.endsWith('.test.ts'), ...none, ...parts };
}

function importing(path: string, target: string, typeOnly = false): string[] {
  return importBreaches(module(path, { imports: [{ target, typeOnly }] }));
}

test('imports against the direction are named', () => {
  const wrong: [string, string][] = [
    ['src/kernel/money.ts', 'src/db/pool.ts'],
    ['src/ledger/post.ts', 'src/custody/api.ts'],
    ['src/custody/loans/confirm.ts', 'src/wire/exchange.ts'],
    ['src/pages/tender.ts', 'src/notices/send.ts'],
    ['src/channels/sandbox/bank.ts', 'src/custody/api.ts'],
    ['src/wire/exchange.ts', 'src/config.ts'],
    ['src/wire/exchange.ts', 'src/testing/clock.ts'],
    ['src/wire/lianyintong/codes.ts', 'src/wire/depository/codes.ts'],
    ['sandbox-bank/main.ts', 'src/custody/ports.ts'],
    ['src/wire/exchange.ts', 'src/custody/orders/once.ts'],
    ['src/pages/pages.ts', 'src/custody/custody.ts'],
    ['src/main/custodian.ts', 'src/custody/verify.ts'],
    ['sdk/client.ts', 'src/kernel/money.ts'],
    ['demo/main.ts', 'src/kernel/money.ts'],
    ['src/common/things.ts', 'node:fs'],
  ];
  for (const [from, to] of wrong) assert.equal(importing(from, to).length, 1, `${from} -> ${to}`);
});

test('imports along the direction pass', () => {
  const right: [string, string][] = [
    ['src/custody/loans/confirm.ts', 'src/ledger/post.ts'],
    ['src/channels/sandbox/bank.ts', 'src/custody/ports.ts'],
    ['src/wire/depository/codes.ts', 'src/custody/refusals.ts'],
    ['src/pages/tender.test.ts', 'src/http/server.ts'],
    ['src/main.ts', 'src/config.ts'],
    ['src/main/custodian.ts', 'src/custody/custody.ts'],
    ['bench/seed.ts', 'src/custody/orders/table.ts'],
    ['sandbox-bank/main.ts', 'src/db/pool.ts'],
    ['src/kernel/seal.ts', 'node:crypto'],
  ];
  for (const [from, to] of right) assert.deepEqual(importing(from, to), [], `${from} -> ${to}`);
  assert.deepEqual(importing('sdk/types.ts', 'src/wire/catalogue/fields.ts', true), []);
});

test('the rooms have no cycle', () => {
  const below = (room: string, seen: readonly string[]): void => {
    assert.ok(!seen.includes(room), [...seen, room].join(' -> '));
    for (const next of MAY_IMPORT[room] ?? []) below(roomOf(`src/${next}`) ?? next, [...seen, room]);
  };
  for (const room of Object.keys(MAY_IMPORT)) below(room, []);
});

test('what has grown too long or too deep is named', () => {
  assert.equal(textMeasures(file('src/a/b.ts', `${'x\n'.repeat(301)}`)).length, 1);
  assert.equal(textMeasures(file('src/a/b.ts', '字'.repeat(121))).length, 1);
  assert.equal(textMeasures(file('src/a/b/c/d/e.ts', '')).length, 1);
  assert.equal(functionMeasures(module('src/a.ts', { functions: [{ line: 1, length: 61 }] })).length, 1);
  assert.equal(functionMeasures(module('src/a.ts', { functions: [{ line: 1, length: 60 }] })).length, 0);
});

test('SQL outside its homes is named, sentences are not', () => {
  const saying = (path: string, text: string) => strayingSql(module(path, { strings: [{ line: 1, text }] })).length;
  const statements = ['select a\n from b', 'INSERT INTO a', 'update orders set ', ' delete from x', 'with a as ('];
  for (const statement of statements) {
    assert.equal(saying('src/pages/page.ts', statement), 1, statement);
    assert.equal(saying('src/pages/page.store.ts', statement), 0, statement);
  }
  assert.equal(saying('src/pages/words.ts', 'Select the bank you pay from'), 0);
  assert.equal(saying('src/pages/words.ts', 'select'), 0);
});

test('columns that a statement does not name are named here', () => {
  const saying = (text: string) => unnamedColumns(module('src/a.store.ts', { strings: [{ line: 1, text }] })).length;
  const wrong = [
    'select * from a',
    'select a, t.* from t',
    'insert into a values (1) returning *',
    'SELECT t.*\n from t',
  ];
  for (const text of wrong) assert.equal(saying(text), 1, text);
  const right = [
    'select count(*) from a',
    'select a * b from c',
    'select * from (select a from b) c',
    '* from',
    'a, *',
  ];
  for (const text of [...right, 'select * from unnest($1::int[]) as a(b)']) assert.equal(saying(text), 0, text);
});

test('words that a room has never heard of are named', () => {
  assert.equal(unheardWords(module('src/ledger/post.ts', { names: new Set(['confirmLoan']) })).length, 1);
  assert.equal(unheardWords(module('src/custody/a.ts', { names: new Set(['respData']) })).length, 1);
  assert.equal(unheardWords(module('src/ledger/post.ts', { names: new Set(['posting']) })).length, 0);
});

test('a module without an opening comment and a reader of the environment are named', () => {
  assert.equal(openingComment(file('src/a.ts', "import 'x';")).length, 1);
  assert.equal(openingComment(file('bin/a.js', '#!/usr/bin/env node\n/** Why. */')).length, 0);
  assert.equal(openingComment(file('migrations/0001-a.sql', 'create table a ();')).length, 1);
  assert.equal(environmentReaders(module('src/wire/a.ts', { text: 'process.env' + '.HOME' })).length, 1);
});

test('bad manners are named', () => {
  const bad: [string, string][] = [
    ['src/a.ts', `// ${'TO'}DO later`],
    ['src/a.ts', `// @ts-${'ignore'}`],
    ['src/a.ts', `x as ${'any'}`],
    ['src/a.test.ts', `test.${'skip'}('x')`],
    ['src/a.ts', `console.${'log'}(1)`],
    ['src/a.ts', "'IoanAmount \u0412\u041a'"],
    ['src/pages/a.ts', '    default:'],
    ['src/a.ts', "'PLATFORM_\u0020MARKETING'"],
    ['README.md', `see /${'home'}/someone/clone`],
    ['README.md', `write to someone@${'company'}.com`],
    ['README.md', `https://${'npm'}.example.org/x`],
    ['README.md', 'a\u200bb'],
  ];
  for (const [path, line] of bad) assert.ok(badManners(file(path, line)).length > 0, line);
  assert.deepEqual(
    badManners(file('README.md', 'npm ci && npm start # https://registry.npmjs.org/ a@example.com')),
    [],
  );
});

test('a link that leads nowhere is named, by file or by heading', () => {
  const target = file('docs/a.md', '# One · 一\n\n## The `second`, here');
  const from = (link: string) =>
    deadLinks([file('docs/b.md', `[x](${link})`), target], (path) => path === 'docs/p.png');
  for (const link of ['a.md', 'a.md#one--一', 'a.md#the-second-here', 'p.png', '../docs/a.md', 'https://a.example/b']) {
    assert.deepEqual(from(link), [], link);
  }
  for (const link of ['c.md', 'a.md#two', 'q.png', '../a.md', '#one']) assert.equal(from(link).length, 1, link);
});

test('a rule counts as cited with and without its part', () => {
  const cited = citedRules([
    module('src/a.test.ts', { strings: [{ line: 1, text: 'L2.15-2 and D-LOAN-3, G-11: refused' }] }),
    module('src/a.ts', { strings: [{ line: 1, text: 'G-12' }] }),
  ]);
  for (const id of ['L2.15-2', 'L2.15', 'D-LOAN-3', 'D-LOAN', 'G-11']) assert.ok(cited.has(id), id);
  for (const id of ['G-1', 'G-12', 'L2.1']) assert.ok(!cited.has(id), id);
});

test('a test that SECURITY.md names and nobody has, or that shows another rule, is named', () => {
  const table = (row: string) =>
    `| attack | what holds | shown by |\n| --- | --- | --- |\n${row}\n\n| a | b |\n| - | - |\n`;
  const tests = [module('src/a.test.ts', { isTest: true, strings: [{ line: 1, text: 'G-19 nothing is left' }] })];
  const broken = (row: string) => brokenEvidence(table(row), tests).length;
  assert.equal(broken('| x | y | `src/a.test.ts` (G-19), `src/a.test.ts` “nothing is left” |'), 0);
  assert.equal(broken('| x | y | `src/b.test.ts` |'), 1);
  assert.equal(broken('| x | y | `src/a.test.ts` (G-1) |'), 1);
  assert.equal(broken('| x | y | `src/a.test.ts` “all is left” |'), 1);
  assert.equal(broken('| x | y | our word |'), 1);
  assert.equal(brokenEvidence('nothing', tests).length, 1, 'no table at all');
});
