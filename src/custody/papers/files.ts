/**
 * Files as people hand them in: what each is, is told by what it holds and never by its name; the name is tidied, since
 * it is shown beside the paper.
 */
import { createHash } from 'node:crypto';
import { fail, ok } from '../../kernel/result.ts';
import { object, type Objected } from '../objections.ts';

/** What a file may be, by the bytes that it begins with. */
const BEGINNINGS = {
  PDF: [0x25, 0x50, 0x44, 0x46, 0x2d],
  JPEG: [0xff, 0xd8, 0xff],
  PNG: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const;

export type PaperType = keyof typeof BEGINNINGS;

const ENDINGS: Readonly<Record<PaperType, string>> = { PDF: '.pdf', JPEG: '.jpg', PNG: '.png' };

const MEGABYTE = 1024 * 1024;

/** Bytes of one file, and of those that come together; files of one subject. */
export const PAPER_LIMITS = { size: 5 * MEGABYTE, together: 10 * MEGABYTE, ofSubject: 20 } as const;

/** Characters of a name. */
const NAME_LIMIT = 100;

/** A file as it came. */
export interface PaperFile {
  readonly name: string;
  readonly content: Buffer;
}

/** A file that may be kept. */
export interface JudgedFile {
  readonly name: string;
  readonly type: PaperType;
  readonly size: number;
  /** SHA-256 in hex. */
  readonly digest: string;
  readonly content: Buffer;
}

/** The files when each of them may be kept, and all of them together. */
export function judgeFiles(files: readonly PaperFile[]): Objected<readonly JudgedFile[]> {
  if (files.length === 0) return object('PAPERS_NONE', {});
  const judged: JudgedFile[] = [];
  for (const file of files) {
    const one = judgeFile(file);
    if (!one.ok) return fail(one.error);
    judged.push(one.value);
  }
  const together = judged.reduce((sum, { size }) => sum + size, 0);
  return together > PAPER_LIMITS.together ? object('PAPERS_TOO_LARGE', { limit: PAPER_LIMITS.together }) : ok(judged);
}

function judgeFile({ name, content }: PaperFile): Objected<JudgedFile> {
  const type = typeOf(content);
  const file = tidyName(name, type);
  const size = content.length;
  if (size === 0) return object('PAPER_EMPTY', { file });
  if (type === null) return object('PAPER_TYPE_UNKNOWN', { file });
  if (size > PAPER_LIMITS.size) return object('PAPER_TOO_LARGE', { file, limit: PAPER_LIMITS.size });
  return ok({ name: file, type, size, digest: digestOf(content), content });
}

/** SHA-256 of what a file holds, in hex. */
export function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What a file is by what it begins with; null for anything that is not taken. */
export function typeOf(content: Buffer): PaperType | null {
  for (const type of Object.keys(BEGINNINGS) as PaperType[]) {
    if (content.subarray(0, BEGINNINGS[type].length).equals(Buffer.from(BEGINNINGS[type]))) return type;
  }
  return null;
}

/** The name without its folder and without what steers a terminal or turns text around, ending as its type does. */
export function tidyName(name: string, type: PaperType | null): string {
  const bare = (name.normalize('NFC').split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').replace(/\s+/g, ' ').trim();
  const stem = bare.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/^[.\s]+/, '');
  const ending = type === null ? (/\.[A-Za-z0-9]{1,5}$/.exec(bare)?.[0] ?? '') : ENDINGS[type];
  return `${[...stem].slice(0, NAME_LIMIT - ending.length).join('') || 'paper'}${ending}`;
}
