/** Papers as tests bring them: small files of each type, and the shortest way to attach them to a subject. */
import { deflateSync } from 'node:zlib';
import type { Objected } from '../custody/objections.ts';
import { attachedBefore, attachPapers, objectToCount, papersOf, wantPapers } from '../custody/papers/attach.ts';
import type { PaperFile } from '../custody/papers/files.ts';
import type { PaperRow, PaperSubject } from '../custody/papers/tables.ts';
import { ok } from '../kernel/result.ts';
import type { TestCustody } from './custody.ts';

export const FILES = {
  PDF: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  JPEG: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  PNG: Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), deflateSync(Buffer.alloc(64))]),
} as const;

/** A file of a type, of so many bytes where they are said. */
export function fileOf(type: keyof typeof FILES, name: string, size = FILES[type].length): PaperFile {
  return { name, content: Buffer.concat([FILES[type], Buffer.alloc(Math.max(0, size - FILES[type].length), 7)]) };
}

/** Attaches files as the owner of a subject would, who has no objection of his own; answers all that it has. */
export function attach(
  core: TestCustody,
  platformId: number,
  subject: PaperSubject,
  files: readonly PaperFile[],
  by: string,
): Promise<Objected<readonly Readonly<PaperRow>[]>> {
  return core.papers.take(platformId, files, (stored) => ({
    weight: stored.length,
    needs: (want) => void wantPapers(want, subject),
    run(world) {
      const before = attachedBefore(world, subject, stored);
      if (before.length > 0) return ok(papersOf(world, subject));
      const objection = objectToCount(world, subject, stored.length);
      if (objection) return objection;
      attachPapers(world, subject, stored, by);
      return ok(papersOf(world, subject));
    },
  }));
}
