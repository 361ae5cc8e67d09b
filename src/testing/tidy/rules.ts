/**
 * Every rule of the two protocols has an id (G-3, L2.15-2, D-LOAN-3) and every id that applies is cited by a test.
 * This is the list of what applies so far, and of what is still owed. The list of debts only shrinks: a test that
 * cites an owed id must strike it out, and an id that nobody cites and nobody owes fails the check.
 */
import type { Module } from './tree.ts';

const count = (prefix: string, most: number, except: readonly number[] = []): string[] =>
  Array.from({ length: most }, (_, index) => index + 1)
    .filter((number) => !except.includes(number))
    .map((number) => `${prefix}${number}`);

/**
 * What applies. Left for later: stock projects, quick pay, check files –
 * so D-REG-5 (audits), D-PRE-4 (claim purchase), D-REP-7 (claims on sale).
 */
export const APPLICABLE: readonly string[] = [
  ...count('G-', 28),
  ...count('LW-', 12),
  ...count('DW-', 9),
  ...[
    'L2.6',
    'L2.7',
    'L2.8',
    'L2.9',
    'L2.10',
    'L2.12',
    'L2.13',
    'L2.14',
    'L2.17',
    'L2.18',
    'L2.19',
    'L2.21',
    'L2.22',
    'L3.1',
    'L5.1',
    'D-MOD',
    'D-CAN',
    'D-EXT',
  ],
  ...count('L2.1-', 5),
  'L2.2',
  ...count('L2.2-', 7),
  ...count('L2.3-', 1),
  ...count('L2.4-', 5),
  ...count('L2.20-', 5, [1]),
  ...count('L2.11-', 6),
  ...count('L2.15-', 3),
  ...count('L2.16-', 5),
  ...count('D-REG-', 4),
  ...count('D-RCG-', 4),
  ...count('D-WDR-', 6),
  ...count('D-PRJ-', 1),
  ...count('D-PRE-', 5, [4]),
  ...count('D-LOAN-', 6),
  ...count('D-REP-', 6),
];

/** What applies and is not yet cited. Strike out what your test cites; never add. */
export const OWED: readonly string[] = [];

/** The ids of APPLICABLE that stand in some string of a test: its name, or the table its names are made from. */
export function citedRules(modules: readonly Module[]): Set<string> {
  const cited = new Set<string>();
  for (const module of modules) {
    if (!module.isTest || module.path.startsWith('src/testing/tidy/')) continue;
    for (const { text } of module.strings) {
      for (const [id] of text.matchAll(/\b(?:G|LW|DW|L\d|D-[A-Z]+)[-.]?\d*(?:-\d+)?/g)) {
        cited.add(id);
        cited.add(id.replace(/-\d+$/, ''));
      }
    }
  }
  return cited;
}
