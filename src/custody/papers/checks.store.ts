/** What `ledger verify` asks of papers: that each file is still what was attached, and is attached to something. */
import type { Transaction } from '../../db/pool.ts';
import { decodeRow, snake } from '../../executor/statements.ts';
import { SealBroken, type Sealer } from '../../kernel/seal.ts';
import type { Check, Finding, Mark, ReadingCheck } from '../../ledger/verify.store.ts';
import { typeOf } from './files.ts';
import { openContent } from './papers.store.ts';
import { type PaperRow, papers } from './tables.ts';

export const PAPER_CHECKS: readonly Check[] = [
  {
    name: 'a paper is attached to something that there is, and has its file',
    since: { papers: ({ no }) => `paper_no > ${no}` },
    sql: `
      select 'paper ' || p.paper_no as place, 'a subject and a file' as expected,
        concat_ws(' ', 'of', p.subject_kind, p.subject_no, 'with', p.content_id) as found
      from papers p
      left join members m on p.subject_kind = 'ENTERPRISE' and m.member_no = p.subject_no
      left join cases k on p.subject_kind = 'CASE' and k.case_no = p.subject_no
      left join paper_contents c on c.content_id = p.content_id
      where c.content_id is null or m.member_no is null and k.case_no is null`,
  },
];

/** The check that opens every file. */
export function fileCheck(sealer: Sealer): ReadingCheck {
  return {
    name: 'a paper opens for its row, and its file is the one that was attached',
    find: (snapshot, platformId, mark) => findSpoilt(snapshot, platformId, sealer, mark),
  };
}

const COLUMNS = papers.columns.map((column) => `p.${snake(column)}`).join(', ');

/** One at a time: a file is large. */
async function findSpoilt(
  snapshot: Transaction,
  platformId: number,
  sealer: Sealer,
  { no }: Mark,
): Promise<Finding | null> {
  const text = `select ${COLUMNS}, c.content from papers p
    left join paper_contents c on c.platform_id = $1 and c.content_id = p.content_id
    where p.platform_id = $1 and p.paper_no > $2 order by p.paper_no limit 1`;
  for (let last = no; ; ) {
    const [row] = (await snapshot.unsafe(text, [platformId, last.toString()]).values()) as unknown as unknown[][];
    if (!row) return null;
    last = row[papers.columns.indexOf('paperNo')] as bigint;
    const why = whySpoilt(row, platformId, sealer);
    if (why !== null) return { place: `paper ${last}`, expected: 'the file that was attached', found: why };
  }
}

function whySpoilt(row: readonly unknown[], platformId: number, sealer: Sealer): string | null {
  const content = row[papers.columns.length] as Buffer | null;
  try {
    const paper: PaperRow = decodeRow(papers, row, platformId, sealer);
    if (!content) return 'no file';
    const type = typeOf(openContent(sealer, platformId, paper, content));
    return type === paper.type ? null : `${type ?? 'no type that is taken'}, said to be ${paper.type}`;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return error.message;
  }
}
