/** How the words of a line are read, and what comes of them. */
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
    throw new OperatorError(`The command line cannot be read: ${text.split('. ')[0]}.`);
  }
}

export function need(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name]?.trim();
  if (!value) throw new OperatorError(`--${name} is missing.`);
  return value;
}

export function one(words: readonly string[], what: string): string {
  const [word, more] = words;
  if (!word) throw new OperatorError(`Say ${what}.`);
  if (more !== undefined) throw new OperatorError(`"${more}" is one word too many.`);
  return word;
}

export function instant(text: string): number {
  const at = parseTime(text);
  if (at === null) throw new OperatorError(`"${text}" is no possible time; write it as yyyyMMddHHmmss.`);
  return at;
}

export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new OperatorError(`The file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
