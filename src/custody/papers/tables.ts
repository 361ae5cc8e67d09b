/** Papers (资料) as the lane sees them: what is attached to what, by whom; the files' contents stand apart. */
import { defineTable } from '../../executor/table.ts';
import type { PaperType } from './files.ts';

/** What papers are attached to: a member's number for an enterprise, the case's number for a case. */
export interface PaperSubject {
  readonly kind: 'ENTERPRISE' | 'CASE';
  readonly number: bigint;
}

export interface PaperRow {
  readonly paperNo: bigint;
  readonly subjectKind: PaperSubject['kind'];
  readonly subjectNo: bigint;
  /** As the file was called, tidied. */
  readonly name: string;
  readonly type: PaperType;
  readonly size: number;
  /** SHA-256 of the content, in hex. */
  readonly digest: string;
  /** Names the content, which no other paper has. */
  readonly contentId: string;
  /** Who attached it: an operator, or whose account brought it. */
  readonly addedBy: string;
  readonly addedAt: number;
}

export const papers = defineTable<PaperRow>()('papers', {
  numbered: { by: 'lastNo', column: 'paperNo' },
  key: ['paperNo'],
  types: {
    paperNo: 'bigint',
    subjectKind: 'text',
    subjectNo: 'bigint',
    name: 'sealed',
    type: 'text',
    size: 'int',
    digest: 'text',
    contentId: 'text',
    addedBy: 'text',
    addedAt: 'instant',
  },
  finders: { bySubject: ['subjectKind', 'subjectNo'] },
});
