/** The rows of the request log: written in batches, searched, forgotten. What came and what was answered is sealed. */
import { arrayLiteral, type Element } from '../db/arrays.ts';
import type { Sql } from '../db/pool.ts';
import { placed, type Sealer } from '../kernel/seal.ts';
import type { Instant } from '../kernel/time.ts';
import { NOBODY, type RequestRow } from './row.ts';

/** For whoever seals anew: in names of the database. */
export const SEALED_REQUESTS = {
  ...{ table: 'request_log', sealed: ['content'], ofPlatform: false },
  ...{ key: ['platform_id', 'request_id'], whose: ['platform_id', 'request_id'] },
} as const;

/** A row, its form and answer already sealed, ready to be written. */
export interface SealedRow extends Learnt {
  readonly row: RequestRow;
  readonly content: Buffer;
}

/** What is found out about a call once it is answered. */
export interface Learnt {
  readonly fault: string | null;
  /** SHA-256 of the form, hexadecimal; null for one that is kept whole. */
  readonly bodyDigest: string | null;
}

/** Which rows are looked for; null: whichever. */
export interface RequestFilter {
  /** 0: of callers that name no platform of ours. */
  readonly platformId: number | null;
  readonly requestNo: string | null;
  readonly userNo: string | null;
  /** The protocol's code, or the name of what became of it. */
  readonly code: string | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** A row as it is listed. */
export interface RequestLine extends Omit<RequestRow, 'body' | 'answer' | 'caller' | 'contentType' | 'platformId'> {
  readonly platformNo: string | null;
  readonly bodyDigest: Learnt['bodyDigest'];
}

/** A row opened. */
export interface OpenedRequest extends RequestLine {
  readonly platformId: number;
  readonly caller: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly answer: Buffer | null;
  readonly fault: Learnt['fault'];
}

type Place = Pick<RequestRow, 'platformId' | 'requestId'>;

function placeOf({ platformId, requestId }: Place): string {
  return placed('request_log.content', platformId, requestId);
}

export class RequestStore {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  /** Caller and content type, a line each, `608:` and so many bytes of the form, the answer; latin1 keeps each byte. */
  seal(row: RequestRow, learnt: Learnt): SealedRow {
    const { caller, contentType, body, answer } = row;
    const messages = `${body.toString('latin1')}${answer?.toString('latin1') ?? ''}`;
    const text = `${caller}\n${contentType}\n${body.length}:${messages}`;
    return { row, ...learnt, content: this.sealer.seal(text, placeOf(row)) };
  }

  /** Writes rows; one that is there already, from a try whose answer was lost, stays. */
  async write(rows: readonly SealedRow[]): Promise<void> {
    const column = (pick: (each: SealedRow) => Element) => arrayLiteral(rows.map(pick));
    await this.sql`
      insert into request_log (platform_id, request_id, verified, at, took, dialect, address, service,
        request_no, user_no, result, code, sentence, content, body_size, body_digest, answer_size, fault)
      select * from unnest(${column(({ row }) => row.platformId)}::integer[],
        ${column(({ row }) => row.requestId)}::text[], ${column(({ row }) => row.verified)}::boolean[],
        ${column(({ row }) => new Date(row.at))}::timestamptz[], ${column(({ row }) => row.took)}::integer[],
        ${column(({ row }) => row.dialect)}::text[], ${column(({ row }) => row.address)}::text[],
        ${column(({ row }) => row.service)}::text[], ${column(({ row }) => row.requestNo)}::text[],
        ${column(({ row }) => row.userNo)}::text[],
        ${column(({ row }) => row.result)}::text[], ${column(({ row }) => row.code)}::text[],
        ${column(({ row }) => row.sentence)}::text[], ${column(({ content }) => content)}::bytea[],
        ${column(({ row }) => row.bodySize)}::integer[], ${column(({ bodyDigest }) => bodyDigest)}::text[],
        ${column(({ row }) => row.answerSize)}::integer[], ${column(({ fault }) => fault)}::text[])
      on conflict (platform_id, request_id) do nothing`;
  }

