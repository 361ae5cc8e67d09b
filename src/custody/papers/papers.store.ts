/** Papers outside the lane: what the files hold, which no lane writes, and what is shown of them. */
import type { Sql } from '../../db/pool.ts';
import { decodeRow, snake } from '../../executor/statements.ts';
import { placed, SealBroken, type Sealer } from '../../kernel/seal.ts';
import { DAY, type Instant } from '../../kernel/time.ts';
import { digestOf } from './files.ts';
import { type PaperRow, type PaperSubject, papers } from './tables.ts';

export type PaperInformation = Readonly<PaperRow>;

/** What a content is sealed for. */
export function contentPlace(platformId: number, contentId: string): string {
  return placed('paper_contents.content', platformId, contentId);
}

/** A content as it was sealed. Throws `SealBroken` when it does not open, or is not of this paper. */
export function openContent(
  sealer: Sealer,
  platformId: number,
  { contentId, digest, size }: Pick<PaperRow, 'contentId' | 'digest' | 'size'>,
  sealed: Buffer,
): Buffer {
  const content = Buffer.from(sealer.open(sealed, contentPlace(platformId, contentId)), 'base64');
  if (content.length === size && digestOf(content) === digest) return content;
  throw new SealBroken('a file that is not the one that was attached');
}

const COLUMNS = papers.columns.map(snake).join(', ');

export class PaperStore {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  async put(platformId: number, contentId: string, content: Buffer, at: Instant): Promise<void> {
    const sealed = this.sealer.seal(content.toString('base64'), contentPlace(platformId, contentId));
    await this.sql`
      insert into paper_contents (platform_id, content_id, content, stored_at)
      values (${platformId}, ${contentId}, ${sealed}, ${new Date(at)})`;
  }

  async remove(platformId: number, contentIds: readonly string[]): Promise<void> {
    await this.sql`
      delete from paper_contents where platform_id = ${platformId} and content_id = any(${contentIds as string[]})`;
  }

  /** Contents whose papers never came: a process ended between the two. */
  async sweepForgotten(platformId: number, now: Instant): Promise<void> {
    await this.sql`
      delete from paper_contents c
      where platform_id = ${platformId} and stored_at < ${new Date(now - DAY)} and not exists (
        select from papers p where p.platform_id = ${platformId} and p.content_id = c.content_id)`;
  }

  async list(platformId: number, { kind, number }: PaperSubject): Promise<readonly PaperInformation[]> {
    const text = `select ${COLUMNS} from papers
      where platform_id = $1 and subject_kind = $2 and subject_no = $3 order by paper_no`;
    const rows = await this.sql.unsafe(text, [platformId, kind, number.toString()]).values();
    return rows.map((row) => decodeRow(papers, row as readonly unknown[], platformId, this.sealer));
  }

  async find(platformId: number, paperNo: bigint): Promise<PaperInformation | null> {
    const text = `select ${COLUMNS} from papers where platform_id = $1 and paper_no = $2`;
    const [row] = await this.sql.unsafe(text, [platformId, paperNo.toString()]).values();
    return row ? decodeRow(papers, row as readonly unknown[], platformId, this.sealer) : null;
  }

  async content(platformId: number, paper: PaperInformation): Promise<Buffer> {
    const [row] = await this.sql`
      select content from paper_contents where platform_id = ${platformId} and content_id = ${paper.contentId}`;
    if (!row) throw new SealBroken(`the content of paper ${paper.paperNo} is gone`);
    return openContent(this.sealer, platformId, paper, row.content as Buffer);
  }
}
