/**
 * Papers are attached to a subject, in its platform's lane: whoever owns the subject says in its own task whether it
 * takes papers now, and calls these. A task that is run again after a lost commit finds its papers by their contents.
 */
import type { Want, World } from '../../executor/world.ts';
import type { Failure } from '../../kernel/result.ts';
import { object, type Objection } from '../objections.ts';
import { type JudgedFile, PAPER_LIMITS } from './files.ts';
import { type PaperRow, type PaperSubject, papers } from './tables.ts';

/** A file whose content is stored already. */
export type StoredFile = Omit<JudgedFile, 'content'> & Pick<PaperRow, 'contentId'>;

/** Asks for what the functions below look at. */
export function wantPapers(want: Want, { kind, number }: PaperSubject): readonly Readonly<PaperRow>[] | undefined {
  return want.rows(papers, 'bySubject', kind, number);
}

/** The papers of a subject, oldest first. */
export function papersOf(world: World, { kind, number }: PaperSubject): readonly Readonly<PaperRow>[] {
  return world.find(papers, 'bySubject', kind, number).toSorted((a, b) => Number(a.paperNo - b.paperNo));
}

/** Those of the files that the subject has already: all of them when this very task was committed before. */
export function attachedBefore(
  world: World,
  subject: PaperSubject,
  files: readonly StoredFile[],
): readonly Readonly<PaperRow>[] {
  const ids = new Set(files.map(({ contentId }) => contentId));
  return papersOf(world, subject).filter(({ contentId }) => ids.has(contentId));
}

/** Whether the subject has no room for so many more. */
export function objectToCount(world: World, subject: PaperSubject, more: number): Failure<Objection> | null {
  const have = papersOf(world, subject).length;
  const limit = PAPER_LIMITS.ofSubject;
  return have + more > limit ? object('PAPERS_TOO_MANY', { have, limit }) : null;
}

/** Attaches them; answers their rows. */
export function attachPapers(
  world: World,
  { kind, number }: PaperSubject,
  files: readonly StoredFile[],
  addedBy: string,
): readonly Readonly<PaperRow>[] {
  return files.map(({ name, type, size, digest, contentId }) =>
    world.insert(papers, {
      paperNo: world.nextNo(),
      subjectKind: kind,
      subjectNo: number,
      ...{ name, type, size, digest, contentId, addedBy },
      addedAt: world.at,
    }),
  );
}
