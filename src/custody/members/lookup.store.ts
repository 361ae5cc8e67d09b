/** Members as the operator lists them: without personal data, and outside the lane. */
import type { Sql } from '../../db/pool.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { MemberRole, MemberType } from './words.ts';

export interface MemberLine {
  readonly userNo: string;
  readonly type: MemberType;
  readonly role: MemberRole;
  readonly state: string;
  readonly available: Fen;
  readonly frozen: Fen;
  readonly createdAt: Instant;
}

/** Members of a platform by their numbers, after one of them, so many at most. */
export async function listMembers(
  sql: Sql,
  platformId: number,
  after: string | null,
  limit: number,
): Promise<readonly MemberLine[]> {
  const rows = await sql`
    select m.user_no, m.type, m.role, m.state, m.created_at, coalesce(a.balance, 0)::bigint as available,
      coalesce(f.balance, 0)::bigint as frozen
    from members m
    left join accounts a on a.platform_id = ${platformId} and a.account_id = m.member_no * 100 + 1
    left join accounts f on f.platform_id = ${platformId} and f.account_id = m.member_no * 100 + 2
    where m.platform_id = ${platformId} and (${after}::text is null or m.user_no > ${after})
    order by m.user_no limit ${limit}`;
  return rows.map((row) => ({
    userNo: row.user_no as string,
    type: row.type as MemberType,
    role: row.role as MemberRole,
    state: row.state as string,
    available: row.available as Fen,
    frozen: row.frozen as Fen,
    createdAt: (row.created_at as Date).getTime(),
  }));
}
