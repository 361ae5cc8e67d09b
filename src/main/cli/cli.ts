/** The command line: finds the command, asks the running custodian, prints, and says with the exit code how it went. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../../kernel/operator-error.ts';
import { takeReason } from './caller.ts';
import { callAdmin } from './client.ts';
import { describe, document } from './print.ts';
import { type Entry, wrongUse } from './line.ts';
import { COMMANDS } from './table.ts';

const { version: VERSION } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
) as { version: string };

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export interface CliOptions {
  readonly words: readonly string[];
  /** The data folder of the running custodian. */
  readonly folder: string;
  readonly locate: (path: string) => string;
  readonly terminal: Terminal;
}

/** Runs one command line and answers the exit code. Failures are told in a sentence, also as JSON when asked so. */
export async function runCli(options: CliOptions): Promise<number> {
  const { terminal, folder, locate } = options;
  const asJson = options.words.includes('--json');
  const words = options.words.filter((word) => word !== '--json');
  if (words.length === 1 && words[0] === '--version') {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  try {
    const { reason, rest: line } = takeReason(words);
    if (line.length === 0 || line[0] === 'help' || line.includes('--help')) {
      terminal.out(help(line.filter((word) => word !== 'help' && !word.startsWith('-'))));
      return 0;
    }
    const { entry, rest } = find(line);
    const asked = { words: rest, locate };
    const answer = await callAdmin(folder, await entry.read(asked), reason);
    const value = entry.keep ? await entry.keep(answer, asked) : answer;
    terminal.out(asJson ? document(value ?? null) : describe(value));
    const problem = problemIn(value);
    if (problem !== null) terminal.err(`${problem}\n`);
    return problem === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    if (asJson) terminal.out(document({ error: error.message }));
    terminal.err(`${error.message}\n`);
    return error.exitCode;
  }
}

/** A check that ran and found something wrong answers `ok: false` and the first difference. */
function problemIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('ok' in value) || value.ok !== false) return null;
  const first = 'differences' in value && Array.isArray(value.differences) ? value.differences[0] : undefined;
  return typeof first === 'string'
    ? first
    : `The check failed${first === undefined ? '' : `: ${JSON.stringify(first)}`}.`;
}

function find(words: readonly string[]): { readonly entry: Entry; readonly rest: readonly string[] } {
  const entry = COMMANDS.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
  if (!entry) throw unknown(words);
  return { entry, rest: words.slice(entry.name.split(' ').length) };
}

function unknown(words: readonly string[]): OperatorError {
  const isGroup = COMMANDS.some(({ name }) => name.split(' ')[0] === words[0]);
  const list = isGroup ? `${words[0]} --help` : '--help';
  return wrongUse(`There is no command "${words.slice(0, 2).join(' ')}"; "cunguan ${list}" lists them.`);
}

/** Of all commands, or of those that begin so. Throws a `OperatorError` when none does. */
function help(group: readonly string[]): string {
  const isOf = (name: string) => group.every((word, index) => name.split(' ')[index] === word);
  const roles = [
    ['start', 'the whole sandbox: database, custodian, sandbox bank, demo platform'],
    ['serve', 'the custodian alone, on a database that is up to date'],
    ['migrate', 'brings the database up to date'],
    ['keys make', 'makes the keys of a new installation, wrapped by the master key where one is given'],
    ['keys wrap [--with FILE]', 'wraps the keys in the folder by the master key, or by another one in its place'],
  ] as const;
  const commands = COMMANDS.map(({ name, usage, does }) => [`${name} ${usage}`.trim(), does] as const);
  const told = [...roles, ...commands].filter(([name]) => isOf(name));
  if (told.length === 0) throw unknown(group);
  return `${told.map(([name, does]) => `  cunguan ${name}\n      ${does}\n`).join('')}
  --json prints one JSON document. --reason TEXT says why it is done, for the audit trail.
  The running custodian is found through its data folder (CUNGUAN_DATA).
`;
}
