/**
 * The house measures and the house's manners: how long things may be, and what may not stand in a file at all.
 * Each check answers sentences that name file and line; an empty list means that all is well.
 */
import { roomOf } from './rooms.ts';
import type { Module, TextFile } from './tree.ts';

/** Ratchets, not ends: a file may stand here with its present measure, which then only falls. It is best left empty. */
export const LENIENCY: Readonly<Record<string, { readonly file?: number; readonly function?: number }>> = {};

const FUNCTION_LINES = 60;
const FILE_LINES = 300;
const LINE_CHARACTERS = 120;
const FOLDERS = 4;

/** Style sheets are long by nature and read by search; they keep the line's measure only. */
const CODE = /\.(?:ts|js|sh)$/;
const WRITTEN = /\.(?:ts|js|css|sh|sql)$/;
/** Made by the scripts of `bin/`, or by npm: nobody reads their lines one by one. */
const GENERATED = /^(?:schema\.sql|docs\/protocols\/|sdk\/generated\/|package-lock\.json)/;

/** Files, lines and folders that have grown too long or too deep. */
export function textMeasures(file: TextFile): string[] {
  const breaches: string[] = [];
  const { path, lines } = file;
  if (path.split('/').length - 1 > FOLDERS) breaches.push(`${path} lies deeper than ${FOLDERS} folders`);
  if (!WRITTEN.test(path) || GENERATED.test(path)) return breaches;
  const most = LENIENCY[path]?.file ?? FILE_LINES;
  const length = lines.length - 1;
  if (CODE.test(path) && length > most) breaches.push(`${path} has ${length} lines, ${most} are allowed`);
  lines.forEach((line, index) => {
    const width = [...line].length;
    if (width > LINE_CHARACTERS) breaches.push(`${path}:${index + 1} is ${width} characters wide`);
  });
  return breaches;
}

/** Functions that no longer fit on a screen. */
export function functionMeasures(module: Module): string[] {
  const most = LENIENCY[module.path]?.function ?? FUNCTION_LINES;
  return module.functions
    .filter((each) => each.length > most)
    .map((each) => `${module.path}:${each.line} is a function of ${each.length} lines, ${most} are allowed`);
}

/** A module, a script, a migration opens with why it exists. Tests are opened by their names. */
export function openingComment({ path, text }: TextFile): string[] {
  if (!WRITTEN.test(path) || GENERATED.test(path) || path.endsWith('.test.ts')) return [];
  const opens = path.endsWith('.sql') ? /^--/ : path.endsWith('.sh') ? /^#!.*\n#/ : /^(?:#!.*\n)?\/[*/]/;
  return opens.test(text) ? [] : [`${path} does not open with a comment`];
}

const SQL = new RegExp(
  [
    'select\\s[\\s\\S]*\\sfrom\\s',
    'insert\\s+into\\s',
    'update\\s+[\\w."]+\\s+(?:as\\s+\\w+\\s+)?set\\s',
    'delete\\s+from\\s',
    'with\\s+\\w+\\s+as\\s*\\(',
    '(?:create|alter|drop)\\s+(?:table|index|schema|role|database|type)\\s',
    'lock\\s+table\\s',
  ]
    .map((statement) => `^\\s*${statement}`)
    .join('|'),
  'i',
);
const SQL_HOMES = /(?:\.store\.ts|\.test\.ts)$|^src\/(?:db|testing|executor)\/|^(?:migrations|bench)\//;

/** SQL that stands outside the stores, the executor and db. */
export function strayingSql(module: Module): string[] {
  if (SQL_HOMES.test(module.path) || /^sandbox-bank\/.*migrat/.test(module.path)) return [];
  return module.strings
    .filter(({ text }) => SQL.test(text))
    .map(({ line }) => `${module.path}:${line} holds SQL, which belongs in a *.store.ts`);
}

/** `*` in what is read or returned; of what a statement lists itself (a bracket, an unnest) it adds nothing. */
const UNNAMED = /(?:\bselect|,|\breturning)\s+(?:\w+\.)?\*(?!\s+from\s+(?:unnest)?\()/i;

/**
 * Columns that a statement does not name. A column that is added while we serve changes what such a statement answers,
 * and the server refuses every prepared one. Tests and the bench have databases of their own.
 */
export function unnamedColumns(module: Module): string[] {
  if (module.isTest || module.path.startsWith('bench/')) return [];
  return module.strings
    .filter(({ text }) => UNNAMED.test(text) && /\b(?:from|returning)\b/i.test(text))
    .map(({ line }) => `${module.path}:${line} reads columns without naming them (*)`);
}

/**
 * What a room has never heard of: its names and strings may not hold these words. The names of entries are the one
 * thing the ledger repeats of what it is used for.
 */
const UNHEARD: readonly { readonly room: string; readonly words: RegExp; readonly except?: string }[] = [
  {
    room: 'ledger',
    words: /loan|tender|repay|project|claim|invest|borrow|lianyintong|depository/i,
    except: 'src/ledger/templates.ts',
  },
  { room: 'custody', words: /https?(?=[A-Z_]|$)|lianyintong|lanmaotech|depository|reqData|respData|serviceName/i },
  { room: 'channels', words: /lianyintong|lanmaotech|depository|reqData|respData/i },
];

/** Words in a room that it should not know. */
export function unheardWords(module: Module): string[] {
  if (module.isTest) return [];
  const room = roomOf(module.path);
  return UNHEARD.filter((rule) => rule.room === room && rule.except !== module.path).flatMap(({ words }) => {
    const said = [...module.names, ...module.strings.map(({ text }) => text)].filter((word) => words.test(word));
    return said.map((word) => `${module.path} says "${word}", which ${room} has never heard of`);
  });
}

/** Only `config.ts` looks at the environment; whoever starts another program may hand it on. */
export function environmentReaders(module: Module): string[] {
  const free =
    /^(?:src\/(?:config\.ts|main\.ts|db\/embedded\/|testing\/)|bench\/|e2e\/|(?:sandbox-bank|demo)\/main\.ts)/;
  if (module.isTest || free.test(module.path)) return [];
  return /\bprocess\.env\b/.test(module.text) ? [`${module.path} reads process.env; only config.ts does`] : [];
}
