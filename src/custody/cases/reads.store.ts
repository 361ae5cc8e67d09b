/** What operators see of cases, over all platforms: read outside the lane, so nothing is decided by it. */
import type { Sql } from '../../db/pool.ts';
import { decodeRow, snake } from '../../executor/statements.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import type { CaseState } from './states.ts';
import { type CaseEventRow, caseEvents, type CaseRow, cases } from './tables.ts';
import type { CaseKindName } from './words.ts';

export interface CaseLine extends Pick<CaseRow, 'caseNo' | 'kind' | 'state' | 'userNo' | 'openedBy'> {
  readonly platformNo: string;
  readonly openedAt: Instant;
  readonly finishedAt: Instant | null;
}

export interface CaseInformation {
  readonly row: Readonly<CaseRow>;
  readonly history: readonly Readonly<CaseEventRow>[];
}

export interface CaseFilter {
  readonly platformId: number | null;
  readonly kind: CaseKindName | null;
  readonly state: CaseState | null;
}

const COLUMNS = cases.columns.map(snake).join(', ');
const EVENT_COLUMNS = caseEvents.columns.map(snake).join(', ');

export class CaseReads {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  /** Cases, newest first. */
  async list({ platformId, kind, state }: CaseFilter, limit: number): Promise<readonly CaseLine[]> {
    const rows = await this.sql`
      select p.platform_no, c.case_no, c.kind, c.state, c.user_no, c.opened_by, c.opened_at, c.finished_at
      from cases c join platforms p on p.platform_id = c.platform_id
      where (${platformId}::integer is null or c.platform_id = ${platformId})
        and (${kind}::text is null or c.kind = ${kind}) and (${state}::text is null or c.state = ${state})
      order by c.opened_at desc, c.platform_id, c.case_no desc limit ${limit}`;
    return rows.map((row) => ({
      platformNo: row.platform_no,
      caseNo: row.case_no,
      kind: row.kind,
      state: row.state,
      userNo: row.user_no,
      openedBy: row.opened_by,
      openedAt: row.opened_at.getTime(),
      finishedAt: row.finished_at?.getTime() ?? null,
    }));
  }

  /** A case with everything that happened to it, oldest first; null when there is none. */
  async find(platformId: number, caseNo: bigint): Promise<CaseInformation | null> {
    const parameters = [platformId, caseNo.toString()];
    const read = (text: string) => this.sql.unsafe(text, parameters).values() as Promise<unknown[][]>;
    const [[row], events] = await Promise.all([
      read(`select ${COLUMNS} from cases where platform_id = $1 and case_no = $2`),
      read(`select ${EVENT_COLUMNS} from case_events where platform_id = $1 and case_no = $2 order by seq`),
    ]);
    if (!row) return null;
    return {
      row: decodeRow(cases, row, platformId, this.sealer),
      history: events.map((event) => decodeRow(caseEvents, event, platformId, this.sealer)),
    };
  }
}