  /** Forgets rows from before a time, so many at most; answers how many. */
  async forget(before: Instant, most: number): Promise<number> {
    const { count } = await this.sql`
      delete from request_log where (platform_id, request_id) in (
        select platform_id, request_id from request_log where at < ${new Date(before)} limit ${most})`;
    return count ?? 0;
  }

  /** Rows, newest first, so many at most: platform by platform, for each has an index of its own rows. */
  async list(filter: RequestFilter, most: number): Promise<readonly RequestLine[]> {
    const { platformId, requestNo, userNo, code, from, to } = filter;
    const rows = await this.sql`
      select p.platform_no, r.request_id, r.verified, r.at, r.took, r.dialect, r.address, r.service,
        r.request_no, r.user_no, r.result, r.code, r.sentence, r.body_size, r.body_digest, r.answer_size
      from (select platform_id, platform_no from platforms union all select ${NOBODY}::integer, null) p
      cross join lateral (
        select l.request_id, l.verified, l.at, l.took, l.dialect, l.address, l.service, l.request_no,
          l.user_no, l.result, l.code, l.sentence, l.body_size, l.body_digest, l.answer_size
        from request_log l
        where l.platform_id = p.platform_id
          and (${requestNo}::text is null or l.request_no = ${requestNo})
          and (${userNo}::text is null or l.user_no = ${userNo})
          and (${code}::text is null or l.code = ${code} or l.result = ${code})
          and (${date(from)}::timestamptz is null or l.at >= ${date(from)})
          and (${date(to)}::timestamptz is null or l.at < ${date(to)})
        order by l.at desc, l.request_id desc limit ${most}) r
      where ${platformId}::integer is null or p.platform_id = ${platformId}
      order by r.at desc, r.request_id desc limit ${most}`;
    return rows.map(lineOf);
  }

  /** The row of a request id; null when there is none. Throws when it does not open. */
  async find(requestId: string): Promise<OpenedRequest | null> {
    const [row] = await this.sql`
      select p.platform_no, r.platform_id, r.request_id, r.verified, r.at, r.took, r.dialect, r.address,
        r.service, r.request_no, r.user_no, r.result, r.code, r.sentence, r.content, r.body_size, r.body_digest,
        r.answer_size, r.fault
      from (select platform_id, platform_no from platforms union all select ${NOBODY}::integer, null) p
      join request_log r on r.platform_id = p.platform_id and r.request_id = ${requestId}`;
    if (!row) return null;
    const platformId = row.platform_id as number;
    const text = this.sealer.open(row.content as Buffer, placeOf({ platformId, requestId }));
    const [caller = '', contentType = ''] = text.split('\n', 2);
    const size = caller.length + contentType.length + 2;
    const from = text.indexOf(':', size) + 1;
    const to = from + Number(text.slice(size, from - 1));
    const body = Buffer.from(text.slice(from, to), 'latin1');
    const answer = to < text.length ? Buffer.from(text.slice(to), 'latin1') : null;
    const fault = row.fault as string | null;
    return { ...lineOf(row), platformId, caller, contentType, body, answer, fault };
  }
}

function date(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}

function lineOf(row: Readonly<Record<string, unknown>>): RequestLine {
  return {
    platformNo: row.platform_no as string | null,
    requestId: row.request_id as string,
    verified: row.verified as boolean,
    at: (row.at as Date).getTime(),
    took: row.took as number,
    dialect: row.dialect as string,
    address: row.address as 'gateway' | 'service',
    service: row.service as string | null,
    requestNo: row.request_no as string | null,
    userNo: row.user_no as string | null,
    result: row.result as string,
    code: row.code as string | null,
    sentence: row.sentence as string | null,
    bodySize: row.body_size as number,
    bodyDigest: row.body_digest as string | null,
    answerSize: row.answer_size as number,
  };
}
