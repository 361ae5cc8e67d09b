/**
 * SECURITY.md promises nothing that no test shows: in its tables of attacks every row names test files that are there,
 * and the rule ids in brackets, or the words of a title in quotation marks, that stand in them.
 */
import { citedRules } from './rules.ts';
import type { Module } from './tree.ts';

/** How a table of attacks begins. */
const HEAD = /^\| attack \| what holds \| shown by \|\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)/gm;
/** A test file, with the rules or the title that it is named for. */
const SHOWN = /`([\w./-]+\.test\.ts)`(?: \(([^)]+)\)| “([^”]+)”)?/g;

/** What is wrong with the rows of the tables of attacks in `text`. */
export function brokenEvidence(text: string, modules: readonly Module[]): string[] {
  const rows = [...text.matchAll(HEAD)].flatMap(([, body = '']) => body.trimEnd().split('\n'));
  if (rows.length === 0) return ['SECURITY.md has no table "| attack | what holds | shown by |"'];
  return rows.flatMap((row) => brokenRow(row, modules));
}

function brokenRow(row: string, modules: readonly Module[]): string[] {
  const [attack = '', , shown = ''] = row.slice(1, -1).split(' | ');
  const named = [...shown.matchAll(SHOWN)];
  if (named.length === 0) return [`SECURITY.md names no test for: ${attack.trim()}`];
  return named.flatMap(([, path = '', rules = '', title = '']) => {
    const module = modules.find((each) => each.path === path);
    if (!module) return [`SECURITY.md names ${path}, which is not there`];
    const cited = citedRules([module]);
    const strange = rules.split(', ').filter((id) => id !== '' && !cited.has(id));
    const isTitle = module.strings.some((string) => string.text.includes(title));
    return [
      ...strange.map((id) => `SECURITY.md says that ${path} shows ${id}, which it does not cite`),
      ...(isTitle ? [] : [`SECURITY.md says that ${path} has a test "${title}"`]),
    ];
  });
}
