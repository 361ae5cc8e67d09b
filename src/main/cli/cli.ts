/** The command line: finds the command, asks the running custodian, prints, and says with the exit code how it went. */
import { OperatorError } from '../../kernel/operator-error.ts';
import { takeReason } from './caller.ts';
import { callAdmin } from './client.ts';
import { describe, document } from './print.ts';
import { COMMANDS } from './table.ts';
import type { Entry } from './words.ts';

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
  if (words.length === 0 || words[0] === 'help' || words.includes('--help')) {
    terminal.out(help());
    return 0;
  }
  try {
    const { reason, rest: line } = takeReason(words);
    const { entry, rest } = find(line);
    const value = await callAdmin(folder, await entry.read({ words: rest, locate }), reason);
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
  if (!entry)
    throw new OperatorError(`There is no command "${words.slice(0, 2).join(' ')}"; "cunguan help" lists them.`, 2);
  return { entry, rest: words.slice(entry.name.split(' ').length) };
}

function help(): string {
  const roles = [
    ['start', 'the whole sandbox: database, custodian, sandbox bank, demo platform'],
    ['serve', 'the custodian alone, on a database that is up to date'],
    ['migrate', 'brings the database up to date'],
    ['keys make', 'makes the keys of a new installation, wrapped by the master key where one is given'],
    ['keys wrap [--with FILE]', 'wraps the keys in the folder by the master key, or by another one in its place'],
  ];
  const commands = COMMANDS.map(({ name, usage, does }) => `  cunguan ${`${name} ${usage}`.trim()}\n      ${does}\n`);
  return `${roles.map(([name, does]) => `  cunguan ${name}\n      ${does}\n`).join('')}${commands.join('')}
  --json prints one JSON document. --reason TEXT says why it is done, for the audit trail.
  The running custodian is found through its data folder (CUNGUAN_DATA).
`;
}
