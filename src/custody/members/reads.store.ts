/** What queries and pages see of members: read outside the lane, so nothing about money is decided by it. */
import type { Fen } from '../../kernel/money.ts';
import { placed } from '../../kernel/seal.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuthorizationKind } from '../authorizations/words.ts';
import type { Bank } from '../banks.ts';
import type { AccessType } from '../cards/words.ts';
import type { AuditStatus } from '../enterprises/words.ts';
import { opened, type ReadSource } from '../read-source.ts';
import type { MemberRole, MemberType } from './words.ts';

export interface MemberInformation {
  readonly userNo: string;
  readonly name: string;
  readonly type: MemberType;
  readonly role: MemberRole;
  readonly active: boolean;
  readonly auditStatus: AuditStatus | null;
  readonly accessType: AccessType | null;
  readonly available: Fen;
  readonly frozen: Fen;
  readonly cardNumber: string | null;
  readonly bank: Bank | null;
  readonly mobile: string;
  readonly authorizations: readonly AuthorizationKind[];
}

export interface MemberIdentity {
  readonly memberNo: bigint;
  readonly realName: string;
  readonly idNumber: string;
  readonly mobile: string;
}

export function memberReads({ sql, sealer }: ReadSource) {
  return {
    async member(platformId: number, userNo: string, at: Instant): Promise<MemberInformation | null> {
      const [row] = await sql`
        select m.user_no, m.member_no, c.card_no,
          m.type, m.role, m.state, p.real_name, p.mobile, c.number, c.bank, c.access_type,
          coalesce(a.balance, 0)::bigint as available, coalesce(f.balance, 0)::bigint as frozen,
          (select string_agg(kinds, ',') from authorizations g where g.platform_id = m.platform_id
             and g.member_no = m.member_no and (g.until is null or g.until > ${new Date(at)})) as kinds
        from members m
        join profiles p on p.platform_id = m.platform_id and p.member_no = m.member_no
        left join cards c on c.platform_id = m.platform_id and c.member_no = m.member_no and c.bound
        left join accounts a on a.platform_id = m.platform_id and a.account_id = m.member_no * 100 + 1
        left join accounts f on f.platform_id = m.platform_id and f.account_id = m.member_no * 100 + 2
        where m.platform_id = ${platformId} and m.user_no = ${userNo}`;
      if (!row) return null;
      const { member_no: memberNo, card_no: cardNo } = row;
      const open = (column: string) => opened(sealer, row[column], placed(`profiles.${column}`, platformId, memberNo));
      return {
        userNo: row.user_no,
        name: open('real_name') ?? '',
        type: row.type,
        role: row.role,
        active: row.state === 'ACTIVE',
        auditStatus: row.state === 'ACTIVE' ? 'PASSED' : row.state,
        accessType: row.access_type,
        available: row.available,
        frozen: row.frozen,
        cardNumber: opened(sealer, row.number, placed('cards.number', platformId, cardNo, memberNo)),
        bank: row.bank,
        mobile: open('mobile') ?? '',
        authorizations: (row.kinds ?? '').split(',').filter((kind: string) => kind !== ''),
      };
    },

    /** Who a member is, for a check at his bank and of his passwords; null when there is nobody of this number. */
    async identity(platformId: number, userNo: string): Promise<MemberIdentity | null> {
      const [row] = await sql`
        select m.member_no, p.real_name, p.id_number, p.mobile from members m
        join profiles p on p.platform_id = m.platform_id and p.member_no = m.member_no
        where m.platform_id = ${platformId} and m.user_no = ${userNo}`;
      if (!row) return null;
      const { member_no: memberNo } = row;
      const open = (column: string) =>
        opened(sealer, row[column], placed(`profiles.${column}`, platformId, memberNo)) ?? '';
      return { memberNo, realName: open('real_name'), idNumber: open('id_number'), mobile: open('mobile') };
    },

    /** Number of the member behind a user number, or null. */
    async memberNo(platformId: number, userNo: string): Promise<bigint | null> {
      const [row] = await sql`select member_no from members where platform_id = ${platformId} and user_no = ${userNo}`;
      return row?.member_no ?? null;
    },
  };
}
