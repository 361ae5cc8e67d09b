/** `operator …` and `paper …`: who works and decides here, and the files that people look at before they do. */
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { OperatorError } from '../../kernel/operator-error.ts';
import { about, ask, type Asked, type Entry, type Line, need, one, options, wrongUse } from './line.ts';

export const OPERATOR_COMMANDS: readonly Entry[] = [
  {
    name: 'operator add',
    usage: 'NAME --role operator|reviewer|auditor',
    does: 'lets somebody work on cases and decide, decide only, or read papers only; his name goes on what he does',
    read: operatorAdd,
  },
  { name: 'operator list', usage: '', does: 'lists the operators', read: () => ask('operator.list') },
  {
    name: 'operator disable',
    usage: 'NAME',
    does: 'ends what an operator may do, at once and for good',
    read: about('operator.disable', 'name', 'the name of the operator'),
  },
  {
    name: 'paper read',
    usage: 'ID --as NAME --to FILE',
    does: 'writes a paper into a file that is not there yet, readable by its owner only',
    read: paperRead,
    keep: keepPaper,
  },
];

function operatorAdd({ words }: Line): Asked {
  const { values, rest } = options(words, ['role']);
  const role = need(values, 'role');
  if (!['operator', 'reviewer', 'auditor'].includes(role)) {
    throw wrongUse(`--role is operator, reviewer or auditor, not "${role}".`);
  }
  return { command: 'operator.add', args: { name: one(rest, 'the name of the operator'), role } };
}

const PAPER_OPTIONS = ['as', 'to'];

function paperRead({ words }: Line): Asked {
  const { values, rest } = options(words, PAPER_OPTIONS);
  need(values, 'to');
  return { command: 'paper.read', args: { id: one(rest, 'the number of the paper'), as: need(values, 'as') } };
}

/** Writes what the paper holds where the line said, and answers the rest. Nothing that is there is written over. */
async function keepPaper(value: unknown, { words, locate }: Line): Promise<unknown> {
  const { content, ...shown } = value as { readonly content: string };
  const path = locate(need(options(words, PAPER_OPTIONS).values, 'to'));
  try {
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    await file.writeFile(Buffer.from(content, 'base64')).finally(() => file.close());
  } catch (error) {
    throw new OperatorError(`The file ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  return { ...shown, file: path };
}

/** The files that a line names, as the running custodian takes them. */
export async function readFiles(paths: readonly string[], locate: Line['locate']): Promise<readonly object[]> {
  const files: object[] = [];
  for (const name of paths) {
    const path = locate(name);
    try {
      files.push({ name, content: (await readFile(path)).toString('base64') });
    } catch (error) {
      throw new OperatorError(`The file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  }
  return files;
}
