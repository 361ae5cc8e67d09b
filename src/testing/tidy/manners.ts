/**
 * What may stand in no tracked file: unfinished work, silenced checks, look-alike letters, and anything that belongs to
 * one machine or one person instead of to the project.
 */
import type { TextFile } from './tree.ts';

interface Manner {
  readonly what: string;
  readonly pattern: RegExp;
  /** The files it holds for; all when absent. */
  readonly where?: RegExp;
  readonly except?: RegExp;
}

const CODE = /\.(?:ts|js|css|sql|sh)$/;
/** This room spells out what it forbids. */
const HERE = /^src\/testing\/tidy\/manners\.ts$/;

const MANNERS: readonly Manner[] = [
  { what: 'unfinished work', pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, where: CODE },
  { what: 'a silenced compiler', pattern: /@ts-(?:ignore|nocheck)|\bas any\b|<any>/, where: CODE },
  { what: 'an expected error outside a test', pattern: /@ts-expect-error/, where: /\.ts$/, except: /\.test\.ts$/ },
  { what: 'a silenced linter', pattern: /biome-ignore(?!.*: \S{3,})|eslint-|prettier-ignore/, where: CODE },
  {
    what: 'a test that does not run',
    pattern: /\b(?:test|it|describe|suite)\.(?:skip|only|todo)\b|\{[^}]*\b(?:skip|only|todo):/,
    where: /\.test\.ts$/,
  },
  { what: 'a sleep in a test', pattern: /node:timers\/promises|setTimeout\(resolve/, where: /\.test\.ts$/ },
  { what: 'console.log', pattern: /\bconsole\.log\b/, where: /^(?:src|sdk|demo|sandbox-bank)\/.*\.ts$/ },
  {
    what: 'a letter that only looks Latin',
    pattern: /\p{Script=Cyrillic}|(?![ΔΣΩμπσ])\p{Script=Greek}|[\uFF21-\uFF3A\uFF41-\uFF5A]/u,
  },
  { what: 'an invisible character', pattern: /[\u00A0\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/u },
  {
    what: 'a name with a stray blank',
    pattern: /['"`][A-Z]{3,}(?:_[A-Z]+)*_ [A-Z]+['"`]/,
    where: /\.ts$/,
    except: /\.test\.ts$/,
  },
  { what: 'a path of one machine', pattern: /(?:^|[^\w.])\/(?:home|Users|root|work)\/\w|[A-Z]:\\\\?Users/ },
  {
    what: 'an e-mail address',
    pattern: /[\w.+-]+@(?!example\.)[a-z][\w-]*\.[a-z]{2,}\b/i,
    except: /^package-lock\.json$/,
  },
  {
    what: 'a package registry',
    pattern:
      /https?:\/\/(?!registry\.npmjs\.org\b|(?:www\.)?npmjs\.com\b)[^\s/'"]*(?:npm|registry|artifactory|nexus|mirror)/i,
  },
  {
    what: 'a default where a closed set has to be told whole',
    pattern: /^\s*default\s*:/,
    where: /^src\/(?:custody|wire|pages)\/.*\.ts$/,
  },
  { what: 'a paper that is not in the repository', pattern: /\b(?:house|operating|core|traps|contract)\.md\b/ },
  { what: 'a Windows line end', pattern: /\r$/m },
];

/** Every breach of manners in a file, with its line. */
export function badManners(file: TextFile): string[] {
  if (HERE.test(file.path)) return [];
  return MANNERS.filter(({ where, except }) => (where?.test(file.path) ?? true) && !except?.test(file.path)).flatMap(
    ({ what, pattern }) =>
      file.lines.flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1} holds ${what}`] : [])),
  );
}
