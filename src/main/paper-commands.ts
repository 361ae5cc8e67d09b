/** `paper …`, and what commands about anything with papers share: the files that come, and how papers are listed. */
import type { Directory, Operators, PaperFile, PaperInformation, Papers } from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { formatIso } from '../kernel/time.ts';
import type { Registry } from './audited.ts';
import { fileOf, text } from './commands.ts';
import { orTold } from './objections.ts';
import { actingName } from './operator-commands.ts';

export interface PaperDesk {
  readonly papers: Papers;
  readonly operators: Operators;
  readonly directory: Directory;
}

export function paperCommands({ papers, operators, directory }: PaperDesk): Registry {
  return {
    'paper.read': {
      does: 'reads',
      async run(args) {
        await actingName(operators, args, 'READ');
        const { platformId, platformNo, number } = await numberedOf(directory, text(args, 'id'));
        const paper = orTold(await papers.read(platformId, number));
        return { ...paperLine(platformNo, paper), content: paper.content.toString('base64') };
      },
    },
  };
}

/** Of what a number is that names its platform: `6000000001-1043`. Throws a `OperatorError` for any other. */
export async function numberedOf(directory: Directory, id: string) {
  const [, platformNo = '', number = ''] = /^([A-Za-z0-9_]{1,50})-(\d{1,18})$/.exec(id) ?? [];
  if (number === '') throw new OperatorError(`A number looks like 6000000001-1042, not like ${id}.`);
  const { platform } = await fileOf(directory, platformNo);
  return { platformId: platform.platformId, platformNo, number: BigInt(number) };
}

/** The files that a command brings, each `{name, content}`, the content in base64. */
export function filesOf({ files }: AdminArguments): readonly PaperFile[] {
  if (!Array.isArray(files)) return [];
  return files.map((file: unknown) => {
    const { name, content } = Object(file) as { readonly name?: unknown; readonly content?: unknown };
    if (typeof name !== 'string' || typeof content !== 'string')
      throw new OperatorError('A file has a name and content.');
    return { name, content: Buffer.from(content, 'base64') };
  });
}

/** A paper as it is listed. */
export function paperLine(platformNo: string, paper: PaperInformation): object {
  const { paperNo, name, type, size, digest, addedBy, addedAt } = paper;
  return { id: `${platformNo}-${paperNo}`, name, type, size, sha256: digest, addedBy, addedAt: formatIso(addedAt) };
}
