/** How the words of a command line are read; what is written wrongly is told in a sentence, with exit code 2. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { OperatorError } from '../../kernel/operator-error.ts';
import { parseTime } from '../../kernel/time.ts';

/** What a line asks: a command of the admin registry, and its arguments. */
export interface Asked {
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The words after the command's name, and how a file named among them is found. */
export interface Line {
  readonly words: readonly string[];
  readonly locate: (path: string) => string;
}

export interface Entry {
  readonly name: string;
  readonly usage: string;
  readonly does: string;
  readonly read: (line: Line) => Promise<Asked> | Asked;
  /** What is done with an answer before it is printed. */
  readonly keep?: (value: unknown, line: Line) => Promise<unknown>;
}

/** Something is written wrongly. */
export function wrongUse(sentence: string): OperatorError {
  return new OperatorError(sentence, 2);
}

export function ask(command: string): Asked {
  return { command, args: {} };
}

/** A command about what one word names. */
export function about(command: string, argument: string, what: string): Entry['read'] {
  return ({ words }) => ({ command, args: { [argument]: one(words, what) } });
}

/** No word may be left over. */
export function nothingMore([word]: readonly string[]): void {
  if (word !== undefined) throw wrongUse(`"${word}" is one word too many.`);
}

export function options(
  words: readonly string[],
  names: readonly string[],
): { values: Record<string, string>; rest: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      allowPositionals: true,
    });
    return { values: { ...values } as Record<string, string>, rest: positionals };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw wrongUse(`The command line cannot be read: ${text.split('. ')[0]}.`);
  }
}

export function need(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name]?.trim();
  if (!value) throw wrongUse(`--${name} is missing.`);
  return value;
}

export function one(words: readonly string[], what: string): string {
  const [word, more] = words;
  if (!word) throw wrongUse(`Say ${what}.`);
  if (more !== undefined) throw wrongUse(`"${more}" is one word too many.`);
  return word;
}

function instant(text: string): number {
  const at = parseTime(text);
  if (at === null) throw wrongUse(`"${text}" is no possible time; write it as yyyyMMddHHmmss.`);
  return at;
}

/** The same of an option that may be missing. */
export function optionalInstant(text: string | undefined): number | null {
  return text === undefined ? null : instant(text);
}

export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new OperatorError(`The file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
